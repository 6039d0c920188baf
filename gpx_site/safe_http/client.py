"""Fetch a URL that a user gave us; nothing else fetches one.

Such a URL may be an attack: its host may be inside our own network, resolve to one that is, do so
only the second time, redirect to one, or answer without an end. So the host is resolved once, all
its addresses are checked, and the connection goes to a checked address while the Host header and
the TLS check keep the name; every redirect is checked in the same manner. Time and size limits
apply to the whole fetch. Proxies, ``.netrc`` and cookies are ignored.
"""

import http.client
import io
import ipaddress
import queue
import socket
import threading
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from time import monotonic
from typing import Any, Literal
from urllib.parse import urljoin

import requests
import urllib3
from requests.adapters import HTTPAdapter

from gpx_site.safe_http import errors
from gpx_site.safe_http.urls import PUBLIC_WEB, Address, AddressPolicy, Target, parse

SECONDS = 5.0
BYTES = 2 * 1024 * 1024
REDIRECTS = 5
CHUNK = 64 * 1024

FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/xml", "text/xml"})
PAGES_AND_FEEDS = frozenset({"text/html", "application/xhtml+xml"}) | FEEDS
ENCODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}
HEADERS = {
    "User-Agent": "GoodPracticeExchange/1.0 (+https://www.audit.wales)",
    "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml",
    "Accept-Encoding": "gzip",
    "Accept-Language": "cy, en",
}


@dataclass(frozen=True)
class Fetched:
    """A response: ``url`` is the last URL after redirects, ``body`` is decompressed."""

    url: str
    content_type: str
    charset: str
    body: bytes

    @property
    def is_feed(self) -> bool:
        """Return whether its content type is XML of feeds."""
        return self.content_type in FEEDS


def fetch(
    url: str,
    *,
    method: Literal["GET", "HEAD"] = "GET",
    policy: AddressPolicy = PUBLIC_WEB,
    accept: Collection[str] = PAGES_AND_FEEDS,
    seconds: float = SECONDS,
) -> Fetched:
    """Fetch ``url``, following redirects; a HEAD has no body, and any content type.

    Raises a ``FetchError``, whose message is for the user who gave the URL.
    """
    deadline = monotonic() + seconds
    target = parse(url)
    for _hop in range(REDIRECTS + 1):
        with _translated(deadline), _ask(target, method, policy, deadline) as response:
            if not response.is_redirect:
                return _read(response, target, accept, deadline)
            location = response.headers["Location"]
        target = parse(_absolute(target, location))
    raise errors.TooManyRedirects


def _absolute(target: Target, location: str) -> str:
    """Return the URL of a Location header; servers write it in UTF-8, against the standard."""
    try:
        return urljoin(target.url, location.encode("latin-1").decode())
    except ValueError as error:
        raise errors.AddressInvalid from error


# Where to connect ---------------------------------------------------------------------------------


def _checked(target: Target, policy: AddressPolicy, deadline: float) -> list[Address]:
    """Return the addresses of the target's host, if all of them are allowed."""
    if target.port not in policy.ports:
        raise errors.AddressBlocked
    literal = target.literal
    addresses = [literal] if literal else _resolve(target, deadline)
    if not all(policy.allows(address) for address in addresses):
        raise errors.AddressBlocked
    return addresses


def _resolve(target: Target, deadline: float) -> list[Address]:
    """Resolve the host once; in a thread, since the system's resolver has no time limit."""
    answers: queue.SimpleQueue[list[Address] | Exception] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            answers.put([ipaddress.ip_address(entry[4][0]) for entry in found])
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=_left(deadline))
    except queue.Empty as error:
        raise errors.TooSlow from error
    if isinstance(answer, Exception) or not answer:
        raise errors.NameUnknown
    return list(dict.fromkeys(answer))


# The exchange -------------------------------------------------------------------------------------


