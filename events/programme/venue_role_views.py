"""The pages of a venue or a role below the programme: its sessions, upcoming and past."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from events.models import AudienceRole, EventIndexPage, Venue
from events.querysets import AudienceRoleQuerySet, VenueQuerySet
from gpx_site.core.models import BasePage
from gpx_site.i18n.bilingual import by_slug
from gpx_site.routing import sub_urls


def venue(request: HttpRequest, page: EventIndexPage, slug: str) -> HttpResponseBase:
    """Show a venue of the sessions of the programme ``page``."""
    return _answer(
        request, page, slug, Venue.objects.for_programme(page), name="venue", field="venue"
    )


def role(request: HttpRequest, page: EventIndexPage, slug: str) -> HttpResponseBase:
    """Show a role that events of the programme ``page`` are for."""
    roles = AudienceRole.objects.for_programme(page)
    return _answer(request, page, slug, roles, name="role", field="event__audience")


def _answer(
    request: HttpRequest,
    page: EventIndexPage,
    slug: str,
    rows: VenueQuerySet | AudienceRoleQuerySet,
    *,
    name: str,
    field: str,
) -> HttpResponseBase:
    """Show the one of ``rows`` with this slug, and the sessions whose ``field`` it is."""
    found = by_slug(rows, slug, page.locale.language_code)
    if found is None:
        raise Http404
    arguments = {language: {"slug": each} for language, each in found.slugs.items()}
    if elsewhere := sub_urls.right_address(request, page, **arguments):
        return elsewhere
    sessions = page.sessions().filter(**{field: found})
    past = Paginator(sessions.past(), page.PAST_PER_PAGE).get_page(request.GET.get("page"))
    # Not the context of the programme, which would ask for all its sessions.
    context = BasePage.get_context(page, request) | {
        name: found,
        "upcoming": page.with_pages(sessions.upcoming()),
        "past": past,
        "past_sessions": page.with_pages(past.object_list),
    }
    return TemplateResponse(request, f"events/{name}_page.html", context)
