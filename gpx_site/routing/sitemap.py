"""The sitemap of both languages."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language_from_path, override
from wagtail.models import Page

from gpx_site.core.models import BasePage
from gpx_site.i18n import language_hosts
from gpx_site.i18n.bilingual import LANGUAGES
from gpx_site.routing.alternates import x_default


@dataclass(frozen=True)
class Found:
    """A URL in one language; ``of`` identifies the object, the same in both languages."""

    of: Hashable
    language: str
    url: str
    changed: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """A URL of the sitemap; ``alternates`` are the URLs of all its languages."""

    url: str
    changed: datetime | None
    alternates: list[tuple[str, str]]


#: The names of views that are not pages.
_views: list[str] = []
#: Further sources, such as routes below a page.
_sources: list[Callable[[], Iterator[Found]]] = []


def add(view_name: str) -> None:
    """Add the URLs of a view without arguments, in both languages."""
    _views.append(view_name)


def add_source(source: Callable[[], Iterator[Found]]) -> None:
    """Add the URLs that ``source`` yields."""
    _sources.append(source)


def entries() -> Iterator[Entry]:
    """Yield the public URLs, both languages of an object together.

    Drafts, fallback pages and posts whose canonical URL is on another site are left out.
    """
    pairs: dict[Hashable, list[Found]] = defaultdict(list)
    for source in (_pages, _view_addresses, *_sources):
        for found in source():
            pairs[found.of].append(found)
    for both in pairs.values():
        urls = {found.language: found.url for found in both}
        alternates = [*urls.items(), ("x-default", x_default(urls))]
        for found in both:
            yield Entry(found.url, found.changed, alternates)


def _pages() -> Iterator[Found]:
    # Both trees: Wagtail's own sitemap knows only what is below the root page of the site.
    for page in Page.objects.live().public().order_by("path").defer_streamfields().specific():
        if isinstance(page, BasePage) and not page.is_by_others and page.full_url:
            changed = page.last_published_at or page.latest_revision_created_at
            if language := get_language_from_path(page.url):
                yield Found(page.translation_key, language, page.full_url, changed)


def _view_addresses() -> Iterator[Found]:
    for name in _views:
        for language in LANGUAGES:
            with override(language):
                yield Found(name, language, language_hosts.absolute(reverse(name)))
