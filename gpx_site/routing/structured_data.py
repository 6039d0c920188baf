"""Structured data of a page: schema.org as JSON-LD.

Builders return dictionaries without queries; ``script`` writes them into a page as data, which no
browser runs.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gpx_site.i18n import language_hosts
from gpx_site.routing.navigation import Link

Thing = dict[str, Any]

# Characters that could end the script element or open another, and their JavaScript escapes.
ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def script(things: Iterable[Thing]) -> SafeString:
    """Return the script element that contains ``things``, escaped."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    data = mark_safe(text)  # escaped above
    return format_html('<script type="application/ld+json">{}</script>', data)


def organisation() -> Thing:
    """Return the Good Practice Exchange as an organisation."""
    return {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/#organisation",
        "name": _("Good Practice Exchange"),
        "alternateName": ["Good Practice Exchange", "Cyfnewidfa Arfer Da"],
        "url": f"{settings.SITE_URL}/",
        "email": settings.CONTACT_EMAIL,
    }


def by_us() -> Thing:
    """Return a reference to our organisation."""
    return {"@id": f"{settings.SITE_URL}/#organisation"}


def breadcrumbs(links: Iterable[Link]) -> Thing:
    """Return the breadcrumbs of a page."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": link.label,
                "item": language_hosts.absolute(link.url),
            }
            for position, link in enumerate(links, start=1)
        ],
    }


def without_blanks(thing: Thing) -> Thing:
    """Return ``thing`` without its empty values."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}
