"""A drill on each broker."""

import pytest
from django.conf import settings

from tests.faults.drill import Drill, database_url
from tests.processes import Family, embedded_environment


@pytest.fixture(params=["folder", "redis"])
def drill(request, tmp_path):
    """A drill on each broker."""
    env = embedded_environment(tmp_path) | {
        "DATABASE_URL": database_url(),
        "SITE_URL": settings.SITE_URL,
        "DRILL_TRACE": str(tmp_path / "trace"),
        "DRILL_TICKS": str(tmp_path / "ticks"),
    }
    if request.param == "redis":
        # A database of its own: nothing else's messages, and none left for anything else.
        server = request.getfixturevalue("redis_url").rpartition("/")[0]
        env["CELERY_BROKER_URL"] = f"{server}/{9 + settings.TEST_WORKER}"
    family = Family()
    yield Drill(family, env, tmp_path)
    family.end()
