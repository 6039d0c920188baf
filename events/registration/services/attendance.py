"""Who came."""

from django.db import transaction

from events.registration.models import Attendance, Registration
from events.registration.services.errors import NotConfirmed
from events.registration.services.transitions import Actor
from events.registration.states import State
from gpx_site.core.models import AuditEntry

Outcome = Attendance.Outcome
Source = Attendance.Source


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


def check_in(*, registration_id: int, actor: Actor = None) -> Attendance:
    """Note at the door that a registrant has arrived.

    Raises:
        NotConfirmed: the registration has no confirmed place.
    """
    return record_attendance(
        registration_id=registration_id,
        outcome=Outcome.ATTENDED,
        source=Source.MANUAL,
        actor=actor,
    )


def undo_check_in(*, registration_id: int, actor: Actor = None) -> Attendance:
    """Take back an arrival that was noted by mistake.

    Raises:
        NotConfirmed: the registration has no confirmed place.
    """
    return record_attendance(
        registration_id=registration_id,
        outcome=Outcome.UNKNOWN,
        source=Source.MANUAL,
        actor=actor,
    )
