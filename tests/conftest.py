"""Fixtures that every test may ask for."""

import gc
import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils.translation import override
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from gpx_site.demo import loader
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from tests import prepared_database, services, snapshot
from tests.factories.tree import Tree, tree

COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
# The everyday run tries the same examples each time; the long run looks for new ones.
hypothesis_settings.register_profile("everyday", max_examples=50, derandomize=True, **COMMON)
hypothesis_settings.register_profile("long", max_examples=500, print_blob=True, **COMMON)


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples the property tests try."""
    if not config.getoption("--hypothesis-profile"):
        long_run = config.option.markexpr == "long"
        hypothesis_settings.load_profile("long" if long_run else "everyday")


def pytest_collection_finish() -> None:
    """Leave what is imported by now out of every later search for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove this run's own data folder and search indices."""
    if not settings.configured:
        return
    if "TEST_DATA_DIR" not in os.environ:
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)
    if settings.ELASTICSEARCH_NODES:
        services.remove_indices(settings.ELASTICSEARCH_NODES, settings.ELASTICSEARCH_INDEX)


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def _is_local(host: object) -> bool:
    if not isinstance(host, str) or host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_local(address[0]):
            raise NetworkBlocked(f"a test tried to reach {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_db_modify_db_settings: None, django_db_blocker
) -> Iterator[None]:
    """Copy the prepared database, and let what its migrations put there outlive every test.

    After a test that cannot be rolled back Django would empty the tables and make anew what it
    knows to make, one row after the other. To bring back the whole database is quicker.
    """
    with django_db_blocker.unblock():
        prepared_database.open_copy(request.config.cache.mkdir("gpx-database"))
        restore = snapshot.take()
    TransactionTestCase._fixture_teardown = lambda _self: restore()
    yield
    with django_db_blocker.unblock():
        prepared_database.remove_copy()


@pytest.fixture(autouse=True)
def _fresh_start() -> Iterator[None]:
    """English and an empty cache, whatever the test before left behind."""
    cache.clear()  # it holds the addresses of the last test's page tree
    with override("en"):
        yield


@pytest.fixture
def site_tree(db: None) -> Tree:
    """The smallest bilingual site: the root, a front page in each language, and the Site."""
    return tree()


@pytest.fixture
def drain(db: None) -> Callable[[], int]:
    """Carry out every due side effect, as the worker would; returns how many.

    What it told a search index can be found at once, not after the second that the index takes.
    """
    from gpx_site.outbox import services as outbox

    def run() -> int:
        done = sum(iter(outbox.drain, 0))
        if settings.ELASTICSEARCH_NODES:
            with suppress(EngineUnavailable):  # some tests have none that answers
                get_engine().refresh()
        return done

    return run


@pytest.fixture(scope="session")
def _demo_snapshot() -> dict[str, snapshot.Restore]:
    """The demonstration, once a test has loaded it."""
    return {}


@pytest.fixture
def demo(transactional_db: None, drain: Callable[[], int], _demo_snapshot) -> None:
    """The demonstration's content, indexed for search; loaded once in a run."""
    if _demo_snapshot:
        _demo_snapshot["restore"]()
    else:
        loader.load(lambda step: None)
        drain()
        _demo_snapshot["restore"] = snapshot.take()
    if settings.ELASTICSEARCH_NODES:
        get_engine().rebuild()  # the index still holds what tests before this one wrote
    mail.outbox.clear()


@pytest.fixture
def postgres() -> str:
    """The address of the PostgreSQL that these tests run on."""
    return services.require_service(services.postgres_url(), "DATABASE_URL names no PostgreSQL")


@pytest.fixture
def redis_url() -> str:
    """The address of a Redis."""
    return services.require_service(
        services.redis_url(), "neither REDIS_URL nor CELERY_BROKER_URL names a Redis"
    )


@pytest.fixture
def elasticsearch_url() -> str:
    """The address of an Elasticsearch."""
    if os.environ.get("GPX_NO_ELASTICSEARCH") == "1":
        pytest.skip("this machine can have no Elasticsearch")
    return services.require_service(
        os.environ.get("ELASTICSEARCH_URL", ""), "ELASTICSEARCH_URL is not set"
    )


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium."""
    return services.require_service(services.chromium_path(), "there is no chromium on the PATH")
