"""Rate limits; ``settings.RATE_LIMITS`` defines them."""

import ipaddress
import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)


def seconds_to_wait(limit: str, key: str) -> int:
    """Count one request for ``key``; return 0, or the seconds to wait if the limit is reached.

    ``limit`` is a name of ``RATE_LIMITS``. The key is stored as a keyed digest, for the window of
    the limit. Without a working cache no request is limited.
    """
    times, seconds = settings.RATE_LIMITS[limit]
    now = int(time.time())
    digest = salted_hmac("gpx_site.ops.rate_limits", key, algorithm="sha256").hexdigest()[:24]
    name = f"throttle:{limit}:{digest}:{now // seconds}"
    try:
        cache.add(name, 0, timeout=seconds)
        count = cache.incr(name)
    except Exception as error:
        logger.warning("throttle: %s is not counted: %s", limit, type(error).__name__)
        return 0
    return 0 if count <= times else seconds - now % seconds


def sender(request: HttpRequest) -> str:
    """Return the sender of ``request``: an IPv4 address, or the /64 network of an IPv6 address.

    Behind a proxy of ``TRUSTED_PROXIES`` it is the last address that is not a trusted proxy: any
    client can write those before it.
    """
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    address = request.META.get("REMOTE_ADDR", "")
    while hops and _is_trusted(address):
        address = hops.pop().strip() or address
    parsed = _parse(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((parsed, 64), strict=False))
    return str(parsed or address[:64])


def _is_trusted(address: str) -> bool:
    parsed = _parse(address)
    return parsed is not None and any(parsed in network for network in settings.TRUSTED_PROXIES)


def _parse(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address.strip())
    except ValueError:
        return None
