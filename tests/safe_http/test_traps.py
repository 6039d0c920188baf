"""Addresses that are traps: each is refused, and each would have worked on plain ``requests``."""

import contextlib
import socket

import pytest
import requests

from gpx_site.safe_http import urls
from gpx_site.safe_http.client import fetch
from gpx_site.safe_http.errors import AddressBlocked, AddressInvalid, FetchError
from tests import web

PUBLIC, PUBLIC6 = "93.184.216.34", "2606:2800:220:1::1"

# The host as it is written in the address.
WRITTEN = [
    # Private, loopback, link-local and other special addresses, plainly.
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200",
    "168.63.129.16", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    # The same in other spellings.
    "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1", "127.1", "127.0.1",
    "0", "0xa9fea9fe", "2852039166", "169.254.43518", "0251.0376.0251.0376", "127.0.0.1.",
    # IPv6, and IPv4 inside it.
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]",
    "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::a00:1]", "[2002:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[2001:db8::1]", "[fe80::1]", "[fc00::1]",
    "[fd00:ec2::254]", "[ff02::1]", "[fec0::1]", "[100::1]", "[2001:4860::5efe:7f00:1]",
    "[5f00::1]", "[3fff::1]",
]  # fmt: skip
# Spellings that plain requests refuses too, but browsers and other clients read.
UNUSUAL = ["１２７.0.0.1", "①②⑦.0.0.1", "127。0。0。1", "127．0．0．1", "ⓛocalhost"]
# What the name server says of a harmless name.
NAMED = {
    "localhost": ["127.0.0.1"],
    "localhost.": ["127.0.0.1"],
    "LOCALHOST": ["127.0.0.1"],
    "intranet": ["10.1.2.3"],
    "metadata.google.internal": ["169.254.169.254"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
    "to-v6-loopback.example": ["::1"],
    "to-mapped.example": ["::ffff:10.0.0.1"],
    "to-nat64.example": ["64:ff9b::a00:1"],
    "to-zone.example": ["fe80::1%2"],
    "public-then-private.example": [PUBLIC, "10.0.0.1"],
    "private-then-public.example": ["192.168.0.1", PUBLIC],
    "public6-then-loopback.example": [PUBLIC6, "::1"],
}
# A port, beside an address that would be fine.
PORTS = [22, 25, 6379, 8000, 9200, 11211]
# Where a public page redirects to.
REDIRECTS = [
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://[::ffff:10.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/",
    "//10.0.0.1/",
    "http://intranet/",
    "http://name:secret@10.0.0.1/",
    "/next",
]
CODES = [301, 302, 303, 307, 308]


@pytest.fixture
def world():
    with web.wire() as laid:
        laid.names = {name.rstrip(".").lower(): [found] for name, found in NAMED.items()}
        laid.names["public.example"] = [[PUBLIC]]
        laid.inside.pages = {"/": web.page("<p>Inside."), "/latest/": web.page("<p>Keys.")}
        yield laid


def plain(url: str) -> None:
    """What the guard is compared with."""
    with contextlib.suppress(requests.RequestException):
        requests.get(url, timeout=5)


def refused(world: web.Wire, url: str, error: type[FetchError] = AddressBlocked) -> None:
    """The guard refuses ``url`` and reaches nothing but the public web."""
    with pytest.raises(error):
        fetch(url)
    assert set(world.reached) <= web.OUTSIDE
    assert world.inside.connections == 0


def reaches_inside(world: web.Wire, url: str) -> None:
    """Without the guard, ``url`` does reach the server inside."""
    plain(url)
    assert set(world.reached) - web.OUTSIDE
    assert world.inside.connections > 0


HOSTS = [*WRITTEN, *NAMED]


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", [*HOSTS, *UNUSUAL])
def test_a_host_that_is_not_public_is_refused(world, scheme, host):
    refused(world, f"{scheme}://{host}/")
    assert len(world.looked_up) <= 1


@pytest.mark.parametrize("host", HOSTS)
def test_plain_requests_reaches_each_of_them(world, host):
    if host in NAMED:
        # Plain requests tries each answer in turn; the public server is not at home today.
        answers = [found for found in NAMED[host] if found not in web.OUTSIDE]
        world.names[host.rstrip(".").lower()] = [answers]
        world.names["localhost"] = [["127.0.0.1"]]
    reaches_inside(world, f"http://{host}/")


@pytest.mark.parametrize("port", PORTS)
def test_a_port_that_is_not_of_the_web_is_refused(world, port):
    refused(world, f"http://public.example:{port}/")
    assert world.looked_up == []
    plain(f"http://public.example:{port}/")
    assert world.outside.connections == 1


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("to", REDIRECTS)
def test_a_redirect_is_checked_like_the_first_address(world, code, to):
    world.outside.pages["/"] = web.status(code, Location=to)
    world.outside.pages["/next"] = web.status(302, Location="http://10.0.0.1/")
    refused(world, "http://public.example/")
    assert world.outside.connections > 0


@pytest.mark.parametrize("to", REDIRECTS)
def test_plain_requests_follows_each_redirect(world, to):
    world.outside.pages["/"] = web.status(302, Location=to)
    world.outside.pages["/next"] = web.status(302, Location="http://10.0.0.1/")
    reaches_inside(world, "http://public.example/")


REBINDING = [["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["::ffff:10.0.0.1"]]


@pytest.mark.parametrize("then", REBINDING)
def test_a_name_that_changes_its_answer_leads_nowhere_else(world, then):
    world.names["rebinding.example"] = [[PUBLIC], then]
    world.outside.pages["/"] = web.page("<p>Outside.")
    assert fetch("http://rebinding.example/").body == b"<p>Outside."
    assert world.looked_up.count("rebinding.example") == 1
    assert (world.reached, world.inside.connections) == ([PUBLIC], 0)
    assert world.outside.hosts == ["rebinding.example"]


@pytest.mark.parametrize("then", REBINDING)
def test_checking_first_and_then_using_plain_requests_falls_for_it(world, then):
    world.names["rebinding.example"] = [[PUBLIC], then]
    found = socket.getaddrinfo("rebinding.example", 80)
    assert [entry[4][0] for entry in found] == [PUBLIC]  # the check is content
    reaches_inside(world, "http://rebinding.example/")


@pytest.mark.parametrize("then", REBINDING)
def test_a_name_that_changes_its_answer_between_redirects_is_refused(world, then):
    world.names["rebinding.example"] = [[PUBLIC], then]
    world.outside.pages["/"] = web.status(302, Location="/again")
    refused(world, "http://rebinding.example/")
    world.names["rebinding.example"] = [[PUBLIC], then]
    reaches_inside(world, "http://rebinding.example/")


@pytest.mark.parametrize(
    "url",
    [
        "http://name:secret@public.example/",
        "http://name@10.0.0.1/",
        "http://public.example@10.0.0.1/",
        "http://public.example:80@10.0.0.1/",
        "http://public.example%40@10.0.0.1/",
    ],
)
def test_names_and_passwords_are_refused_before_anything_is_looked_up(world, url):
    refused(world, url)
    assert world.looked_up == []
    plain(url)
    assert world.inside.connections + world.outside.connections == 1


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "//10.0.0.1/", "file:///etc/passwd", "gopher://10.0.0.1:6379/_x",
        "ftp://10.0.0.1/", "dict://10.0.0.1/", "javascript:alert(1)", "data:text/html,x",
        "jar:http://10.0.0.1/!/", "unix:///var/run/docker.sock", "http://", "http:///path",
        "http://[::1", "http://[fe80::1%25eth0]/", "http://[::1%25lo]/", "http://[v1.x]/",
        "http://%31%32%37.0.0.1/", "http://10.0.0.1\\@public.example/", "http://a b/",
        "http://public.example\t.evil/", "http://public.example\r\nHost: x/", "http://1.2.3.4.5/",
        "http://256.256.256.256/", "http://0x100000000/", "http://08.8.8.8/", "http://a..b/",
        "http://public.example:0/", "http://public.example:99999/", "http://public.example:x/",
        "http://-x.example/", "http://public.example\u202e/", "http://\ud800.example/",
        "http://" + "a" * 600, "http://" + "a." * 200 + "example/",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_before_anything_is_looked_up(world, url):
    refused(world, url, AddressInvalid)
    assert world.looked_up == []


def test_proxies_and_netrc_of_the_environment_are_ignored(world, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine public.example login name password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    world.outside.pages["/"] = web.page("<p>Outside.")
    assert fetch("http://public.example/").body == b"<p>Outside."
    assert (world.reached, world.inside.connections) == ([PUBLIC], 0)
    reaches_inside(world, "http://public.example/")


def test_no_setting_loosens_the_policy(settings):
    for name in ("ALLOWED_HOSTS", "DEBUG", "DEMO", "INTERNAL_IPS"):
        setattr(settings, name, ["*"])
    assert urls.PUBLIC_WEB.ports == {80, 443}
    assert not urls.PUBLIC_WEB.allows(web.LOOPBACK)


def test_there_are_more_than_forty():
    assert len(HOSTS) + len(PORTS) + len(REDIRECTS) + 2 * len(REBINDING) >= 40
