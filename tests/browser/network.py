"""A network between a browser and the live server, which a test can really cut."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Network:
    """Passes bytes on to the server at ``url``; while it is cut, every connection is dropped."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.server = (parts.hostname, parts.port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.listener.getsockname()[1]}"
        self.whole = True
        self.open: set[socket.socket] = set()
        threading.Thread(target=self._admit, daemon=True).start()

    def cut(self) -> None:
        """Drop every connection, and each that is tried from now on."""
        self.whole = False
        for each in list(self.open):
            _shut(each)

    def mend(self) -> None:
        """Let connections through again."""
        self.whole = True

    def end(self) -> None:
        """Stop for good."""
        self.cut()
        _shut(self.listener)
        self.listener.close()

    def _admit(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:  # the door is closed
                return
            if not self.whole:
                client.close()
                continue
            server = socket.create_connection(self.server)
            self.open |= {client, server}
            if not self.whole:  # cut a moment ago
                self.cut()
            for pair in ((client, server), (server, client)):
                threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for each in (source, target):
            _shut(each)
            each.close()
            self.open.discard(each)


def _shut(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
