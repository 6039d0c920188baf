"""What a page says of itself to machines, as schema.org has it, in JSON-LD.

Pure: builders return dictionaries; ``script`` writes them into a page, where they are data and are
never run.
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

# What could end the element early, or open another, is written as JavaScript escapes it.
ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def script(things: Iterable[Thing]) -> SafeString:
    """Return the element that holds ``things``; nothing in them can end it early."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    data = mark_safe(text)  # escaped for its place above
    return format_html('<script type="application/ld+json">{}</script>', data)


def organisation() -> Thing:
    """The Good Practice Exchange."""
    return {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/#organisation",
        "name": _("Good Practice Exchange"),
        "alternateName": ["Good Practice Exchange", "Cyfnewidfa Arfer Da"],
        "url": f"{settings.SITE_URL}/",
        "email": settings.CONTACT_EMAIL,
    }


def by_us() -> Thing:
    """A reference to the organisation."""
    return {"@id": f"{settings.SITE_URL}/#organisation"}


def breadcrumbs(links: Iterable[Link]) -> Thing:
    """The way down to a page."""
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
    """``thing`` without what is not known."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}
