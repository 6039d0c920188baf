"""Build the documents of what search can find.

An item is a resource (``"resource:<pk>"``) or a page with its translation
(``"page:<translation key>"``); it has a document for the readers of each language. An item in one
language has both documents too, each with the language of its text.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import override
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from blog.models import BlogPage
from events.models import EventPage
from gpx_site.core.models import Contributor, Organisation
from gpx_site.i18n.bilingual import LANGUAGES, in_language
from resources.models import LearningPage, Resource
from search.engines.base import Document

BODY_LIMIT = 100_000  # characters of one document's text


def page_item(page: Page) -> str:
    """Return the name of the item of ``page`` and its translation."""
    return f"page:{page.translation_key}"


def resource_item(pk: int) -> str:
    """Return the name of the item of a resource."""
    return f"resource:{pk}"


def all_items() -> Iterator[str]:
    """Yield the name of everything that may have documents."""
    pages = Page.objects.live().type(*PAGE_BUILDERS).values_list("translation_key", flat=True)
    for key in pages.distinct().order_by("translation_key").iterator():
        yield f"page:{key}"
    for pk in Resource.objects.order_by("pk").values_list("pk", flat=True).iterator():
        yield resource_item(pk)


def build(item: str) -> list[Document]:
    """Return the documents that ``item`` has now; none where it is gone or not public."""
    kind, _, key = item.partition(":")
    if kind == "resource":
        resource = Resource.objects.for_listing().filter(pk=key).first()
        return [_resource(resource, language) for language in LANGUAGES] if resource else []
    pages = Page.objects.live().public().filter(translation_key=key).select_related("locale")
    found = [page for page in pages.specific() if type(page) in PAGE_BUILDERS and page.url]
    languages = frozenset(page.locale.language_code for page in found)
    documents = [_page(page, page, languages) for page in found]
    other = found[0].translation_or_fallback if len(found) == 1 else None
    if other and not other.live:
        documents.append(_page(found[0], other, languages))
    return documents


def _page(page: Page, shown_at: Page, languages: frozenset[str]) -> Document:
    """Return the document of ``page`` for readers of the language in whose tree it is shown."""
    own, language = page.locale.language_code, shown_at.locale.language_code
    with override(language):
        about = PAGE_BUILDERS[type(page)](page, language)
    facets = about.pop("facets") | {"item_language": languages}
    return Document(
        item=page_item(page),
        language=language,
        title=page.title,
        summary=page.standfirst,
        text_language=own,
        source_language="both" if len(languages) > 1 else own,
        url=shown_at.url,
        facets=_facets(about["type"], **facets),
        **about,
    )


def _post(page: BlogPage, language: str) -> dict[str, Any]:
    authors = page.authors
    body = page.body.stream_block.get_searchable_content(page.body)
    topics = list(page.topics.all())
    return {
        "type": "post",
        "body": _text(body, [page.original_title, page.original_opening]),
        "extra": _text(_labels(topics, authors), [page.original_site, page.original_author]),
        "source": ", ".join(author.name for author in authors) or page.original_site,
        "date": page.date,
        "facets": {
            "topic": {topic.slug for topic in topics},
            "organisations": {author.organisation for author in authors},
            "year": {page.date.year},
        },
    }


def _event(page: EventPage, language: str) -> dict[str, Any]:
    event = page.event
    sessions = list(event.sessions.select_related("venue").exclude(status="cancelled"))
    venues = [session.venue for session in sessions if session.venue]
    roles = list(event.roles.select_related("contributor__organisation", "organisation"))
    people = [role.contributor for role in roles if role.contributor]
    bodies = {role.organisation or role.contributor.organisation for role in roles}
    topics = list(event.topics.all())
    dates = [timezone.localdate(session.starts_at) for session in sessions]
    date = min(dates, default=timezone.localdate(page.first_published_at or timezone.now()))
    return {
        "type": "event",
        "body": _text(get_text_for_indexing(each) for each in (page.aim, page.covers)),
        "extra": _text(_labels(topics, people, venues), _labels(event.audience.all())),
        "source": ", ".join(dict.fromkeys(venue.town for venue in venues)),
        "date": date,
        "facets": {
            "topic": {topic.slug for topic in topics},
            "organisations": bodies,
            "place": {slugify(venue.town_en) for venue in venues},
            "year": {each.year for each in dates},
        },
    }


def _learning(page: LearningPage, language: str) -> dict[str, Any]:
    topics = list(page.topics.all())
    return {
        "type": page.kind,
        "body": get_text_for_indexing(page.body)[:BODY_LIMIT],
        "extra": _text(_labels(topics, [page.organisation])),
        "source": str(page.organisation or ""),
        "date": page.published_on,
        "facets": {
            "topic": {topic.slug for topic in topics},
            "organisations": {page.organisation},
            "year": {page.year},
        },
    }


PAGE_BUILDERS: dict[type[Page], Callable[[Any, str], dict[str, Any]]] = {
    BlogPage: _post,
    EventPage: _event,
    LearningPage: _learning,
}


def _resource(resource: Resource, language: str) -> Document:
    topics = list(resource.topics.all())
    with override(language):
        extra = _text(_labels(topics, [resource.organisation]))
        source = str(resource.organisation or "")
    return Document(
        item=resource_item(resource.pk),
        language=language,
        type=resource.kind,
        title=in_language(resource, "title", language),
        summary=in_language(resource, "summary", language),
        body="",
        extra=extra,
        text_language=resource.text_language("title", language),
        source_language=resource.source_language,
        source=source,
        url=resource.url,
        date=resource.published_on,
        facets=_facets(
            resource.kind,
            topic={topic.slug for topic in topics},
            organisations={resource.organisation},
            year={resource.year},
            item_language=resource.source_languages,
        ),
    )


def _facets(
    kind: str, organisations: Iterable[Organisation | None] = (), **values: Iterable[Any]
) -> dict[str, frozenset[str]]:
    known = [each for each in organisations if each]
    values["type"] = [kind]
    values["organisation"] = [each.slug for each in known]
    values["sector"] = [each.sector for each in known]
    return {facet: frozenset(map(str, each)) for facet, each in values.items()}


def _labels(*groups: Iterable[Any]) -> Iterator[str]:
    """Yield the names of objects in the active language."""
    for each in chain(*groups):
        if isinstance(each, Contributor):
            yield f"{each.name} {each.role} {each.organisation or ''}"
        elif each is not None:
            yield str(each)


def _text(*groups: Iterable[str]) -> str:
    return "\n".join(part for part in chain(*groups) if part)[:BODY_LIMIT]
