"""Keep the indexes up to date: a change enqueues an update, which reads the state at its time."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import F, Model, Q
from django.utils import timezone
from wagtail.models import Page

from blog.models import BlogPage
from events.models import EventPage
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage
from resources.models import LearningPage, Resource
from search import analysis, documents
from search.engines.base import Document, EngineUnavailable
from search.models import DocumentFacet, IndexedItem, SearchDocument

logger = logging.getLogger(__name__)

KIND = "search.index"
MIRRORED_AT_ONCE = 200


def enqueue_update(source: str) -> None:
    """Enqueue an update of what ``source`` affects, in the caller's transaction.

    ``source`` is an item, or ``"<kind>:<pk>"`` of an object that items mention: see ``expand``.
    """
    outbox.enqueue_repeat(KIND, of=source, payload={"item": source})


@outbox.handler(KIND, repeats=True)
def _carry_out(message: OutboxMessage) -> None:
    source = message.payload["item"]
    if source.partition(":")[0] in {"page", "resource"}:
        update(source)
        mirror()
        return
    for item in expand(source):
        enqueue_update(item)


def expand(source: str) -> set[str]:
    """Return the items that mention an object: ``tree`` (a page and those below it), ``event``,
    ``venue``, ``topic``, ``organisation`` or ``contributor``."""
    kind, _, pk = source.partition(":")
    if kind == "tree":
        root = Page.objects.filter(pk=pk).first()
        below = Page.objects.descendant_of(root, inclusive=True) if root else Page.objects.none()
        return set(map(documents.page_item, below.type(*documents.PAGE_BUILDERS)))
    pages = [
        page
        for model, paths in _PATHS.get(kind, {}).items()
        if model is not Resource
        for page in model._default_manager.filter(_any_of(paths, pk)).only("translation_key")
    ]
    rows = Resource.objects.filter(_any_of(_PATHS.get(kind, {}).get(Resource, ()), pk))
    items = {documents.resource_item(each) for each in rows.values_list("pk", flat=True)}
    return items | {documents.page_item(page) for page in pages}


# The fields that lead from an item to each kind of object that it mentions.
_PATHS: dict[str, dict[type[Model], tuple[str, ...]]] = {
    "event": {EventPage: ("event",)},
    "venue": {EventPage: ("event__sessions__venue",)},
    "topic": {
        BlogPage: ("topic_items__tag",),
        EventPage: ("event__topic_items__tag",),
        LearningPage: ("topic_items__tag",),
        Resource: ("topic_items__tag",),
    },
    "organisation": {
        BlogPage: ("bylines__contributor__organisation",),
        EventPage: ("event__roles__organisation", "event__roles__contributor__organisation"),
        LearningPage: ("organisation",),
        Resource: ("organisation",),
    },
    "contributor": {
        BlogPage: ("bylines__contributor",),
        EventPage: ("event__roles__contributor",),
    },
}


def _any_of(paths: tuple[str, ...], pk: str) -> Q:
    query = Q(pk__in=[])
    for path in paths:
        query |= Q(**{path: pk})
    return query


def update(item: str) -> None:
    """Bring the database index of ``item`` up to date.

    The item's row is locked before anything is read, so a version that is higher has read later.
    """
    with transaction.atomic():
        row, _ = IndexedItem.objects.get_or_create(name=item)
        now = timezone.now()
        IndexedItem.objects.filter(pk=row.pk).update(version=F("version") + 1, updated_at=now)
        row.refresh_from_db()
        current = {document.language: document for document in documents.build(item)}
        row.documents.exclude(language__in=current).delete()
        for document in current.values():
            _store(row, document)


def _store(row: IndexedItem, document: Document) -> None:
    language = document.text_language
    keys = analysis.analyse(f"{document.summary}\n{document.body}", language)
    stored, _ = SearchDocument.objects.update_or_create(
        item=row,
        language=document.language,
        defaults={
            "version": row.version,
            "type": document.type,
            "title": document.title,
            "summary": document.summary,
            "body": document.body,
            "text_language": document.text_language,
            "source_language": document.source_language,
            "source": document.source[:255],
            "url": document.url,
            "date": document.date,
            "title_keys": " ".join(analysis.analyse(document.title, language)),
            "body_keys": " ".join(keys + analysis.analyse(document.extra, document.language)),
        },
    )
    stored.facets.all().delete()
    DocumentFacet.objects.bulk_create(
        DocumentFacet(document=stored, language=document.language, facet=facet, value=value)
        for facet, values in document.facets.items()
        for value in values
    )


def mirror() -> None:
    """Bring Elasticsearch, where it is in use, up to date; what fails waits for the next call."""
    if not settings.ELASTICSEARCH_NODES:
        return
    # Only those who run a cluster load its client.
    from search.engines.elasticsearch import ElasticsearchEngine, IndexMissing

    engine = ElasticsearchEngine()
    try:
        while items := list(IndexedItem.objects.unmirrored()[:MIRRORED_AT_ONCE]):
            engine.write(items)
            for item in items:
                IndexedItem.objects.filter(pk=item.pk, mirrored_version__lt=item.version).update(
                    mirrored_version=item.version
                )
    except IndexMissing:
        # The cluster is new or has lost its index.
        try:
            engine.rebuild()
        except EngineUnavailable as error:
            logger.warning("search: Elasticsearch's index could not be built: %s", error)
    except EngineUnavailable as error:
        logger.warning("search: Elasticsearch waits for its update: %s", error)


def rebuild(progress: Callable[[int, int], None]) -> int:
    """Build every item's documents anew in the database; return how many items there are.

    All are built once before any is written, so that what cannot be built leaves the index as it
    was; then each is replaced by itself, so that nobody has to wait. ``progress(done, total)``.
    """
    items = list(documents.all_items())
    gone = IndexedItem.objects.filter(documents__isnull=False).distinct()
    stale = set(gone.values_list("name", flat=True)) - set(items)
    steps = 2 * len(items) + len(stale)
    for done, item in enumerate(items, start=1):
        documents.build(item)
        progress(done, steps)
    for done, item in enumerate([*items, *stale], start=len(items) + 1):
        update(item)
        progress(done, steps)
    return len(items)
