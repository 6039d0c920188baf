"""Search in the database itself: FTS5 on SQLite, tsvector on PostgreSQL."""

from collections.abc import Iterable, Mapping

from django.contrib.postgres.search import SearchQuery as TextQuery
from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import Count, F, FloatField, QuerySet, Value
from django.db.models.expressions import Combinable

from search.engines.base import (
    FACETS,
    Engine,
    FacetCount,
    Found,
    SearchQuery,
    facet_counts,
    key_groups,
)
from search.models import DocumentFacet, SearchDocument

Documents = QuerySet[SearchDocument]
Counts = QuerySet[DocumentFacet, tuple[str, str, int]]
Filters = Mapping[str, tuple[str, ...]]
TITLE_WEIGHTS = [0.2, 0.4, 0.6, 1.0]  # of PostgreSQL's classes D (body) to A (title)


class DatabaseEngine(Engine):
    """The engine that is always available."""

    name = "database"

    def find(self, query: SearchQuery, *, every_word: bool) -> Found:
        """Return one page of results in two queries: the documents, and every count."""
        expression = _expression(query.groups, every_word=every_word)
        facets = facet_counts(list(_facet_rows(query, expression)))
        total = _total(query, facets)
        documents = _filtered(_matching(query, expression), query.filters)
        if not total:
            return Found(0, [], facets)
        score = _score(expression) if query.text else Value(0.0, FloatField())
        order = ("-score", "-date", "-pk") if query.text else ("-date", "-pk")
        ranked = documents.annotate(score=score).order_by(*order)
        page = ranked[query.offset : query.offset + query.page_size]
        return Found(total, [(document, document.score) for document in page], facets)

    def suggest(self, text: str, language: str, limit: int) -> list[SearchDocument]:
        """Return the best titles, by rank and then the newest."""
        groups = key_groups(text, language)
        if not groups:
            return []
        expression = _expression(groups, every_word=True, title_prefix=True)
        documents = _having(SearchDocument.objects.filter(language=language), expression)
        return list(documents.order_by("-date", "-pk")[:limit])


def _expression(groups: list[list[str]], *, every_word: bool, title_prefix: bool = False) -> str:
    """Write groups of keys in the database's query language; a key is letters and digits."""
    sqlite = connection.vendor == "sqlite"
    either, both = (" OR ", " AND ") if sqlite else (" | ", " & ")
    quote = '"{}"' if sqlite else "'{}'"
    title = "" if sqlite or not title_prefix else ":A"
    words = [[quote.format(key) + title for key in group] for group in groups]
    if title_prefix:
        words[-1] = [word + "*" for word in words[-1]]
    joined = (both if every_word else either).join(
        "(" + either.join(alternatives) + ")" for alternatives in words
    )
    return f"{{title_keys}} : ({joined})" if sqlite and title_prefix else joined


def _having(documents: Documents, expression: str) -> Documents:
    if connection.vendor == "sqlite":
        return documents.filter(full_text__entry__matches=expression)
    return documents.filter(vector=TextQuery(expression, search_type="raw", config="simple"))


def _score(expression: str) -> Combinable:
    if connection.vendor == "sqlite":
        return -F("full_text__rank")
    query = TextQuery(expression, search_type="raw", config="simple")
    return SearchRank(F("vector"), query, weights=TITLE_WEIGHTS)


def _matching(query: SearchQuery, expression: str) -> Documents:
    """Return the documents in the language that match the text, before the filters."""
    documents = SearchDocument.objects.filter(language=query.language).order_by()
    if not query.text:
        return documents
    return _having(documents, expression) if expression else documents.none()


def _filtered(documents: Documents, filters: Filters, ignoring: str = "") -> Documents:
    """Return the documents that have one of the wanted values of each filtered facet."""
    for facet, values in filters.items():
        if values and facet != ignoring:
            having = DocumentFacet.objects.filter(facet=facet, value__in=values)
            documents = documents.filter(pk__in=having.values("document"))
    return documents


def _facet_rows(query: SearchQuery, expression: str) -> Iterable[tuple[str, str, int]]:
    """Count every facet in one query; a filtered facet is counted as if it were not."""
    if query.text and not expression:
        return []
    active = [facet for facet in FACETS if query.filters.get(facet)]
    free = [facet for facet in FACETS if facet not in active]
    parts = [_counts(query, expression, "").filter(facet__in=free)]
    parts += [_counts(query, expression, facet).filter(facet=facet) for facet in active]
    return parts[0].union(*parts[1:], all=True) if active else parts[0]


def _counts(query: SearchQuery, expression: str, ignoring: str) -> Counts:
    rows = DocumentFacet.objects.filter(language=query.language)
    others = any(values for facet, values in query.filters.items() if facet != ignoring)
    if query.text or others:
        documents = _filtered(_matching(query, expression), query.filters, ignoring)
        rows = rows.filter(document__in=documents.values("pk"))
    counts: Counts = rows.values_list("facet", "value").annotate(documents=Count("pk"))
    return counts


def _total(query: SearchQuery, facets: Mapping[str, list[FacetCount]]) -> int:
    """Return the sum of the counts of the wanted types, as every document has one type."""
    wanted = query.filters.get("type")
    return sum(row.count for row in facets["type"] if not wanted or row.value in wanted)
