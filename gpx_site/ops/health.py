"""Health: whether the parts that the hub needs answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import requests
from django.conf import settings
from django.db import connection

from gpx_site.celery import app

HEARTBEAT_SECONDS = 60


@dataclass(frozen=True)
class Part:
    """The state of one part; the site works without those that are not ``needed``."""

    ok: bool
    needed: bool

    @property
    def status(self) -> str:
        """Return ``"ok"`` or ``"down"``."""
        return "ok" if self.ok else "down"


def check_parts() -> dict[str, Part]:
    """Return the state of database, broker, search and beat; each check takes at most a second."""
    return {
        "database": Part(_answers(_database), needed=True),
        # The outbox keeps bookings and answers while the broker or beat is down.
        "broker": Part(_answers(_broker), needed=False),
        "search": Part(_answers(_search), needed=False),
        "beat": Part(heartbeat_age() < HEARTBEAT_SECONDS, needed=False),
    }


def heartbeat_age() -> float:
    """Return the seconds since a worker last ran the heartbeat task; infinite before the first."""
    try:
        return time.time() - (settings.DATA_DIR / "heartbeat").stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _answers(check: Callable[[], object]) -> bool:
    try:
        check()
    except Exception:  # any failure means that the part does not answer
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=1)


def _search() -> None:
    for node in settings.ELASTICSEARCH_NODES[:1]:
        requests.get(f"{node}/_cluster/health", timeout=1).raise_for_status()
