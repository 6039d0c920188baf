"""The pages of what a programme tells of, a venue or a role: its events, to come and past."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from events.models import AudienceRole, EventIndexPage, Venue
from events.querysets import AudienceRoleQuerySet, VenueQuerySet
from gpx_site.core.models import BasePage
from gpx_site.i18n.bilingual import by_slug
from gpx_site.routing import sub_urls


def venue(request: HttpRequest, page: EventIndexPage, slug: str) -> HttpResponseBase:
    """A venue where an event of the programme ``page`` is, was or would have been held."""
    return _answer(
        request, page, slug, Venue.objects.for_programme(page), name="venue", field="venue"
    )


def role(request: HttpRequest, page: EventIndexPage, slug: str) -> HttpResponseBase:
    """A role for which the programme ``page`` has or had events."""
    told = AudienceRole.objects.for_programme(page)
    return _answer(request, page, slug, told, name="role", field="event__audience")


def _answer(
    request: HttpRequest,
    page: EventIndexPage,
    slug: str,
    told: VenueQuerySet | AudienceRoleQuerySet,
    *,
    name: str,
    field: str,
) -> HttpResponseBase:
    """The page of the one of ``told`` with this slug, and the sessions whose ``field`` it is."""
    found = by_slug(told, slug, page.locale.language_code)
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
