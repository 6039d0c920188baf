"""The numbers of an event or a period, read from the registrations; no name, no address, no need.

Needs are special category data, deleted a month after the session: no figure here is made of them,
so none can tell about too few people.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.evaluation.metrics import Rate
from events.evaluation.metrics.programme import (
    Booking,
    ProgrammeNumbers,
    Standing,
    by_event,
    programme_numbers,
)
from events.evaluation.metrics.rounding import NoAnswers
from events.models import Event, EventSession
from events.registration.models import Registration
from events.registration.states import State
from gpx_site.charts import DistributionChart
from gpx_site.core.models.people import Sector

CAME = ("attended", "partial")
STANDINGS = {
    State.CONFIRMED: Standing.CONFIRMED,
    State.CANCELLED_BY_ATTENDEE: Standing.CANCELLED,
    State.CANCELLED_BY_ORGANISER: Standing.CANCELLED,
}
COLUMNS = (
    "person_id",
    "session__event_id",
    "session_id",
    "session__starts_at",
    "state",
    "attendance__outcome",
    "attendance__walk_in",
    "organisation_id",
    "organisation__sector",
    "mail_locale",
    "wants_welsh_at_event",
    "source",
)


def bookings_of(sessions: QuerySet[EventSession]) -> list[Booking]:
    """Every registration of ``sessions`` in codes; two queries, however many there are."""
    rows = Registration.objects.filter(session__in=sessions.order_by())
    came = Registration.objects.attended().filter(state=State.CONFIRMED)
    theirs = came.filter(person__in=rows.order_by().values("person"))
    first = dict(theirs.order_by().values_list("person").annotate(first=Min("session__starts_at")))
    ordered = rows.order_by("session__starts_at", "pk").values_list(*COLUMNS)
    now = timezone.now()
    return [_booking(dict(zip(COLUMNS, row, strict=True)), first, now) for row in ordered]


def _booking(row: Mapping[str, Any], first: Mapping[int, Any], now: datetime) -> Booking:
    came = row["attendance__outcome"] in CAME
    return Booking(
        person=row["person_id"],
        event=row["session__event_id"],
        session=row["session_id"],
        standing=STANDINGS.get(row["state"], Standing.WITHOUT),
        came=came,
        walk_in=bool(row["attendance__walk_in"]),
        first_time=came and first.get(row["person_id"]) == row["session__starts_at"],
        organisation=row["organisation_id"],
        sector=row["organisation__sector"] or "",
        language=row["mail_locale"],
        wants_welsh=row["wants_welsh_at_event"],
        source=row["source"],
        may_have_come=row["session__starts_at"] <= now and row["attendance__outcome"] != "no_show",
    )


@dataclass(frozen=True)
class Line:
    """One figure with its label and printed share."""

    label: str
    figure: str
    share: str = ""


@dataclass(frozen=True)
class EventLine:
    """The figures of one event."""

    event: Event
    numbers: ProgrammeNumbers

    @property
    def no_shows(self) -> str:
        """How many did not come; empty where attendance was not recorded."""
        attendance = self.numbers.attendance
        if not self.numbers.noted:
            return ""
        return str(attendance.confirmed - attendance.came_booked)


@dataclass(frozen=True)
class NumbersReport:
    """The numbers in the active language."""

    lines: list[Line]
    charts: list[DistributionChart]
    events: list[EventLine]

    def rows(self) -> list[list[str]]:
        """Return the whole report as the rows of a spreadsheet."""
        heading = [_("Figure"), pgettext("how many", "Number"), _("Share")]
        rows = [heading, *([each.label, each.figure, each.share] for each in self.lines)]
        for chart in self.charts:
            rows.append([chart.question, pgettext("how many", "Number"), _("Share")])
            rows += [[row.label, *row.cells] for row in chart.rows]
        rows.append([_("Event"), _("Registrations"), _("Attended"), _("Did not come")])
        for line in self.events:
            numbers = line.numbers
            attended = str(numbers.attendance.attended) if numbers.noted else ""
            rows.append([line.event.title, str(numbers.registrations), attended, line.no_shows])
        return rows


def report(sessions: QuerySet[EventSession]) -> NumbersReport:
    """Return the numbers of ``sessions``, labelled in the active language."""
    bookings = bookings_of(sessions)
    events = Event.objects.in_bulk({row.event for row in bookings})
    each = by_event(bookings)
    return NumbersReport(
        lines=_lines(programme_numbers(bookings)),
        charts=_charts(programme_numbers(bookings)),
        events=[EventLine(events[pk], numbers) for pk, numbers in each.items()],
    )


def _lines(numbers: ProgrammeNumbers) -> list[Line]:
    attendance = numbers.attendance
    noted = numbers.noted > 0
    lines = [
        Line(_("Sessions"), str(numbers.sessions)),
        Line(_("Registrations"), str(numbers.registrations)),
        Line(_("Confirmed places"), str(numbers.confirmed)),
        Line(_("Cancelled"), str(numbers.cancelled)),
        Line(_("Sessions in which it was noted who came"), str(numbers.noted)),
    ]
    if noted:
        missing = attendance.confirmed - attendance.came_booked
        lines += [
            Line(
                _("Attended"), str(attendance.attended), _share(lambda: attendance.attendance_rate)
            ),
            Line(_("Came without booking"), str(attendance.walk_ins)),
            Line(_("Did not come"), str(missing), _share(lambda: attendance.no_show_rate)),
            Line(_("Different people who attended"), str(numbers.attendees)),
            Line(_("For the first time"), str(numbers.first_time)),
        ]
    return [
        *lines,
        Line(_("People reached"), str(numbers.reached)),
        Line(_("Organisations reached"), str(numbers.organisations)),
        Line(_("Wish to use Welsh"), str(numbers.wants_welsh)),
    ]


def _share(rate: Any) -> str:
    try:
        found: Rate = rate()
    except NoAnswers:
        return ""
    return found.percentage.display


def _charts(numbers: ProgrammeNumbers) -> list[DistributionChart]:
    sectors = [*Sector.choices, ("", _("Not known"))]
    return [
        _chart(_("People reached, by sector"), numbers.sectors, sectors),
        _chart(
            _("Registrations, by language of correspondence"),
            numbers.languages,
            Registration.MailLocale.choices,
        ),
        _chart(
            _("Registrations, by how they reached us"),
            numbers.sources,
            Registration.Source.choices,
        ),
    ]


def _chart(title: str, found: Counter[str], choices: Any) -> DistributionChart:
    shown = [(found[value], str(label)) for value, label in choices if found[value]]
    counts, labels = [count for count, _label in shown], [label for _count, label in shown]
    return DistributionChart.build(title, counts, labels)
