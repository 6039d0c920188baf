"""Addresses below pages, for templates."""

from typing import Any

from django import template

from gpx_site.routing.sub_urls import SubURLMixin

register = template.Library()


@register.simple_tag
def sub_url(page: SubURLMixin | None, name: str, **arguments: Any) -> str:
    """The address of the route ``name`` below ``page``, in the page's language."""
    return page.sub_url(name, **arguments) if page else ""
