"""A diary that does what a mail program does with the calendar objects that reach it (RFC 5546).

Each object is read by two parsers that share no code; both must find the same in it.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import icalendar
import vobject
from django.core import mail


@dataclass(frozen=True)
class Notice:
    """One calendar object, as far as a diary cares."""

    method: str
    uid: str
    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    status: str
    attendee: str
    summary: str


def _by_icalendar(text: str) -> Notice:
    calendar = icalendar.Calendar.from_ical(text)
    (entry,) = calendar.walk("VEVENT")
    return Notice(
        method=str(calendar["method"]),
        uid=str(entry["uid"]),
        sequence=int(entry["sequence"]),
        stamp=entry["dtstamp"].dt,
        starts=entry["dtstart"].dt.astimezone(UTC),
        ends=entry["dtend"].dt.astimezone(UTC),
        status=str(entry["status"]),
        attendee=str(entry["attendee"]),
        summary=str(entry["summary"]),
    )


def _by_vobject(text: str) -> Notice:
    """The zone is the one that the object describes: vobject knows no other."""
    calendar = vobject.readOne(text)
    entry = calendar.vevent
    return Notice(
        method=calendar.method.value,
        uid=entry.uid.value,
        sequence=int(entry.sequence.value),
        stamp=entry.dtstamp.value,
        starts=entry.dtstart.value.astimezone(UTC),
        ends=entry.dtend.value.astimezone(UTC),
        status=entry.status.value,
        attendee=entry.attendee.value,
        summary=entry.summary.value,
    )


def read(text: str) -> Notice:
    """Read one calendar object twice; what both parsers find."""
    first, second = _by_icalendar(text), _by_vobject(text)
    assert first == second
    return first


@dataclass
class Diary:
    """The newest object of each UID: the highest SEQUENCE, and among equals the latest stamp."""

    newest: dict[str, Notice] = field(default_factory=dict)

    def receive(self, notice: Notice) -> None:
        held = self.newest.get(notice.uid)
        if held is None or (notice.sequence, notice.stamp) >= (held.sequence, held.stamp):
            self.newest[notice.uid] = notice

    @property
    def entries(self) -> list[Notice]:
        """What the diary shows."""
        return [each for each in self.newest.values() if each.method != "CANCEL"]


def notices(address: str = "") -> list[Notice]:
    """The calendar objects of every message that was sent, or of those to one address."""
    return [
        read(content)
        for message in mail.outbox
        if not address or message.to == [address]
        for content, kind in message.alternatives
        if kind.startswith("text/calendar")
    ]


def diary_of(address: str) -> Diary:
    """The diary of somebody who opened every message in the order in which it was sent."""
    diary = Diary()
    for notice in notices(address):
        diary.receive(notice)
    return diary
