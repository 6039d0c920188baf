"""People who come without a place."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from events.models import EventSession
from events.registration.models import Attendance, Registration, WaitingListOffer
from events.registration.services import capacity
from events.registration.services.attendance import check_in, record_attendance
from events.registration.services.errors import RegistrationClosed
from events.registration.services.state_machine import Actor, move
from events.registration.states import LIVE, State
from gpx_site.core.models import Organisation, Person
from gpx_site.core.models.people import normalise_email
from gpx_site.privacy.models import AuditEntry

#: How the key of somebody who gave no address begins. It has no at sign, which addresses have.
NO_ADDRESS = "walk-in-"


@dataclass(frozen=True, kw_only=True)
class WalkIn:
    """What somebody at the door tells us; ``email`` may be empty."""

    name: str
    email: str = ""
    organisation: Organisation | None = None
    organisation_text: str = ""


class _LookAgain(Exception):
    """The registration has changed since it was read: undo, and start from what it is now."""


def walk_in(
    *,
    session_id: int,
    who: WalkIn,
    idempotency_key: str | None = None,
    actor: Actor = None,
) -> Registration:
    """Register somebody who stands at the door, and note that they came.

    Staff see the room: it may go over the session's places. Whoever has a place already is checked
    in, and whoever waits for one has it now. The same key gives the same registration.

    Raises:
        RegistrationClosed: the session is cancelled or postponed.
        EventSession.DoesNotExist: there is no such session.
    """
    try:
        return _walk_in(session_id, who, idempotency_key, actor)
    except (IntegrityError, _LookAgain):  # another phone entered the same person a moment ago
        return _walk_in(session_id, who, idempotency_key, actor)


@transaction.atomic
def _walk_in(session_id: int, who: WalkIn, key: str | None, actor: Actor) -> Registration:
    session = EventSession.objects.get(pk=session_id)
    if session.status not in capacity.TAKES_STAFF_BOOKINGS:
        raise RegistrationClosed
    same = session.registrations
    if key and (known := same.filter(idempotency_key=key).first()):
        return known
    email_key = normalise_email(who.email)
    row = same.filter(email_key=email_key, state__in=LIVE).first() if email_key else None
    if row and row.state == State.CONFIRMED:
        check_in(registration_id=row.pk, actor=actor)
        return row
    waited = row is not None and row.state == State.WAITLISTED
    holds_place = row is not None and row.holds_place
    registration = _admit(row, actor) if row else _insert(session, who, email_key, key, actor)
    record_attendance(
        registration_id=registration.pk,
        outcome=Attendance.Outcome.ATTENDED,
        source=Attendance.Source.MANUAL,
        walk_in=True,
        actor=actor,
    )
    if not holds_place and not capacity.claim_at_the_door(session_id, was_waiting=waited):
        raise RegistrationClosed
    return registration


def _admit(row: Registration, actor: Actor) -> Registration:
    """Confirm whoever waits for a place, for an answer or for approval."""
    if move(row, State.CONFIRMED, actor=actor, walk_in=True) is None:
        raise _LookAgain
    row.offers.open().update(state=WaitingListOffer.State.ACCEPTED)
    return row


def _insert(
    session: EventSession, who: WalkIn, email_key: str, key: str | None, actor: Actor
) -> Registration:
    """A new row; nobody is written to about a place that they sit in."""
    person, _is_new = Person.objects.get_or_create(
        email_key=email_key or f"{NO_ADDRESS}{uuid.uuid4().hex}",
        defaults={"name": who.name, "organisation": who.organisation},
    )
    known = (Person.Language.WELSH, Person.Language.ENGLISH)
    both = Registration.MailLocale.BOTH
    registration = Registration.objects.create(
        session=session,
        person=person,
        state=State.CONFIRMED,
        name=who.name,
        email_key=email_key,
        organisation=who.organisation,
        organisation_text="" if who.organisation else who.organisation_text,
        mail_locale=person.language if person.language in known else both,
        source=Registration.Source.STAFF,
        created_by=actor,
        idempotency_key=key,
    )
    AuditEntry.record(registration, "registration.confirmed", actor=actor, walk_in=True)
    return registration
