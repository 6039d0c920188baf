"""The programme itself: the dates to come, or those that have been."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from events.models import EventIndexPage
from events.programme import filters


def programme(request: HttpRequest, page: EventIndexPage) -> HttpResponse:
    """List the sessions to come that are chosen, or one page of those that have been."""
    past = filters.is_past(request.GET)
    listed = page.sessions().past() if past else page.sessions().upcoming()
    listed = listed.prefetch_related("event__topics", "event__audience")
    choice = filters.choose(listed, request.GET)
    if not past:
        context = {"choice": choice, "sessions": page.with_pages(choice.sessions)}
        return page.render(request, context_overrides=context)
    shown = Paginator(choice.sessions, page.PAST_PER_PAGE).get_page(request.GET.get("page"))
    context = {"choice": choice, "past": shown, "sessions": page.with_pages(shown.object_list)}
    return page.render(request, context_overrides=context)
