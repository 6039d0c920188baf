"""People who come without a place."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from events.models import EventSession
from events.registration.models import Attendance, Registration, WaitingListOffer
from events.registration.services import capacity
from events.registration.services.attendance import check_in, record_attendance
from events.registration.services.errors import RegistrationClosed
from events.registration.services.state_machine import Actor, transition
from events.registration.states import LIVE, State
from gpx_site.core.models import Organisation, Person
from gpx_site.core.models.people import normalise_email
from gpx_site.privacy.models import AuditEntry

#: The prefix of the key of a person without an address; it has no at sign, unlike addresses.
NO_ADDRESS = "walk-in-"


@dataclass(frozen=True, kw_only=True)
class WalkIn:
    """The details of a walk-in; ``email`` may be empty."""

    name: str
    email: str = ""
    organisation: Organisation | None = None
    organisation_text: str = ""


class _Changed(Exception):
    """The registration has changed since it was read: roll back and read it again."""


def walk_in(
    *,
    session_id: int,
    who: WalkIn,
    idempotency_key: str | None = None,
    actor: Actor = None,
) -> Registration:
    """Register a walk-in, and check them in.

    It may go over the session's places, because staff see the room. A person who has a place is
    checked in, and one on the waiting list gets a place. The same key gives the same registration.

    Raises:
        RegistrationClosed: the session is cancelled or postponed.
        EventSession.DoesNotExist: there is no such session.
    """
    try:
        return _walk_in(session_id, who, idempotency_key, actor)
    except (IntegrityError, _Changed):  # another phone entered the same person a moment ago
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
    if not holds_place and not capacity.claim_for_walk_in(session_id, was_waiting=waited):
        raise RegistrationClosed
    return registration


def _admit(row: Registration, actor: Actor) -> Registration:
    """Confirm a registration that is waiting, offered a place or pending."""
    if transition(row, State.CONFIRMED, actor=actor, walk_in=True) is None:
        raise _Changed
    row.offers.open().update(state=WaitingListOffer.State.ACCEPTED)
    return row


def _insert(
    session: EventSession, who: WalkIn, email_key: str, key: str | None, actor: Actor
) -> Registration:
    """Create the registration, without an e-mail: the person is present."""
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
