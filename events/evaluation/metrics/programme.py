"""What one event, or a period, amounts to: bookings in, counts out."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .attendance import Attendance


class Standing(StrEnum):
    """How a booking stands, as far as numbers go."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    #: Never had a place: still waiting or pending, refused, or an offer that was not taken.
    WITHOUT = "without"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One registration in codes; ``sector`` is empty where it is not known.

    ``first_time`` says that the person has been at no session before this one, as far as it was
    noted who came; ``may_have_come`` that its session has begun, and nobody noted their absence.
    """

    person: int
    event: int
    session: int
    standing: Standing
    came: bool = False
    walk_in: bool = False
    first_time: bool = False
    organisation: int | None = None
    sector: str = ""
    language: str = "both"
    wants_welsh: bool = False
    source: str = "web"
    may_have_come: bool = True


@dataclass(frozen=True, slots=True)
class ProgrammeNumbers:
    """Counts of bookings and of people.

    ``attendance`` is over the ``noted`` sessions, in which somebody was noted as having come; it
    alone knows of no-shows. Reached is who came and, of the other sessions, who had a place once
    they had begun.
    """

    sessions: int
    noted: int
    registrations: int
    confirmed: int
    cancelled: int
    attendance: Attendance
    attendees: int
    first_time: int
    reached: int
    organisations: int
    sectors: Counter[str]
    languages: Counter[str]
    wants_welsh: int
    sources: Counter[str]


def programme_numbers(bookings: Iterable[Booking]) -> ProgrammeNumbers:
    """Count ``bookings``; people and organisations once each, however often they booked."""
    rows = list(bookings)
    booked = [row for row in rows if not row.walk_in]
    noted = {row.session for row in rows if _was_there(row)}
    there = [row for row in rows if _was_there(row)]
    reached = [row for row in rows if _was_there(row) or _may_have_been(row, noted)]
    return ProgrammeNumbers(
        sessions=len({row.session for row in rows}),
        noted=len(noted),
        registrations=len(booked),
        confirmed=_standing(booked, Standing.CONFIRMED),
        cancelled=_standing(booked, Standing.CANCELLED),
        attendance=_attendance([row for row in rows if row.session in noted]),
        attendees=len({row.person for row in there}),
        first_time=len({row.person for row in there if row.first_time}),
        reached=len({row.person for row in reached}),
        organisations=len({row.organisation for row in reached} - {None}),
        sectors=_people_by(reached, lambda row: row.sector),
        languages=Counter(row.language for row in booked),
        wants_welsh=sum(row.wants_welsh for row in booked),
        sources=Counter(row.source for row in booked),
    )


def by_event(bookings: Iterable[Booking]) -> dict[int, ProgrammeNumbers]:
    """The numbers of each event."""
    found: dict[int, list[Booking]] = {}
    for row in bookings:
        found.setdefault(row.event, []).append(row)
    return {event: programme_numbers(rows) for event, rows in found.items()}


def _was_there(row: Booking) -> bool:
    return row.came and row.standing == Standing.CONFIRMED


def _may_have_been(row: Booking, noted: Collection[int]) -> bool:
    had_a_place = row.standing == Standing.CONFIRMED and row.may_have_come
    return had_a_place and row.session not in noted


def _standing(rows: Sequence[Booking], standing: Standing) -> int:
    return sum(row.standing == standing for row in rows)


def _attendance(rows: Sequence[Booking]) -> Attendance:
    booked = [row for row in rows if not row.walk_in]
    return Attendance(
        booked=len(booked),
        # When they cancelled is not asked here: both kinds leave the same bookings.
        cancelled_early=_standing(booked, Standing.CANCELLED),
        cancelled_late=0,
        never_offered=_standing(booked, Standing.WITHOUT),
        came_booked=sum(_was_there(row) for row in booked),
        walk_ins=sum(_was_there(row) for row in rows if row.walk_in),
    )


def _people_by(rows: Iterable[Booking], key: Callable[[Booking], str]) -> Counter[str]:
    """How many people there are of each ``key``; each person once, by their last row."""
    of_person = {row.person: key(row) for row in rows}
    return Counter(of_person.values())
