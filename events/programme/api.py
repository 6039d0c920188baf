"""The programme for other people's software: JSON, read only, public facts only.

``/api/events/?lang=en&from=2026-09-01&to=2026-12-31&kind=seminar&topic=risk&role=finance&page=1``
answers with the events that have a session between the two days (London's, both included; without
them, from today on), the soonest first, each with its sessions there. Places are ``open``,
``waiting-list``, ``full`` or ``closed``; nobody learns how many are taken, or by whom.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Min, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from events.models import AudienceRole, Event, EventPage, EventSession
from events.programme.calendars import LONDON
from gpx_site.core.models import Topic
from gpx_site.i18n import language_hosts
from gpx_site.i18n.bilingual import LANGUAGES
from gpx_site.ops import rate_limits

PER_PAGE = 20
ONE_DAY = timedelta(days=1)


class Problem(Exception):
    """A parameter is invalid; ``message`` says why."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.message, self.field = message, field


@require_safe
def events(request: HttpRequest) -> HttpResponseBase:
    """Return a page of events in the language that ``lang`` names, by default English."""
    language = request.GET.get("lang") or "en"
    with override(language if language in LANGUAGES else "en"):
        wait = rate_limits.seconds_to_wait("events-api", rate_limits.sender(request))
        if wait:
            response = _error(Problem(_("Too many requests; try again in a minute."), ""), 429)
            response["Retry-After"] = str(wait)
            return response
        try:
            if language not in LANGUAGES:
                raise Problem(_("Choose “en” or “cy”."), "lang")
            body = _answer(request.GET, language)
        except Problem as problem:
            return _error(problem, 400)
    return _conditional(request, body)


def _error(problem: Problem, status: int) -> JsonResponse:
    return JsonResponse({"error": problem.message, "field": problem.field}, status=status)


def _conditional(request: HttpRequest, body: dict[str, Any]) -> HttpResponseBase:
    """Return the answer, or 304 where the client has it already."""
    content = json.dumps(body, ensure_ascii=False).encode()
    response = HttpResponse(content, content_type="application/json")
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    patch_cache_control(response, public=True, max_age=60)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _answer(asked: QueryDict, language: str) -> dict[str, Any]:
    sessions = _sessions(asked)
    found = _events(asked, sessions)
    pages = EventPage.objects.live().select_related("locale")
    complete = found.prefetch_related(
        Prefetch("pages", pages, to_attr="live_pages"),
        Prefetch("sessions", sessions, to_attr="shown_sessions"),
        "topics",
        "audience",
    )
    paginator = Paginator(complete, PER_PAGE)
    number = _page_number(asked, paginator.num_pages)
    return {
        "language": language,
        "total": paginator.count,
        "page": number,
        "pages": paginator.num_pages,
        "events": [_event(event, language) for event in paginator.page(number)],
    }


def _events(asked: QueryDict, sessions: QuerySet[EventSession]) -> QuerySet[Event]:
    """Return the events of ``sessions`` that have a page and pass the filters."""
    found: QuerySet[Event] = Event.objects.filter(pages__live=True, sessions__in=sessions)
    if kind := asked.get("kind"):
        if kind not in Event.Kind:
            raise Problem(_("There is no such kind of event."), "kind")
        found = found.filter(kind=kind)
    filters: tuple[tuple[str, QuerySet[Topic] | QuerySet[AudienceRole], str], ...] = (
        ("topic", Topic.objects.all(), "topics"),
        ("role", AudienceRole.objects.all(), "audience"),
    )
    for name, rows, path in filters:
        if slug := asked.get(name):
            row = rows.filter(slug=slug).first() if slug.isprintable() else None
            if row is None:
                raise Problem(_("There is nothing of this name."), name)
            found = found.filter(**{path: row})
    soonest = Min("sessions__starts_at")
    ordered: QuerySet[Event] = found.annotate(soonest=soonest).order_by("soonest", "pk")
    return ordered


def _sessions(asked: QueryDict) -> QuerySet[EventSession]:
    """Return the sessions between the two days, also those that are cancelled."""
    first, last = _day(asked, "from"), _day(asked, "to")
    found = EventSession.objects.select_related("venue")
    if first is None and last is None:
        first = timezone.now().astimezone(LONDON).date()
    if first and last and last < first:
        raise Problem(_("The last day is before the first."), "to")
    if first:
        found = found.filter(ends_at__gte=_midnight(first))
    if last:
        found = found.filter(starts_at__lt=_midnight(last + ONE_DAY))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)


def _day(asked: QueryDict, name: str) -> date | None:
    text = asked.get(name)
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:  # such as the 31st of June
        day = None
    if day is None or not 1990 <= day.year <= 2200:
        raise Problem(_("Give the day as in 2026-09-06."), name)
    return day


def _page_number(asked: QueryDict, pages: int) -> int:
    text = asked.get("page") or "1"
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
    if not 1 <= number <= pages:
        raise Problem(_("There is no such page."), "page")
    return number


def _event(event: Event, language: str) -> dict[str, Any]:
    urls = {page.locale.language_code: page for page in event.live_pages}
    words = urls.get(language)
    return {
        "slug": event.slug,
        "title": event.title,
        "kind": event.kind,
        "standfirst": words.standfirst if words else "",
        "url": language_hosts.absolute(words.url, language) if words else "",
        "urls": {
            code: language_hosts.absolute(page.url, code) for code, page in sorted(urls.items())
        },
        "topics": _named(event.topics.all()),
        "audience": _named(event.audience.all()),
        "sessions": [_session(session) for session in event.shown_sessions],
    }


def _named(rows: Iterable[Any]) -> list[dict[str, str]]:
    return [{"slug": row.slug, "label": str(row)} for row in rows]


def _session(session: EventSession) -> dict[str, Any]:
    venue = session.venue
    return {
        "id": session.pk,
        "uid": str(session.uid),
        "starts": session.starts_at.astimezone(LONDON).isoformat(),
        "ends": session.ends_at.astimezone(LONDON).isoformat(),
        "timezone": LONDON.key,
        "status": session.status,
        "mode": session.mode,
        "venue": {
            "name": venue.name,
            "address": venue.address,
            "town": venue.town,
            "postcode": venue.postcode,
            "access": venue.access,
        }
        if venue
        else None,
        "delivery_language": session.delivery_language,
        "translation": session.translation_provided,
        "bsl": session.bsl_provided,
        "captions": session.captions_provided,
        "capacity_state": session.capacity_state,
    }
