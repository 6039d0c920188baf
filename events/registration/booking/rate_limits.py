"""How often one address may be registered."""

import hashlib

from django.core.cache import cache

from gpx_site.core.models.people import normalise_email

PER_HOUR = 10
HOUR = 3600


def allow_registration(email: str) -> bool:
    """Count an attempt for this address; False once there were more than ten within an hour."""
    digest = hashlib.sha256(normalise_email(email).encode("utf-8")).hexdigest()
    key = f"registrations:{digest}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) <= PER_HOUR
    except ValueError:  # it ran out between the two calls
        return True
