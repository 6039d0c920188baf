"""What the fetcher brings back, and where it stops."""

import gzip
import ipaddress
import socket
import ssl
import subprocess
import threading
import time

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gpx_site.safe_http import client, errors, urls
from gpx_site.safe_http.client import BYTES, fetch
from tests import web

PUBLIC = "93.184.216.34"


@pytest.fixture
def site():
    with web.serve() as running:
        yield running


def get(site: web.Web, path: str = "/", **options):
    return fetch(site.url(path), policy=site.policy, **options)


def test_a_page_comes_with_its_type_charset_and_last_address(site):
    site.pages["/old"] = web.status(301, Location="/new?a=1#part")
    site.pages["/new?a=1"] = web.page("<p>Siarad", "text/html; charset=ISO-8859-14")
    found = get(site, "/old")
    assert found == client.Fetched(site.url("/new?a=1"), "text/html", "iso-8859-14", b"<p>Siarad")
    assert site.hosts == [f"127.0.0.1:{site.port}"] * 2
    assert not found.is_feed


def test_a_packed_answer_is_unpacked(site):
    site.pages["/"] = web.page(gzip.compress(b"<p>Packed"), Content_Encoding="gzip")
    assert get(site).body == b"<p>Packed"


def test_a_head_has_no_body_and_no_type_to_mind(site):
    site.pages["/"] = web.page(b"%PDF", "application/pdf")
    assert get(site, method="HEAD").body == b""
    assert site.asked == ["HEAD /"]


@pytest.mark.parametrize("hops", [5, 6])
def test_five_redirects_are_followed(site, hops):
    for hop in range(hops):
        site.pages[f"/{hop}"] = web.status(302, Location=f"/{hop + 1}")
    site.pages[f"/{hops}"] = web.page("<p>Here.")
    if hops == 5:
        assert get(site, "/0").body == b"<p>Here."
        return
    with pytest.raises(errors.TooManyRedirects):
        get(site, "/0")


def test_the_body_of_a_redirect_is_not_read(site):
    sent = []

    def endless(handler):
        handler.send_response(302)
        handler.send_header("Location", "/next")
        handler.end_headers()
        while len(sent) < 400:
            handler.wfile.write(bytes(64 * 1024))
            sent.append(1)

    site.pages |= {"/": endless, "/next": web.page("x")}
    assert get(site).body == b"x"
    assert len(sent) < 200


def test_cookies_do_not_travel(site):
    seen = []
    site.pages["/"] = web.status(302, Location="/next", **{"Set-Cookie": "id=1"})

    def note(handler):
        seen.append(handler.headers.get("Cookie"))
        web.page("x")(handler)

    site.pages["/next"] = note
    get(site)
    assert seen == [None]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (web.status(404), errors.NotThere),
        (web.status(410), errors.NotThere),
        (web.status(403), errors.Refused),
        (web.status(500), errors.Refused),
        (web.status(204), errors.Refused),
        (web.status(302), errors.Refused),
        (web.status(302, Location="ftp://example.org/"), errors.AddressInvalid),
        (web.status(302, Location="http://[/"), errors.AddressInvalid),
        (web.page(b"%PDF", "application/pdf"), errors.WrongType),
        (web.page(b"x", "text/html", Content_Encoding="br"), errors.WrongType),
        (web.page(b"x", "text/html", Content_Encoding="gzip, gzip, gzip"), errors.WrongType),
        (web.page(b"no gzip at all", Content_Encoding="gzip"), errors.Unreachable),
        (web.page(b"a" * (BYTES + 1)), errors.TooLarge),
        (web.page(gzip.compress(bytes(50 * BYTES)), Content_Encoding="gzip"), errors.TooLarge),
    ],
)
def test_an_answer_that_is_no_use_says_why(site, answer, error):
    site.pages["/"] = answer
    with pytest.raises(error):
        get(site)


def test_a_page_of_just_the_limit_is_read(site):
    site.pages["/"] = web.page(b"a" * BYTES)
    assert len(get(site).body) == BYTES


@pytest.fixture
def server():
    """Run a raw server that does to each connection what it is told; return its address."""
    listeners = []

    def start(talk, context=None):
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def run():
            try:
                while True:
                    connection, _address = listener.accept()
                    with connection:
                        talk(context.wrap_socket(connection, True) if context else connection)
            except OSError:
                return

        threading.Thread(target=run, daemon=True).start()
        return listener.getsockname()[1]

    yield start
    for listener in listeners:
        listener.close()


