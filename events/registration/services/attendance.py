"""Who came."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.models import EventSession
from events.registration.models import Attendance, CheckIn, Registration
from events.registration.services.errors import NotConfirmed
from events.registration.services.state_machine import Actor
from events.registration.states import State
from gpx_site.privacy.models import AuditEntry

Outcome = Attendance.Outcome
Source = Attendance.Source

#: Presses of check-in buttons are deleted this long after the session; attendance stays.
CHECK_INS_KEPT = timedelta(days=30)


@transaction.atomic
def record_attendance(
    *,
    registration_id: int,
    outcome: str,
    source: str,
    walk_in: bool = False,
    actor: Actor = None,
) -> Attendance:
    """Note whether a registrant came; noting the same again changes nothing.

    Raises:
        NotConfirmed: the registration has no confirmed place.
        Registration.DoesNotExist: there is no such registration.
    """
    registration = Registration.objects.get(pk=registration_id)
    if registration.state != State.CONFIRMED:
        raise NotConfirmed
    noted = Attendance.objects.filter(registration=registration).first()
    if noted and (noted.outcome, noted.walk_in) == (outcome, walk_in):
        return noted
    attendance, _is_new = Attendance.objects.update_or_create(
        registration=registration,
        defaults={
            "outcome": outcome,
            "source": source,
            "walk_in": walk_in,
            "recorded_by": actor,
        },
    )
    AuditEntry.record(registration, f"attendance.{outcome}", actor=actor, source=str(source))
    return attendance


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One press of a check-in button; ``device`` identifies the phone."""

    reference: str
    arrived: bool
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    made_at: datetime = field(default_factory=timezone.now)
    device: str = ""
    source: str = Source.MANUAL


def note_arrivals(
    *, session: EventSession, arrivals: Iterable[Arrival], actor: Actor = None
) -> dict[uuid.UUID, str]:
    """Store presses of check-in buttons, each on its own; return the result of each by id.

    ``done``: it counts. ``overwritten``: a later press says otherwise. ``refused``: the session has
    no confirmed place with this reference. A press that is sent again is stored once.
    """
    arrivals = list(arrivals)
    references = {arrival.reference for arrival in arrivals}
    rows = Registration.objects.filter(session=session, reference__in=references)
    ids = dict(rows.values_list("reference", "pk"))
    return {arrival.id: _note(ids.get(arrival.reference), arrival, actor) for arrival in arrivals}


def _note(registration_id: int | None, arrival: Arrival, actor: Actor) -> str:
    if registration_id is None:
        return "refused"
    try:
        return "done" if _press(registration_id, arrival, actor) else "overwritten"
    except NotConfirmed:
        return "refused"


@transaction.atomic
def _press(registration_id: int, arrival: Arrival, actor: Actor) -> bool:
    """Keep one press; return whether it is the last word.

    The row's lock comes first: of two phones that send at once, the second sees what the first
    has written.
    """
    rows = Registration.objects.select_for_update(no_key=True)
    registration = rows.get(pk=registration_id)
    presses = registration.check_ins.order_by("made_at", "received_at", "id")
    if not CheckIn.objects.filter(pk=arrival.id).exists():
        if registration.state != State.CONFIRMED:
            raise NotConfirmed
        CheckIn.objects.create(
            id=arrival.id,
            registration=registration,
            arrived=arrival.arrived,
            made_at=min(arrival.made_at, timezone.now()),
            device=arrival.device,
            source=arrival.source,
            actor=actor,
        )
        if (last := presses.last()) and last.pk == arrival.id:
            record_attendance(
                registration_id=registration_id,
                outcome=Outcome.ATTENDED if arrival.arrived else Outcome.UNKNOWN,
                source=arrival.source,
                walk_in=Attendance.objects.filter(registration=registration, walk_in=True).exists(),
                actor=actor,
            )
    last = presses.last()
    return last is not None and last.arrived == arrival.arrived


def check_in(*, registration_id: int, actor: Actor = None) -> Attendance:
    """Check a registrant in.

    Raises:
        NotConfirmed: the registration has no confirmed place.
        Registration.DoesNotExist: there is no such registration.
    """
    return _press_now(registration_id, arrived=True, actor=actor)


def undo_check_in(*, registration_id: int, actor: Actor = None) -> Attendance:
    """Undo a check-in that was made by mistake.

    Raises:
        NotConfirmed: the registration has no confirmed place.
        Registration.DoesNotExist: there is no such registration.
    """
    return _press_now(registration_id, arrived=False, actor=actor)


def _press_now(registration_id: int, *, arrived: bool, actor: Actor) -> Attendance:
    _press(registration_id, Arrival(reference="", arrived=arrived), actor)
    return Attendance.objects.get(registration_id=registration_id)


def forget_attendance(registration: Registration) -> None:
    """Delete the attendance of a registration that moves to another session."""
    Attendance.objects.filter(registration=registration).delete()
    registration.check_ins.all().delete()


def purge_check_ins() -> int:
    """Delete the presses of sessions that ended before CHECK_INS_KEPT; return how many."""
    ended = timezone.now() - CHECK_INS_KEPT
    return CheckIn.objects.filter(registration__session__ends_at__lt=ended).delete()[0]
