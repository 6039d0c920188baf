"""The queries, results and interface that all engines share."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import ClassVar

from django.utils.safestring import SafeString

from search import analysis, highlight
from search.models import SearchDocument

FACETS = ("type", "topic", "sector", "organisation", "place", "year", "item_language")
PAGE_SIZE = 20
SUGGESTIONS = 8
# Elasticsearch reads no deeper than 10,000 results.
MAX_PAGE = 10_000 // PAGE_SIZE


class EngineUnavailable(Exception):
    """The engine does not answer, or its answer cannot be used."""


@dataclass(frozen=True)
class Document:
    """What is indexed of one item for the readers of one language.

    ``extra`` is found but not shown: names of topics, authors, places. ``facets`` maps each of
    ``FACETS`` to the values that the document has.
    """

    item: str
    language: str
    type: str
    title: str
    summary: str
    body: str
    extra: str
    text_language: str
    source_language: str
    source: str
    url: str
    date: dt.date
    facets: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class SearchQuery:
    """A search; without text, everything is found, the newest first."""

    text: str = ""
    language: str = "en"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    page_size: int = PAGE_SIZE

    @cached_property
    def groups(self) -> list[list[str]]:
        """The keys of each word of the text; any key of a group stands for its word."""
        return key_groups(self.text, self.language)

    @cached_property
    def keys(self) -> frozenset[str]:
        """All the keys, for marking them in what is found."""
        return frozenset(key for group in self.groups for key in group)

    @property
    def offset(self) -> int:
        """How many results come before this page."""
        return (self.page - 1) * self.page_size


def key_groups(text: str, language: str) -> list[list[str]]:
    """Return the keys of each word of ``text`` that has any."""
    groups = (analysis.analyse_query(each.group(), language) for each in analysis.words(text))
    return [group for group in groups if group]


@dataclass(frozen=True)
class FacetCount:
    """How many results have a value of a facet, were that facet's own filter not set."""

    value: str
    count: int


@dataclass(frozen=True)
class Hit:
    """One result; ``title_html`` and ``excerpt`` hold no markup but ``<mark>``."""

    document: SearchDocument
    score: float
    title_html: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Found:
    """One page of documents with their scores, and the counts around it."""

    total: int
    documents: list[tuple[SearchDocument, float]]
    facets: dict[str, list[FacetCount]]


@dataclass(frozen=True)
class SearchResults:
    """The answer to a ``SearchQuery``."""

    total: int
    hits: list[Hit]
    facets: dict[str, list[FacetCount]]
    engine: str
    pages: int
    suggestion: str = ""


class Engine(ABC):
    """An engine that finds documents."""

    name: ClassVar[str]

    def search(self, query: SearchQuery) -> SearchResults:
        """Return what has every word of the query or, where nothing has, any of them.

        Raises:
            EngineUnavailable: when the engine does not answer in time.
        """
        found = self.find(query, every_word=True)
        if not found.total and len(query.groups) > 1:
            found = self.find(query, every_word=False)
        return SearchResults(
            total=found.total,
            hits=[_hit(document, score, query.keys) for document, score in found.documents],
            facets=found.facets,
            engine=self.name,
            pages=min(MAX_PAGE, ceil(found.total / query.page_size)),
        )

    @abstractmethod
    def find(self, query: SearchQuery, *, every_word: bool) -> Found:
        """Return one page of what has every word of the query, or any of them."""

    @abstractmethod
    def suggest(self, text: str, language: str, limit: int) -> list[SearchDocument]:
        """Return documents whose title has the words of ``text``, the last perhaps unfinished."""


def _hit(document: SearchDocument, score: float, keys: frozenset[str]) -> Hit:
    language = document.text_language
    return Hit(
        document=document,
        score=round(score, 4),
        title_html=highlight.mark(document.title, keys, language),
        excerpt=highlight.excerpt(document.summary, document.body, keys, language),
    )


def facet_counts(rows: list[tuple[str, str, int]]) -> dict[str, list[FacetCount]]:
    """Gather ``(facet, value, count)`` rows by facet, the most frequent value first."""
    counts: dict[str, list[FacetCount]] = {facet: [] for facet in FACETS}
    for facet, value, count in sorted(rows, key=lambda row: (-row[2], row[1])):
        counts[facet].append(FacetCount(value, count))
    return counts
