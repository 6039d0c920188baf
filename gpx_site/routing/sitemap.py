"""What search engines may find, in both languages."""

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
    """An address in one language; ``of`` is the same for what is the same in both languages."""

    of: Hashable
    language: str
    url: str
    changed: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One address; ``alternates`` are all languages of the same, itself included."""

    url: str
    changed: datetime | None
    alternates: list[tuple[str, str]]


#: Views that are no pages and are worth finding.
_views: list[str] = []
#: What else is worth finding, such as addresses below a page.
_sources: list[Callable[[], Iterator[Found]]] = []


def add(view_name: str) -> None:
    """List the address of a view that takes no arguments, in both languages."""
    _views.append(view_name)


def add_source(source: Callable[[], Iterator[Found]]) -> None:
    """List whatever ``source`` finds."""
    _sources.append(source)


def entries() -> Iterator[Entry]:
    """Yield what is public in its own words, both languages of a thing beside each other.

    Neither drafts nor stand-ins, and no post whose canonical address is another site's.
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
            language = get_language_from_path(page.url)
            yield Found(page.translation_key, language, page.full_url, changed)


def _view_addresses() -> Iterator[Found]:
    for name in _views:
        for language in LANGUAGES:
            with override(language):
                yield Found(name, language, language_hosts.absolute(reverse(name)))
