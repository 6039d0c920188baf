"""A web server and a name server of the tests' own: nothing leaves this machine."""

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from gpx_site.safe_http.urls import Address, AddressPolicy

Answer = Callable[[BaseHTTPRequestHandler], None]
LOOPBACK = ipaddress.IPv4Address("127.0.0.1")


class OneLoopbackPort(AddressPolicy):
    """Lets a test reach its own server, and nothing else."""

    def __init__(self, port: int) -> None:
        self.ports = frozenset({port})

    def allows(self, address: Address) -> bool:
        return address == LOOPBACK


def page(
    html: str | bytes, content_type: str = "text/html; charset=utf-8", **headers: str
) -> Answer:
    """Answer with a page."""
    body = html.encode() if isinstance(html, str) else html

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return answer


def status(code: int, **headers: str) -> Answer:
    """Answer with a status and nothing more."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


@dataclass
class Web:
    """A server on a loopback port: its pages by path, and what it was asked."""

    server: ThreadingHTTPServer
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    connections: int = 0

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    @property
    def policy(self) -> AddressPolicy:
        return OneLoopbackPort(self.port)

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def serve() -> Iterator[Web]:
    """Run a server on a free loopback port; an unknown path is not found."""

    class Handler(BaseHTTPRequestHandler):
        def setup(self) -> None:
            web.connections += 1
            super().setup()

        def _answer(self) -> None:
            web.asked.append(f"{self.command} {self.path}")
            web.hosts.append(self.headers.get("Host", ""))
            web.pages.get(self.path, status(404))(self)

        def do_GET(self) -> None:
            self._answer()

        def do_HEAD(self) -> None:
            self._answer()

        def log_message(self, *_args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_args: object) -> None:
            """A client that hangs up is what many tests want."""

    server = Server(("127.0.0.1", 0), Handler)
    web = Web(server)
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    ).start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()


OUTSIDE = {"93.184.216.34", "2606:2800:220:1::1"}


@dataclass
class Wire:
    """A world of two servers: ``OUTSIDE`` addresses lead to one, all others to the one inside.

    It stands in for the name server and for the wire, so that "10.0.0.1" can be reached, and be
    seen to be reached. ``names`` holds each name's answers in turn, the last one for good.
    """

    outside: Web
    inside: Web
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    reached: list[str] = field(default_factory=list)

    def getaddrinfo(self, host: str | bytes, port: int, *_args: object, **_kwargs: object):
        """Answer as the name server would; an address in any spelling stands for itself."""
        name = host.decode() if isinstance(host, bytes) else host
        self.looked_up.append(name)
        answers = self.names.get(name.rstrip(".").lower(), [[name]])
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    def door(self, address: str) -> tuple[str, int]:
        """Where a connection to ``address`` really ends."""
        self.reached.append(address)
        return ("127.0.0.1", (self.outside if address in OUTSIDE else self.inside).port)


@contextmanager
def wire() -> Iterator[Wire]:
    """Lay the wire, for as long as the block lasts."""
    connect = socket.socket.connect
    with serve() as outside, serve() as inside, pytest.MonkeyPatch.context() as patch:
        laid = Wire(outside, inside)
        patch.setattr(socket, "getaddrinfo", laid.getaddrinfo)
        patch.setattr(socket.socket, "connect", lambda self, to: connect(self, laid.door(to[0])))
        yield laid
