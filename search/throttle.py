"""How often one address may ask."""

import hashlib
import logging
import time

from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)

LIMIT = 60
WINDOW = 60  # seconds


def seconds_to_wait(request: HttpRequest) -> int:
    """Count this request; return 0, or the seconds to wait where the minute's share is used up.

    The address is kept as a digest, for a minute. Without the cache nobody is held back.
    """
    now = int(time.time())
    address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:24]
    key = f"search-throttle:{address}:{now // WINDOW}"
    try:
        cache.add(key, 0, timeout=WINDOW * 2)
        count = cache.incr(key)
    except Exception as error:
        logger.warning("search: no throttle: %s", type(error).__name__)
        return 0
    return 0 if count <= LIMIT else WINDOW - now % WINDOW
