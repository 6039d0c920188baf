"""Addresses below pages, for templates."""

from typing import Any

from django import template

from gpx_site.routing.sub_urls import SubrouteMixin

register = template.Library()


@register.simple_tag
def subroute_url(page: SubrouteMixin | None, name: str, **arguments: Any) -> str:
    """The address of the route ``name`` below ``page``, in the page's language."""
    return page.subroute_url(name, **arguments) if page else ""
