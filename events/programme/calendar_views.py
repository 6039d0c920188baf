"""The programme and single sessions as calendar files, one for each language."""

import hashlib
from datetime import timedelta
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.models import EventIndexPage, EventPage, EventSession
from events.programme import calendars
from gpx_site.core.models import BasePage
from gpx_site.routing import page_path

PageModel = TypeVar("PageModel", bound=BasePage)
#: How long a session that is over or cancelled stays in the feed.
RETENTION = timedelta(days=90)
#: How long, in seconds, a calendar program may keep the feed.
MAX_AGE = 3600


@require_safe
def programme(request: HttpRequest, address: str) -> HttpResponseBase:
    """Return the upcoming sessions and those within RETENTION, with those that are cancelled."""
    index = _page(request, address, EventIndexPage)
    sessions = index.with_pages(index.sessions().filter(ends_at__gt=timezone.now() - RETENTION))
    name = _("Good Practice Exchange events")
    return _answer(request, calendars.published(name, sessions), "calendar.ics")


@require_safe
def session(request: HttpRequest, address: str, session_id: int) -> HttpResponseBase:
    """Return one session as a calendar file."""
    page = _page(request, address, EventPage)
    sessions = EventSession.objects.filter(pk=session_id, event_id=page.event_id)
    found = sessions.select_related("venue").first()
    if found is None:
        raise Http404
    found.page = page
    return _answer(request, calendars.published(page.title, [found]), f"session-{found.pk}.ics")


def _page(request: HttpRequest, address: str, model: type[PageModel]) -> PageModel:
    """Return the page at ``address``; raise Http404 unless everybody may read it."""
    result = page_path.route(request, address)
    page = result.page if result else None
    if not isinstance(page, model) or not page.live or not page.is_open:
        raise Http404
    return page


def _answer(request: HttpRequest, content: bytes, filename: str) -> HttpResponseBase:
    """Return the file, or 304 where the client has it already."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
