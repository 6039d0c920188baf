"""What search engines may find, in both languages."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language_from_path, override
from wagtail.models import Page

from gpx_site.core import hosts
from gpx_site.core.bilingual import LANGUAGES
from gpx_site.core.i18n import x_default
from gpx_site.core.models import BasePage

#: Views that are no pages and are worth finding.
_views: list[str] = []


@dataclass(frozen=True)
class Entry:
    """One address; ``alternates`` are all languages of the same, itself included."""

    url: str
    changed: datetime | None
    alternates: list[tuple[str, str]]


def add(view_name: str) -> None:
    """List the address of a view that takes no arguments, in both languages."""
    _views.append(view_name)


def entries() -> Iterator[Entry]:
    """Yield what is public in its own words, both languages of a thing beside each other.

    Neither drafts nor stand-ins, and no post whose canonical address is another site's.
    """
    pairs = defaultdict(dict)
    # Both trees: Wagtail's own sitemap knows only what is below the root page of the site.
    for page in Page.objects.live().public().order_by("path").defer_streamfields().specific():
        if isinstance(page, BasePage) and not page.is_by_others and page.full_url:
            changed = page.last_published_at or page.latest_revision_created_at
            language = get_language_from_path(page.url)
            pairs[page.translation_key][language] = page.full_url, changed
    for name in _views:
        for language in LANGUAGES:
            with override(language):
                pairs[name][language] = hosts.absolute(reverse(name)), None
    for found in pairs.values():
        urls = {language: url for language, (url, _changed) in found.items()}
        alternates = [*urls.items(), ("x-default", x_default(urls))]
        for url, changed in found.values():
            yield Entry(url, changed, alternates)
