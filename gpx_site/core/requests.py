"""Types of requests: the attributes that a request gets while it is served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import ResolverMatch

if TYPE_CHECKING:
    from wagtail.models import Page, Site
    from wagtail.url_routing import RouteResult

    from gpx_site.core.models import BasePage


class StaffRequest(HttpRequest):
    """A request to a view of the staff admin, which Wagtail shows to signed-in users only."""

    user: User


class PageRequest(HttpRequest):
    """A request for a page.

    Each attribute is absent until it is set: read one that may be absent with ``getattr``.
    """

    #: Set by the page that is shown.
    page: Page
    #: Set by a draft at whose URL the words of its translation are shown.
    fallback_page: BasePage
    #: Set by Wagtail's routable pages.
    routable_resolver_match: ResolverMatch
    #: Set by ``gpx_site.routing.sub_urls``: the match, and its arguments by language.
    sub_url_match: ResolverMatch
    sub_url_arguments: dict[str, dict[str, Any]]
    #: Wagtail's own caches.
    _wagtail_site: Site
    _wagtail_route_for_request: RouteResult | None
    if TYPE_CHECKING:

        def _get_raw_host(self) -> str: ...  # Django's own, which its stubs leave out


def page_request(request: HttpRequest) -> PageRequest:
    """Return ``request`` itself, typed with the attributes of a request for a page."""
    return cast(PageRequest, request)
