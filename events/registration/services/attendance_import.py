"""Attendance of online sessions, from the report of the meeting."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import add

from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import EventSession
from events.registration.models import (
    Attendance,
    AttendanceImport,
    Registration,
    UnmatchedAttendee,
)
from events.registration.parsers.attendance_reports import Attendee, other_names
from events.registration.services.errors import AlreadyImported, NotConfirmed, TooEarly
from events.registration.services.state_machine import Actor
from gpx_site.core.models.people import normalise_email, normalise_name
from gpx_site.privacy.models import AuditEntry

Outcome = Attendance.Outcome
Source = Attendance.Source

#: The share of the planned time from which a person attended; below it, in part.
WHOLE = 0.5
#: Unmatched names are deleted this long after the session.
UNMATCHED_KEPT = timedelta(days=30)
#: Sources that a report does not overrule: staff and check-in.
RECORDED_BY_STAFF = (Source.MANUAL, Source.QR)


@dataclass(frozen=True, kw_only=True)
class RowOutcome:
    """The outcome of one person in a report; ``by`` is how they were recognised.

    It is ``email``, ``name``, ``team`` (ran the meeting: ignored) or ``unmatched``.
    """

    attendee: Attendee
    by: str
    registration: Registration | None = None
    outcome: str = ""


def outcome_of(minutes: int, session: EventSession) -> Outcome:
    """Return ``attended`` for at least half of the planned time, ``partial`` for less."""
    planned = (session.ends_at - session.starts_at).total_seconds() / 60
    return Outcome.ATTENDED if minutes >= planned * WHOLE else Outcome.PARTIAL


def outcomes(*, session: EventSession, attendees: Iterable[Attendee]) -> list[RowOutcome]:
    """Return the outcome of each in an import: match by address, then by a unique name.

    Changes nothing. Those who joined under an address and again under the name alone are one.
    """
    rows = list(session.registrations.for_check_in())
    by_email = {row.email_key: row for row in rows if row.email_key}
    times = Counter(normalise_name(row.name) for row in rows)
    # Erased people have no name, nor have people in a report under an address alone.
    by_name = {name: row for row in rows if (name := normalise_name(row.name)) and times[name] == 1}
    found: dict[int, list[tuple[str, Attendee]]] = {}
    others: list[RowOutcome] = []
    for each in attendees:
        row = by_email.get(normalise_email(each.email)) if each.email else None
        how = "email" if row else "name"
        row = row or next(
            (by_name[key] for key in map(normalise_name, other_names(each.name)) if key in by_name),
            None,
        )
        if row:
            found.setdefault(row.pk, []).append((how, each))
        else:
            others.append(RowOutcome(attendee=each, by="team" if each.team else "unmatched"))
    known = {row.pk: row for row in rows}
    return [*(_row_outcome(known[pk], parts, session) for pk, parts in found.items()), *others]


def _row_outcome(
    row: Registration, parts: list[tuple[str, Attendee]], session: EventSession
) -> RowOutcome:
    whole = reduce(add, (attendee for _how, attendee in parts))
    how = "email" if any(how == "email" for how, _attendee in parts) else "name"
    outcome = outcome_of(whole.minutes, session)
    return RowOutcome(attendee=whole, by=how, registration=row, outcome=outcome)


@transaction.atomic
def import_attendance(
    *,
    session_id: int,
    file_hash: str,
    attendees: Iterable[Attendee],
    actor: Actor = None,
) -> AttendanceImport:
    """Record who was in the meeting, and everybody else with a place as no-show.

    What staff or check-in recorded stays, with the minutes added. Of two reports of one session the
    longer presence counts. People without a match join the queue of unmatched attendees.

    Raises:
        AlreadyImported: this file was imported for this session before; nothing is changed.
        TooEarly: the session has not begun; the report is of another one.
        EventSession.DoesNotExist: there is no such session.
    """
    session = EventSession.objects.get(pk=session_id)
    if session.starts_at > timezone.now():
        raise TooEarly
    attendees = list(attendees)
    found = outcomes(session=session, attendees=attendees)
    present = {
        outcome.registration.pk: outcome.attendee.minutes
        for outcome in found
        if outcome.registration
    }
    unmatched = [outcome.attendee for outcome in found if outcome.by == "unmatched"]
    try:
        with transaction.atomic():
            record = AttendanceImport.objects.create(
                session=session,
                file_hash=file_hash,
                recognised=len(present),
                unrecognised=len(unmatched),
                imported_by=actor,
            )
    except IntegrityError:
        raise AlreadyImported from None
    _write(session, present, actor)
    _queue(session, attendees, unmatched)
    AuditEntry.record(
        session, "attendance.imported", actor=actor, recognised=len(present), left=len(unmatched)
    )
    return record


def _queue(session: EventSession, attendees: list[Attendee], unmatched: list[Attendee]) -> None:
    """Queue the unmatched, beside those of earlier reports that this one does not name."""
    waiting = {_known_as(each): each for each in session.unmatched_attendees.all()}
    named = [waiting[key] for key in map(_known_as, attendees) if key in waiting]
    UnmatchedAttendee.objects.filter(pk__in=[each.pk for each in named]).delete()
    before = {_known_as(each): each.minutes for each in named}
    UnmatchedAttendee.objects.bulk_create(
        UnmatchedAttendee(
            session=session,
            name=each.name or each.email,
            email=each.email,
            minutes=min(max(each.minutes, before.get(_known_as(each), 0)), 32767),
        )
        for each in unmatched
    )


def _known_as(person: Attendee | UnmatchedAttendee) -> str:
    return person.email or normalise_name(person.name)


def _write(session: EventSession, present: dict[int, int], actor: Actor) -> None:
    """Write a row for everybody with a place, in a fixed number of queries."""
    rows = session.registrations.for_check_in()
    noted = [_noted(row, session, present.get(row.pk), actor) for row in rows]
    changed = [row for row in noted if row]
    Attendance.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["registration"],
        update_fields=["outcome", "source", "minutes", "recorded_by", "recorded_at"],
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(
            actor=actor,
            action=f"attendance.{row.outcome}",
            subject=f"{Registration._meta.label_lower}:{row.registration_id}",
            detail={"source": str(row.source)},
        )
        for row in changed
    )


def _recorded_by_staff(noted: Attendance) -> bool:
    """Whether staff or check-in recorded it; an arrival that was undone does not count."""
    return noted.source in RECORDED_BY_STAFF and noted.outcome != Outcome.UNKNOWN


def _noted(
    row: Registration, session: EventSession, minutes: int | None, actor: Actor
) -> Attendance | None:
    """Return the attendance of one registration after a report; None where nothing changes."""
    noted: Attendance | None = getattr(row, "attendance", None)
    said = noted is not None and _recorded_by_staff(noted)
    if minutes is None:
        if noted is not None and (said or noted.outcome != Outcome.UNKNOWN):
            return None
        return Attendance(
            registration=row, outcome=Outcome.NO_SHOW, source=Source.IMPORT, recorded_by=actor
        )
    longest = min(max(minutes, (noted.minutes or 0) if noted else 0), 32767)
    outcome = noted.outcome if noted and said else outcome_of(longest, session)
    source = noted.source if noted and said else Source.IMPORT
    if noted and (noted.outcome, noted.source, noted.minutes) == (outcome, source, longest):
        return None
    return Attendance(
        registration=row, outcome=outcome, source=source, minutes=longest, recorded_by=actor
    )


@transaction.atomic
def attach(*, unmatched_id: int, registration_id: int, actor: Actor = None) -> None:
    """Attach an unmatched attendee to a registration; do nothing where that was done before.

    Raises:
        NotConfirmed: that registration has no confirmed place in the session.
    """
    waiting = UnmatchedAttendee.objects.select_for_update().select_related("session")
    person = waiting.filter(pk=unmatched_id).first()
    if person is None:
        return
    row = person.session.registrations.for_check_in().filter(pk=registration_id).first()
    if row is None:
        raise NotConfirmed
    _write_one(row, person, actor)
    person.delete()


def _write_one(row: Registration, person: UnmatchedAttendee, actor: Actor) -> None:
    noted = _noted(row, person.session, person.minutes, actor)
    if noted is None:
        return
    Attendance.objects.update_or_create(
        registration=row,
        defaults={
            "outcome": noted.outcome,
            "source": noted.source,
            "minutes": noted.minutes,
            "recorded_by": actor,
        },
    )
    AuditEntry.record(row, f"attendance.{noted.outcome}", actor=actor, source=str(noted.source))


def dismiss(*, unmatched_id: int) -> None:
    """Delete an unmatched attendee."""
    UnmatchedAttendee.objects.filter(pk=unmatched_id).delete()


def purge_unmatched() -> int:
    """Delete unmatched names of sessions that ended before UNMATCHED_KEPT; return how many."""
    ended = timezone.now() - UNMATCHED_KEPT
    return UnmatchedAttendee.objects.filter(session__ends_at__lt=ended).delete()[0]