def drip(connection, start: bytes, unit: bytes) -> None:
    connection.sendall(start)
    for _ in range(200):  # ten seconds: whoever listens for so long does not keep to the time
        connection.sendall(unit)
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("start", "unit"),
    [
        (b"", b""),
        (b"HTTP/1.1 ", b"2"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"a"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"1\r\na\r\n",
        ),
    ],
)
def test_a_server_that_drips_is_left_when_the_time_is_up(server, start, unit):
    port = server(lambda connection: drip(connection, start, unit))
    with pytest.raises(errors.TooSlow):
        fetch(f"http://127.0.0.1:{port}/", policy=web.OneLoopbackPort(port), seconds=0.5)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"rubbish\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    ],
)
def test_a_server_that_talks_rubbish_is_unreachable(server, answer):
    def talk(connection):
        connection.recv(4096)
        connection.sendall(answer)

    port = server(talk)
    with pytest.raises((errors.Unreachable, errors.WrongType)):
        fetch(f"http://127.0.0.1:{port}/", policy=web.OneLoopbackPort(port))


def test_nobody_at_home():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(errors.Unreachable):
        fetch(f"http://127.0.0.1:{port}/", policy=web.OneLoopbackPort(port))


def test_the_next_address_of_a_name_is_tried(monkeypatch, site):
    class Loopback(web.OneLoopbackPort):
        def allows(self, address):
            return address.is_loopback

    found = [(2, 1, 6, "", (each, site.port)) for each in ("127.0.0.9", "127.0.0.1")]
    real = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        return found if host == "two.example" else real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    site.pages["/"] = web.page("<p>Second.")
    url = f"http://two.example:{site.port}/"
    assert fetch(url, policy=Loopback(site.port)).body == b"<p>Second."


@pytest.mark.parametrize("answer", [socket.gaierror(), UnicodeError(), []])
def test_an_unknown_name(monkeypatch, answer):
    def getaddrinfo(*_args, **_kwargs):
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(errors.NameUnknown):
        fetch("https://nowhere.example/")


def test_a_name_server_that_never_answers(monkeypatch):
    silence = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: silence.wait(5) and [])
    with pytest.raises(errors.TooSlow):
        fetch("https://slow.example/", seconds=0.2)
    silence.set()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for ``named.example``, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=named.example", "-addext", "subjectAltName=DNS:named.example"]
    command += ["-out", str(paths[0]), "-keyout", str(paths[1])]
    subprocess.run(command, check=True, capture_output=True)
    return paths


@pytest.mark.parametrize(
    ("host", "trusted", "error"),
    [
        ("named.example", True, None),
        ("other.example", True, errors.Unreachable),
        ("named.example", False, errors.Unreachable),
    ],
)
def test_the_certificate_must_be_for_the_name_and_not_the_address(
    monkeypatch, server, certificate, host, trusted, error
):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    named = []
    context.sni_callback = lambda _socket, name, _context: named.append(name)
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1\r\n\r\nx"

    def talk(connection):
        connection.recv(4096)
        connection.sendall(body)

    port = server(talk, context)
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda name, *args, **kwargs: real(
            "127.0.0.1" if name.endswith("example") else name, *args, **kwargs
        ),
    )
    if trusted:
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate[0]))
    url, policy = f"https://{host}:{port}/", web.OneLoopbackPort(port)
    if error:
        with pytest.raises(error):
            fetch(url, policy=policy)
    else:
        assert fetch(url, policy=policy).body == b"x"
    assert named == [host]


@pytest.mark.parametrize(
    "public",
    ["8.8.8.8", PUBLIC, "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "2a00::1"],
)
def test_ordinary_addresses_are_public(public):
    assert urls.is_public(ipaddress.ip_address(public))


@given(st.ip_addresses())
def test_what_is_public_is_so_by_pythons_own_lists(address):
    if urls.is_public(address):
        assert address.is_global
        assert not address.is_multicast


@given(st.text() | st.from_regex(r"https?://[^/]{1,30}(/.*)?", fullmatch=True))
def test_any_text_is_an_address_in_one_spelling_or_is_refused(text):
    try:
        target = urls.parse(text)
    except errors.FetchError:
        return
    assert urls.parse(target.url) == target


@pytest.mark.parametrize(
    ("written", "one"),
    [
        (" HTTPS://Example.ORG ", "https://example.org/"),
        ("http://example.org:80/a?b=c#d", "http://example.org/a?b=c"),
        ("https://example.org.:443/a", "https://example.org/a"),
        ("https://example.org:8443", "https://example.org:8443/"),
        ("https://tŷ.cymru/bwyd", "https://xn--t-foa.cymru/bwyd"),
        ("http://[2606:2800:0220:0001:0:0:0:1]/", "http://[2606:2800:220:1::1]/"),
        ("http://example.org//a", "http://example.org//a"),
    ],
)
def test_the_one_spelling(written, one):
    assert urls.parse(written).url == one


def test_every_error_has_a_message_by_its_code():
    for error in errors.FetchError.__subclasses__():
        assert errors.FetchError.message_of(error.code) == str(error.message) != ""
    assert errors.FetchError.message_of("unheard-of") == ""
    with override("cy"):
        assert isinstance(errors.FetchError.message_of("too-slow"), str)
