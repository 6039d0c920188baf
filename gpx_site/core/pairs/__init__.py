"""The pair policy: no page leaves one language behind.

A page goes live together with its twin, when somebody has declared the twin ready.
"""

from gpx_site.core.pairs.checks import PairNotReady, missing, twin_of
from gpx_site.core.pairs.services import allow_alone, mark_ready, publish, publish_minor
from gpx_site.core.pairs.staleness import is_stale, stale_since

__all__ = [
    "PairNotReady",
    "allow_alone",
    "is_stale",
    "mark_ready",
    "missing",
    "publish",
    "publish_minor",
    "stale_since",
    "twin_of",
]
