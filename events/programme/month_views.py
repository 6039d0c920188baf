"""The programme as a calendar, a month on each page.

Links lead only between months that have a session, so that no reader and no search engine goes
through empty years.
"""

import calendar as calendars
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import EventIndexPage, EventSession
from gpx_site.core.models import BasePage
from gpx_site.core.templatetags.gpx_dates import WEEKDAYS, gpx_month, gpx_time, gpx_times
from gpx_site.routing import sub_urls

#: Subtracted from an end, so that what ends at midnight is not on the next day.
INSTANT = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Entry:
    """A session on one of its days, with its times on that day in words."""

    session: EventSession
    times: str
    url: str


@dataclass(frozen=True)
class Day:
    """A day of a week that is shown; ``outside`` those of the months around it."""

    date: dt.date
    outside: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


def calendar(request: HttpRequest, page: EventIndexPage) -> HttpResponseBase:
    """Redirect to the current month."""
    today = timezone.localdate()
    return redirect(page.sub_url("month", year=today.year, month=today.month))


def month(request: HttpRequest, page: EventIndexPage, year: int, month: int) -> HttpResponseBase:
    """Show the sessions of a month, also those that are cancelled or postponed."""
    try:
        first = dt.date(year, month, 1)
        last = dt.date(year, month, calendars.monthrange(year, month)[1])
        begins, ends = _midnight(first), _midnight(last + dt.timedelta(days=1))
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    address = {"year": year, "month": month}
    if elsewhere := sub_urls.right_address(request, page, en=address, cy=address):
        return elsewhere
    sessions = page.sessions()
    earlier = sessions.filter(starts_at__lt=begins).order_by("starts_at").last()
    later = sessions.filter(starts_at__gte=ends).order_by("starts_at").first()
    here = page.with_pages(sessions.filter(starts_at__lt=ends, ends_at__gt=begins))
    today = timezone.localdate()
    if not here and not (earlier and later) and (today.year, today.month) != (year, month):
        raise Http404
    context = BasePage.get_context(page, request) | {
        "month": first,
        "weekdays": WEEKDAYS,
        "weeks": list(_weeks(first, here)),
        "has_entries": bool(here),
        "earlier": _link(page, earlier, _("Earlier")),
        "later": _link(page, later, _("Later")),
    }
    return TemplateResponse(request, "events/month_page.html", context)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _link(page: EventIndexPage, session: EventSession | None, words: str) -> dict[str, Any]:
    """Return the month in which ``session`` begins, as the pagination component takes it."""
    if session is None:
        return {}
    begins = timezone.localtime(session.starts_at)
    url = page.sub_url("month", year=begins.year, month=begins.month)
    return {"url": url, "text": words, "label": gpx_month(begins)}


def _weeks(first: dt.date, sessions: Iterable[EventSession]) -> Iterator[list[Day]]:
    """Yield the weeks of the month that begins on ``first``, from Monday to Sunday."""
    weeks = calendars.Calendar().monthdatescalendar(first.year, first.month)
    entries: defaultdict[dt.date, list[Entry]] = defaultdict(list)
    for session in sessions:
        for day, entry in _entries(session, weeks[0][0], weeks[-1][-1]):
            entries[day].append(entry)
    today = timezone.localdate()
    for week in weeks:
        yield [
            Day(day, False, day == today, entries[day])
            if day.month == first.month
            else Day(day, True, False)
            for day in week
        ]


def _entries(
    session: EventSession, since: dt.date, until: dt.date
) -> Iterator[tuple[dt.date, Entry]]:
    """Yield ``session`` on each of its days from ``since`` to ``until``."""
    starts = timezone.localdate(session.starts_at)
    ends = timezone.localdate(session.ends_at - INSTANT)
    url = session.page.url if session.is_over else f"{session.page.url}#session-{session.pk}"
    for number in range(max(starts, since).toordinal(), min(ends, until).toordinal() + 1):
        day = dt.date.fromordinal(number)
        yield day, Entry(session, _times(session, day == starts, day == ends), url)


def _times(session: EventSession, is_first: bool, is_last: bool) -> str:
    """Return the times of ``session`` on one of its days, in words."""
    if is_first and is_last:
        return str(gpx_times(session.starts_at, session.ends_at))
    if is_first:
        return _("From %(time)s") % {"time": gpx_time(session.starts_at)}
    if is_last:
        return _("Until %(time)s") % {"time": gpx_time(session.ends_at)}
    return _("All day")
