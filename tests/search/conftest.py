"""Search over each engine."""

from collections.abc import Iterator

import pytest

from search import indexing
from search.engines import get_engine
from search.engines.elasticsearch import breaker
from tests import services
from tests.search import factories


@pytest.fixture(autouse=True)
def _closed_breaker() -> Iterator[None]:
    """No test inherits the failure of the one before."""
    breaker.reset()
    yield
    breaker.reset()


@pytest.fixture(autouse=True)
def _no_cluster(settings) -> None:
    """The database engine, unless a test asks for the other."""
    settings.ELASTICSEARCH_NODES = []


@pytest.fixture
def cluster(settings, elasticsearch_url: str) -> None:
    """Elasticsearch in use, with no index: not even what tests of other apps have left."""
    settings.ELASTICSEARCH_NODES = elasticsearch_url.split(",")
    services.remove_indices(settings.ELASTICSEARCH_NODES, settings.ELASTICSEARCH_INDEX)


@pytest.fixture(params=["database", "elasticsearch"])
def engine(request: pytest.FixtureRequest, db: None):
    """Each engine in turn; ``engine.sync()`` makes it know everything that there is now."""
    if request.param == "elasticsearch":
        request.getfixturevalue("cluster")
    found = get_engine()
    assert found.name == request.param

    def sync() -> None:
        factories.index_everything()
        indexing.mirror()
        assert request.param == "database" or factories.unmirrored() == 0
        if request.param == "elasticsearch":
            found.refresh()

    found.sync = sync
    return found
