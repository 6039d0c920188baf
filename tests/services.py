"""Finding the real parts that some tests need: a skip with its reason, or a failure in CI."""

import os
from shutil import which

import pytest
import requests


def require_service(found: str, reason: str) -> str:
    """Return ``found``; where it is empty, skip with ``reason``.

    Under ``GPX_REQUIRE_SERVICES=1`` a missing service is a failure instead: there every part has
    been started, so a skip would hide a broken start.
    """
    if found:
        return found
    if os.environ.get("GPX_REQUIRE_SERVICES") == "1":
        pytest.fail(f"GPX_REQUIRE_SERVICES=1, but {reason}")
    pytest.skip(reason)


def postgres_url() -> str:
    """The PostgreSQL address in ``DATABASE_URL``, or an empty string."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def redis_url() -> str:
    """The Redis address in ``REDIS_URL`` or ``CELERY_BROKER_URL``, or an empty string."""
    urls = (os.environ.get(name, "") for name in ("REDIS_URL", "CELERY_BROKER_URL"))
    return next((url for url in urls if url.startswith("redis")), "")


def chromium_path() -> str:
    """Chromium on the PATH, or an empty string."""
    return which("chromium") or ""


def remove_indices(nodes: list[str], alias: str) -> None:
    """Remove the indices that a run has left behind its ``alias``."""
    for index in requests.get(f"{nodes[0]}/{alias}-*", timeout=10).json():
        requests.delete(f"{nodes[0]}/{index}", timeout=10)
