"""Search in an Elasticsearch cluster (8 or 9), a mirror of the database index.

The alias ``ELASTICSEARCH_INDEX`` points at one of the indices ``<alias>-<time>-<random>``.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from elasticsearch import ApiError, Elasticsearch, TransportError, dsl
from elasticsearch.helpers import BulkIndexError, streaming_bulk

from search.engines.base import (
    FACETS,
    Engine,
    EngineUnavailable,
    Found,
    SearchQuery,
    facet_counts,
    key_groups,
)
from search.engines.breaker import Breaker
from search.models import IndexedItem, SearchDocument

READ_TIMEOUT = 1.0  # seconds that a reader may be kept waiting
WRITE_TIMEOUT = 10.0
FACET_VALUES = 500
FIELDS = ["title_keys^5", "body_keys"]
INDEX_SETTINGS = {
    # One shard: counts of facets are exact and scores are comparable.
    "number_of_shards": 1,
    # Remember deletions for an hour, so that a late write does not bring a document back.
    "gc_deletes": "1h",
}

breaker = Breaker(pause=15)
T = TypeVar("T")


class IndexMissing(EngineUnavailable):
    """The alias points at nothing: the index is to be built."""


def _mapping() -> dsl.Mapping:
    mapping = dsl.Mapping()
    mapping.meta("dynamic", "strict")
    mapping.field("item", dsl.Keyword())
    mapping.field("language", dsl.Keyword())
    mapping.field("date", dsl.Date())
    for name in ("title_keys", "body_keys"):
        mapping.field(name, dsl.Text(analyzer="whitespace"))
    for facet in FACETS:
        mapping.field(facet, dsl.Keyword())
    return mapping


@cache
def client(nodes: tuple[str, ...]) -> Elasticsearch:
    """Return this process's client of the cluster; another node is tried once, a slow one not."""
    return Elasticsearch(
        list(nodes), request_timeout=READ_TIMEOUT, max_retries=1, retry_on_timeout=False
    )


class ElasticsearchEngine(Engine):
    """The engine for more documents than the database can search fast enough."""

    name = "elasticsearch"

    def __init__(self) -> None:
        self.alias = settings.ELASTICSEARCH_INDEX
        self.reader = client(tuple(settings.ELASTICSEARCH_NODES))
        self.writer = self.reader.options(request_timeout=WRITE_TIMEOUT)

    # Reading --------------------------------------------------------------------------------------

    def find(self, query: SearchQuery, *, every_word: bool) -> Found:
        """Return one page of results; the words shown come from the database, by one query."""
        if query.text and not query.groups:
            return Found(0, [], facet_counts([]))
        response = _guarded(self._request(query, every_word=every_word).execute).to_dict()
        rows = [
            (facet, bucket["key"], bucket["doc_count"])
            for facet in FACETS
            for bucket in response["aggregations"][facet]["values"]["buckets"]
        ]
        hits = [(hit["_source"]["item"], hit["_score"] or 0.0) for hit in response["hits"]["hits"]]
        documents = _documents([item for item, _ in hits], query.language)
        found = [(documents[item], score) for item, score in hits if item in documents]
        return Found(response["hits"]["total"]["value"], found, facet_counts(rows))

    def suggest(self, text: str, language: str, limit: int) -> list[SearchDocument]:
        """Return the titles that match, the newest first."""
        groups = key_groups(text, language)
        if not groups:
            return []
        words: list[dsl.query.Query] = [dsl.Q("terms", title_keys=group) for group in groups[:-1]]
        unfinished = [dsl.Q("prefix", title_keys=key) for key in groups[-1]]
        words.append(dsl.Q("bool", should=unfinished, minimum_should_match=1))
        request = self._search(language).query("bool", filter=words).sort("-date", "item")
        response = _guarded(request[:limit].execute).to_dict()
        items = [hit["_source"]["item"] for hit in response["hits"]["hits"]]
        documents = _documents(items, language)
        return [documents[item] for item in items if item in documents]

    def _search(self, language: str) -> dsl.Search:
        search = dsl.Search(using=self.reader, index=self.alias)
        return search.filter("term", language=language).source(["item"])

    def _request(self, query: SearchQuery, *, every_word: bool) -> dsl.Search:
        search = self._search(query.language).extra(track_total_hits=True)
        if query.text:
            words = [
                dsl.Q("multi_match", query=" ".join(group), fields=FIELDS, type="most_fields")
                for group in query.groups
            ]
            needed = len(words) if every_word else 1
            search = search.query("bool", should=words, minimum_should_match=needed)
        filters = {
            facet: dsl.Q("terms", **{facet: list(values)})
            for facet, values in query.filters.items()
            if values
        }
        for facet in FACETS:
            others = [each for name, each in filters.items() if name != facet]
            counted = search.aggs.bucket(facet, "filter", dsl.Q("bool", filter=others))
            counted.bucket("values", "terms", field=facet, size=FACET_VALUES)
        # After the counts, so that each facet can be counted without its own filter.
        search = search.post_filter("bool", filter=list(filters.values()))
        order = ["_score", "-date", "item"] if query.text else ["-date", "item"]
        return search.sort(*order)[query.offset : query.offset + query.page_size]

    # Writing --------------------------------------------------------------------------------------

    def write(self, items: Iterable[IndexedItem]) -> None:
        """Bring the index up to date with the database for ``items``, in one request.

        Raises:
            IndexMissing: when there is no index yet.
            EngineUnavailable: when the cluster does not answer, or refuses a document.
        """
        actions = list(_actions(items))
        _guarded(lambda: self._bulk(actions, index=self.alias, require_alias=True))

    def rebuild(self, progress: Callable[[int], None] = lambda done: None) -> int:
        """Build a new index from the database, check it, and point the alias at it.

        Returns how many documents it has. The index in use is untouched until the new one is
        known to be whole; what changed meanwhile is left for the next mirroring.

        Raises:
            EngineUnavailable: when the cluster does not answer, or documents are missing.
        """
        name = f"{self.alias}-{timezone.now():%Y%m%d%H%M%S}-{uuid.uuid4().hex[:6]}"
        return _guarded(lambda: self._rebuild(name, progress))

    def refresh(self) -> None:
        """Let what has been written be found at once."""
        _guarded(lambda: self.writer.indices.refresh(index=self.alias))

    def _rebuild(self, name: str, progress: Callable[[int], None]) -> int:
        started = timezone.now()
        index = dsl.Index(name, using=self.writer)
        index.settings(**INDEX_SETTINGS)
        index.mapping(_mapping())
        index.create()
        try:
            documents = SearchDocument.objects.select_related("item").prefetch_related("facets")
            rows = documents.order_by("pk").iterator(chunk_size=500)
            written = self._bulk(map(_index_action, rows), index=name, progress=progress)
            self.writer.indices.refresh(index=name)
            count = self.writer.count(index=name)["count"]
            if count != written:
                raise EngineUnavailable(f"{written} documents written, {count} found")
            self._switch(name)
        except BaseException:
            self.writer.indices.delete(index=name, ignore_unavailable=True)
            raise
        IndexedItem.objects.filter(updated_at__lt=started).update(mirrored_version=F("version"))
        IndexedItem.objects.filter(updated_at__gte=started).update(mirrored_version=0)
        return written

    def _switch(self, name: str) -> None:
        """Point the alias at ``name`` and remove the indices before it, in one step."""
        known = self.writer.indices.get(index=f"{self.alias}-*", ignore_unavailable=True)
        old = [index for index, about in known.items() if self.alias in about["aliases"]]
        actions: list[dict[str, Any]] = [{"remove_index": {"index": index}} for index in old]
        actions.append({"add": {"index": name, "alias": self.alias}})
        self.writer.indices.update_aliases(actions=actions)

    def _bulk(
        self,
        actions: Iterable[dict[str, Any]],
        progress: Callable[[int], None] = lambda done: None,
        **options: Any,
    ) -> int:
        """Send ``actions``; a document that is newer over there already counts as written."""
        done = 0
        results = streaming_bulk(self.writer, actions, raise_on_error=False, **options)
        for done, (ok, result) in enumerate(results, start=1):
            if not ok:
                _check_refusal(next(iter(result.values())))
            progress(done)
        return done


