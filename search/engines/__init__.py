"""The engine in use, and search that does not stop when it does."""

import logging

from django.conf import settings

from search.engines.base import (
    SUGGESTIONS,
    Engine,
    EngineUnavailable,
    SearchQuery,
    SearchResults,
)
from search.engines.database import DatabaseEngine
from search.models import SearchDocument

logger = logging.getLogger(__name__)


def get_engine() -> Engine:
    """Return the engine in use: Elasticsearch where it is configured, otherwise the database."""
    if settings.ELASTICSEARCH_NODES:
        # Only those who run a cluster load its client.
        from search.engines.elasticsearch import ElasticsearchEngine

        return ElasticsearchEngine()
    return DatabaseEngine()


def search(query: SearchQuery) -> SearchResults:
    """Search with the engine in use or, while it is away, in the database."""
    try:
        return get_engine().search(query)
    except EngineUnavailable as error:
        logger.warning("search: fell back to the database: %s", error)
        return DatabaseEngine().search(query)


def suggest(text: str, language: str) -> list[SearchDocument]:
    """Suggest titles with the engine in use or, while it is away, from the database."""
    try:
        return get_engine().suggest(text, language, SUGGESTIONS)
    except EngineUnavailable:
        return DatabaseEngine().suggest(text, language, SUGGESTIONS)
