"""Metadata of a page for shared links and search engines."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString
from wagtail.images.models import Image
from wagtail.images.shortcuts import get_rendition_or_not_found

from gpx_site.i18n import language_hosts
from gpx_site.routing import navigation, structured_data
from gpx_site.routing.navigation import Link

register = template.Library()

WIDTH, HEIGHT = 1200, 630
PICTURE = f"fill-{WIDTH}x{HEIGHT}|format-jpeg"
LOCALES = {"en": "en_GB", "cy": "cy_GB"}


def picture_url(image: Image) -> str:
    """Return the full URL of ``image``, cropped for shared links."""
    return language_hosts.absolute(get_rendition_or_not_found(image, PICTURE).url)


@register.inclusion_tag("includes/social.html", takes_context=True)
def social_card(
    context: template.Context,
    title: str,
    description: str = "",
    picture: Image | None = None,
    alt: str = "",
    published: dt.date | None = None,
) -> dict[str, Any]:
    """Return the context of the metadata that other sites show for a link to this page.

    Without ``picture`` it shows our own card. A page with a ``published`` date is an article.
    """
    language = context["content_language"]
    own = [each.code for each in context["alternates"] if not each.is_fallback]
    return {
        "title": title,
        "description": description,
        "url": context["canonical"],
        "locale": LOCALES[language],
        "other_locales": [LOCALES[code] for code in own if code != language],
        "picture": picture_url(picture)
        if picture
        else language_hosts.absolute(static(f"img/card-{language}.png")),
        "kind": "image/jpeg" if picture else "image/png",
        "alt": alt,
        "width": WIDTH,
        "height": HEIGHT,
        "published": published,
    }


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context, things: Iterable[structured_data.Thing] = ()) -> SafeString:
    """Write our organisation, the breadcrumbs of the page and ``things`` as JSON-LD."""
    request = context["request"]
    graph = [structured_data.organisation(), *things]
    if links := navigation.breadcrumbs(request):
        # Below a page, the page itself is the last step.
        here = [] if hasattr(request, "sub_url_match") else [_here(context)]
        graph.append(structured_data.breadcrumbs([*links, *here]))
    return structured_data.script(graph)


def _here(context: template.Context) -> Link:
    return Link(context["request"].page.title, str(context["canonical"]))