def _guarded(call: Callable[[], T]) -> T:
    """Call the cluster through the breaker.

    Raises:
        EngineUnavailable: in place of every error of the client's.
    """
    if breaker.is_open:
        raise EngineUnavailable("failed a moment ago")
    try:
        answer = call()
    except ApiError as error:
        if error.status_code == 404:
            raise IndexMissing(str(error)) from error
        breaker.trip()
        raise EngineUnavailable(str(error)) from error
    except (TransportError, BulkIndexError, KeyError, AttributeError) as error:
        breaker.trip()
        raise EngineUnavailable(type(error).__name__) from error
    breaker.reset()
    return answer


def _check_refusal(result: dict[str, Any]) -> None:
    """Pass over a version conflict and the deletion of what is not there."""
    error = result.get("error", {})
    kind = error.get("type", "") if isinstance(error, dict) else str(error)
    if kind == "index_not_found_exception":
        raise IndexMissing(kind)
    if result["status"] == 409 or result.get("result") == "not_found":
        return
    raise EngineUnavailable(kind)


def _documents(items: list[str], language: str) -> dict[str, SearchDocument]:
    found = SearchDocument.objects.filter(item__name__in=items, language=language)
    return {document.item.name: document for document in found.select_related("item")}


def _actions(items: Iterable[IndexedItem]) -> Iterator[dict[str, Any]]:
    """Index each item's documents and delete those that it no longer has."""
    versions = {item.pk: item for item in items}
    documents = SearchDocument.objects.filter(item__in=versions)
    found = documents.select_related("item").prefetch_related("facets")
    there = {(document.item_id, document.language): document for document in found}
    for pk, item in versions.items():
        for language in ("en", "cy"):
            document = there.get((pk, language))
            if document:
                yield _index_action(document)
            else:
                yield _action("delete", item.name, language, item.version)


def _action(operation: str, item: str, language: str, version: int) -> dict[str, Any]:
    return {
        "_op_type": operation,
        "_id": f"{item}:{language}",
        "version": version,
        "version_type": "external_gte",
    }


def _index_action(document: SearchDocument) -> dict[str, Any]:
    facets: dict[str, list[str]] = {facet: [] for facet in FACETS}
    for row in document.facets.all():
        facets[row.facet].append(row.value)
    action = _action("index", document.item.name, document.language, document.version)
    return action | {
        "_source": {
            "item": document.item.name,
            "language": document.language,
            "date": document.date.isoformat(),
            "title_keys": document.title_keys,
            "body_keys": document.body_keys,
            **facets,
        }
    }
