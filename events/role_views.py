"""The page of an audience role: the events that are for it, to come and past."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from events.models import AudienceRole, EventIndexPage
from gpx_site.core import subroutes
from gpx_site.core.bilingual import by_slug
from gpx_site.core.models import BasePage


def role(request: HttpRequest, page: EventIndexPage, slug: str) -> HttpResponseBase:
    """A role for which the programme ``page`` has or had events."""
    found = by_slug(AudienceRole.objects.told_by(page), slug, page.locale.language_code)
    if found is None:
        raise Http404
    if elsewhere := subroutes.right_address(
        request, page, en={"slug": found.slug}, cy={"slug": found.slug_cy}
    ):
        return elsewhere
    sessions = page.sessions().filter(event__audience=found)
    past = Paginator(sessions.past(), page.PAST_PER_PAGE).get_page(request.GET.get("page"))
    # Not the context of the programme, which would ask for all its sessions.
    context = BasePage.get_context(page, request) | {
        "role": found,
        "upcoming": page.with_pages(sessions.upcoming()),
        "past": past,
        "past_sessions": page.with_pages(past.object_list),
    }
    return TemplateResponse(request, "events/role_page.html", context)