@contextmanager
def _ask(
    target: Target, method: str, policy: AddressPolicy, deadline: float
) -> Iterator[requests.Response]:
    """Send one request to the first checked address that accepts the connection."""
    addresses = _checked(target, policy, deadline)
    request = requests.Request(method, target.url, headers=HEADERS | {"Host": target.netloc})
    prepared = request.prepare()
    for place, address in enumerate(addresses):
        # The adapter itself and no session, which would read all of a redirect's body.
        adapter = _PinnedAdapter(target, address, deadline)
        try:
            response = adapter.send(prepared, stream=True, timeout=_left(deadline))
        except requests.ConnectionError:
            adapter.close()
            if place + 1 == len(addresses):
                raise
        else:
            break
    with closing(adapter), response:
        yield response


@contextmanager
def _translated(deadline: float) -> Iterator[None]:
    """Convert exceptions of ``requests`` to errors with a message for editors."""
    try:
        yield
    except (
        requests.RequestException,
        urllib3.exceptions.HTTPError,
        http.client.HTTPException,
        OSError,
        ValueError,  # e.g. a header that is no text
    ) as error:
        late = isinstance(error, requests.Timeout) or monotonic() >= deadline
        raise (errors.TooSlow if late else errors.Unreachable) from error


class _PinnedAdapter(HTTPAdapter):
    """Connect to ``address``; Host, SNI and the certificate check keep the target's name."""

    def __init__(self, target: Target, address: Address, deadline: float) -> None:
        self.target, self.address, self.deadline = target, address, deadline
        super().__init__(max_retries=0)

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        """Use the checked address as host, and the name of the host for its certificate."""
        attributes: Any = super().build_connection_pool_key_attributes(*args, **kwargs)
        pool = attributes[1]
        host = {
            "scheme": self.target.scheme,
            "host": str(self.address),
            "port": self.target.port,
        }
        if self.target.scheme == "https":
            pool |= {"server_hostname": self.target.host, "assert_hostname": self.target.host}
        return host, pool

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """Return a connection whose responses have the deadline."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        bounded = {"response_class": _bounded(self.deadline)}
        pool.ConnectionCls = type("BoundedConnection", (pool.ConnectionCls,), bounded)
        return pool


def _bounded(deadline: float) -> type[http.client.HTTPResponse]:
    """Return a response class whose every read, headers included, has the remaining time."""

    class BoundedResponse(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(sock, *args, **kwargs)
            self.fp = io.BufferedReader(_BoundedReader(self.fp.detach(), sock, deadline))

    return BoundedResponse


class _BoundedReader(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: float) -> None:
        self.raw, self.sock, self.deadline = raw, sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self.sock.settimeout(_left(self.deadline))
        return self.raw.readinto(buffer)

    def close(self) -> None:
        self.raw.close()
        super().close()


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise errors.TooSlow
    return left


# The answer ---------------------------------------------------------------------------------------


def _read(
    response: requests.Response, target: Target, accept: Collection[str], deadline: float
) -> Fetched:
    """Return the body of the response, if it has an accepted status and type."""
    if response.status_code in {404, 410}:
        raise errors.NotThere
    if response.status_code != 200:
        raise errors.Refused
    header = Message()
    header["Content-Type"] = response.headers.get("Content-Type", "")
    content_type, charset = header.get_content_type(), header.get_content_charset("")
    if response.request.method == "HEAD":
        return Fetched(target.url, content_type, charset, b"")
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if content_type not in accept or packing not in ENCODINGS:
        raise errors.WrongType
    return Fetched(target.url, content_type, charset, _body(response, deadline))


def _body(response: requests.Response, deadline: float) -> bytes:
    """Read up to ``BYTES`` while decompressing: a small response may expand to a very large one."""
    if int(response.headers.get("Content-Length") or 0) > BYTES:
        raise errors.TooLarge
    body = bytearray()
    while chunk := response.raw.read(CHUNK, decode_content=True):
        body += chunk
        if len(body) > BYTES:
            raise errors.TooLarge
        _left(deadline)
    return bytes(body)
