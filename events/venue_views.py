"""The page of a venue: how to get there and in, and what is held there."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from events.models import EventIndexPage, Venue
from gpx_site.core import subroutes
from gpx_site.core.bilingual import by_slug
from gpx_site.core.models import BasePage


def venue(request: HttpRequest, page: EventIndexPage, slug: str) -> HttpResponseBase:
    """A venue where an event of the programme ``page`` is, was or would have been held."""
    found = by_slug(Venue.objects.told_by(page), slug, page.locale.language_code)
    if found is None:
        raise Http404
    if elsewhere := subroutes.right_address(
        request, page, en={"slug": found.slug}, cy={"slug": found.slug_cy}
    ):
        return elsewhere
    sessions = page.sessions().filter(venue=found)
    past = Paginator(sessions.past(), page.PAST_PER_PAGE).get_page(request.GET.get("page"))
    # Not the context of the programme, which would ask for all its sessions.
    context = BasePage.get_context(page, request) | {
        "venue": found,
        "upcoming": page.with_pages(sessions.upcoming()),
        "past": past,
        "past_sessions": page.with_pages(past.object_list),
    }
    return TemplateResponse(request, "events/venue_page.html", context)
