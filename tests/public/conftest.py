"""The demonstration's public site, read once for all tests of this folder."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import override

from gpx_site.core import outbox
from gpx_site.demo import loader
from tests import factories
from tests.public.crawl import Crawl


@contextmanager
def demonstration() -> Iterator[None]:
    """The demonstration's content, for as long as the block lasts."""
    with transaction.atomic(), override("en"):
        cache.clear()
        factories.roots()
        loader.load(lambda step: None)
        while outbox.drain():
            pass
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker) -> Crawl:
    """Every address of the demonstration that can be reached from the two front pages."""
    with django_db_blocker.unblock(), demonstration():
        crawl = Crawl()
        crawl.follow("/en/", "/cy/")
    return crawl
