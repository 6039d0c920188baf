"""Template tag for the routes below a page."""

from typing import Any

from django import template

from gpx_site.routing.sub_urls import SubURLMixin

register = template.Library()


@register.simple_tag
def sub_url(page: SubURLMixin | None, name: str, **arguments: Any) -> str:
    """Return the URL of the route ``name`` below ``page``, in the language of the page."""
    return page.sub_url(name, **arguments) if page else ""
