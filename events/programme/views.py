"""The programme itself: the upcoming sessions, or the past ones."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from events.models import EventIndexPage
from events.programme import filters


def programme(request: HttpRequest, page: EventIndexPage) -> HttpResponse:
    """List the chosen upcoming sessions, or one page of the chosen past ones."""
    past = filters.is_past(request.GET)
    listed = page.sessions().past() if past else page.sessions().upcoming()
    listed = listed.prefetch_related("event__audience", "event__topics")  # type: ignore[misc]  # the plugin does not know taggit
    choice = filters.choose(listed, request.GET)
    if not past:
        context = {"choice": choice, "sessions": page.with_pages(choice.sessions)}
    else:
        shown = Paginator(choice.sessions, page.PAST_PER_PAGE).get_page(request.GET.get("page"))
        context = {"choice": choice, "past": shown, "sessions": page.with_pages(shown.object_list)}
    response: HttpResponse = page.render(request, context_overrides=context)
    return response
