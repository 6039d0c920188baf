"""URLs from users: their normal form, and whether they may be fetched.

Pure: this module does not use the network; ``safe_http.client`` does.
"""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import idna

from gpx_site.safe_http.errors import AddressBlocked, AddressInvalid

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_LENGTH = 500
DEFAULT_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\Z")
NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z")

# IANA's special-purpose registries. Written out, as Python's own lists differ between releases.
DENIED_V4 = [
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT, and one cloud's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's control plane at a public address
        "169.254.0.0/16",  # link-local, and most clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT relays
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
# Only global unicast is allowed, which excludes loopback, unspecified, mapped and compatible IPv4,
# NAT64, discard, unique local, link-local and multicast addresses.
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
DENIED_V6 = [
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries an IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # the former 6bone
        "3fff::/20",  # documentation
    )
]
# The middle of an ISATAP address, whose last 32 bits are an IPv4 address.
ISATAP = {0x00005EFE, 0x02005EFE}


def is_public(address: Address) -> bool:
    """Return whether ``address`` is an ordinary address of the public internet."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in DENIED_V4)
    if address.scope_id or address not in GLOBAL_UNICAST:
        return False
    if (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
        return False
    return not any(address in network for network in DENIED_V6)


class AddressPolicy:
    """The allowed addresses and ports; by default the public web only.

    It is an argument of the fetch, so that no setting can change it.
    """

    ports = frozenset(DEFAULT_PORTS.values())

    def allows(self, address: Address) -> bool:
        """Return whether a connection to ``address`` is allowed."""
        return is_public(address)


PUBLIC_WEB = AddressPolicy()


@dataclass(frozen=True)
class Target:
    """A URL in its normal form; ``host`` is a name or an IP address."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def literal(self) -> Address | None:
        """Return the IP address if the host is one."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None

    @property
    def netloc(self) -> str:
        """Return the host, in brackets if needed, and the port if it is not the default."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """Return the whole URL, without its fragment."""
        return f"{self.scheme}://{self.netloc}{self.path}"


def parse(url: str) -> Target:
    """Return ``url`` in its normal form.

    Raises ``AddressInvalid`` if it is no URL of the web, and ``AddressBlocked`` if it contains a
    name and password.
    """
    url = url.strip()
    if not url or len(url) > MAX_LENGTH or "\\" in url or not _printable(url):
        raise AddressInvalid
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressInvalid from error
    if parts.scheme not in DEFAULT_PORTS:
        raise AddressInvalid
    if "@" in parts.netloc:
        raise AddressBlocked
    if port == 0:
        raise AddressInvalid
    return Target(
        scheme=parts.scheme,
        host=_host(parts),
        port=port or DEFAULT_PORTS[parts.scheme],
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )


def _printable(url: str) -> bool:
    """Return whether it has no space, control character or lone surrogate."""
    return not any(unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zs", "Zl"} for each in url)


def _host(parts: SplitResult) -> str:
    """Return the host in lower-case ASCII; every form of an IP address becomes the normal one."""
    host = parts.hostname or ""
    try:
        if "[" in parts.netloc:
            # A zone is the name of one of our own interfaces: no public address has one.
            return str(ipaddress.IPv6Address(host if "%" not in host else ""))
        host = _ascii(host).removesuffix(".")
        if NUMBER.match(host.rpartition(".")[2]):
            return str(_ipv4(host))
    except (ValueError, UnicodeError) as error:
        raise AddressInvalid from error
    if len(host) > 253 or not HOST.match(host):
        raise AddressInvalid
    return host


def _ascii(host: str) -> str:
    """Return lower-case ASCII, by the rules of international domain names (UTS 46) if needed."""
    return host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii").lower()


def _ipv4(host: str) -> ipaddress.IPv4Address:
    """Return an IPv4 address, parsed as browsers do: octal, hexadecimal, one to four parts."""
    *first, last = [_number(part) for part in host.split(".")]
    if len(first) > 3 or any(part > 255 for part in first) or last >= 256 ** (4 - len(first)):
        raise ValueError(host)
    return ipaddress.IPv4Address(
        sum(part << 8 * (3 - place) for place, part in enumerate(first)) + last
    )


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") and len(part) > 1 else 10)
