"""Booking for a group: everybody has a place, or nobody."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from events.registration.models import GroupBooking, Registration
from events.registration.services import capacity
from events.registration.services.booking import (
    ATTEMPTS,
    BookingRequest,
    Details,
    Needs,
    bookable,
    person_of,
    write,
)
from events.registration.services.errors import SessionFull
from events.registration.services.waiting_list import granted
from gpx_site.core.models import Organisation, Person
from gpx_site.core.models.people import normalise_email
from gpx_site.mail import services as mail


@dataclass(frozen=True, kw_only=True)
class Member:
    """One of the group."""

    name: str
    email: str
    wants_welsh_at_event: bool = False
    needs: Needs = field(default_factory=Needs)

    @property
    def email_key(self) -> str:
        """The address as it is kept."""
        return normalise_email(self.email)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who registers a group; they need not be one of it."""

    name: str
    email: str
    mail_locale: str
    organisation: Organisation | None = None
    organisation_text: str = ""

    def details(self, member: Member, mail_locale: str) -> Details:
        """What is kept of a member: the group shares its organisation."""
        return Details(
            name=member.name,
            email=member.email,
            mail_locale=mail_locale,
            wants_welsh_at_event=member.wants_welsh_at_event,
            organisation=self.organisation,
            organisation_text=self.organisation_text,
        )


def book_group(
    *,
    session_id: int,
    contact: Contact,
    members: Sequence[Member],
    idempotency_key: str | None = None,
    looks_automated: bool = False,
) -> GroupBooking:
    """Register every member of a group for a session, or none of them.

    Each has a registration, e-mails and a link of their own; the contact gets an e-mail with their
    number. Members with a known language get e-mails in it, the others in the language of the
    contact. Members who are registered already keep their registration, and only they learn so.
    Calling it again with the same ``idempotency_key`` returns the booking that exists.

    Raises:
        RegistrationClosed: the session takes no registrations.
        SessionFull: there are too few free places, or the waiting list is not empty.
        ValueError: two members share an address.
        EventSession.DoesNotExist: there is no such session.
    """
    if len({member.email_key for member in members}) != len(members):
        raise ValueError("each member needs an address of their own")
    problem: Exception | None = None
    for _attempt in range(ATTEMPTS):
        if made := GroupBooking.objects.filter(idempotency_key=idempotency_key or "").first():
            return made
        requests = _requests(session_id, contact, members, looks_automated)
        try:
            return _insert(contact, requests, idempotency_key)
        except IntegrityError as error:  # the same key, or one of the addresses, a moment ago
            problem = error
    raise SessionFull from problem


def _requests(
    session_id: int, contact: Contact, members: Sequence[Member], looks_automated: bool
) -> list[BookingRequest]:
    """Return the request of each member, in the order of their addresses.

    Every group is written in this order, so that two groups with the same people never deadlock.
    """
    chosen = Person.objects.exclude(language=Person.Language.UNKNOWN)
    others = chosen.filter(email_key__in=[member.email_key for member in members])
    languages = dict(others.values_list("email_key", "language"))
    languages[normalise_email(contact.email)] = contact.mail_locale
    return [
        BookingRequest(
            session_id=session_id,
            details=contact.details(member, languages.get(member.email_key, contact.mail_locale)),
            needs=member.needs,
            source=Registration.Source.WEB,
            created_by=None,
            looks_automated=looks_automated,
        )
        for member in sorted(members, key=lambda member: member.email_key)
    ]


@transaction.atomic
def _insert(contact: Contact, requests: Sequence[BookingRequest], key: str | None) -> GroupBooking:
    """Write everything, then claim: the claim is the last statement before the commit."""
    session = bookable(requests[0])
    # Counted as for a group of newcomers, so that nobody learns who is registered already.
    if session.places_left is not None and session.places_left < len(requests):
        raise SessionFull
    group = GroupBooking.objects.create(
        session=session,
        contact=_contact_among(contact, requests),
        mail_locale=contact.mail_locale,
        size=len(requests),
        idempotency_key=key,
    )
    mail.send("registration.group", key=str(group.pk), group=group.pk)
    new = [request for request in requests if not _remind_if_registered(request)]
    for request in new:
        write(request, session, granted(session), group=group)
    if new and not capacity.claim(session.pk, len(new)):
        raise SessionFull
    return group


def _contact_among(contact: Contact, requests: Sequence[BookingRequest]) -> Person:
    """Return the person of the contact; create everybody in the order of their addresses."""
    itself = contact.details(Member(name=contact.name, email=contact.email), contact.mail_locale)
    everybody = {request.email_key: request.details for request in requests}
    everybody[normalise_email(contact.email)] = itself
    people = {key: person_of(everybody[key]) for key in sorted(everybody)}
    return people[normalise_email(contact.email)]


def _remind_if_registered(request: BookingRequest) -> bool:
    live = Registration.objects.live().filter(
        session_id=request.session_id, email_key=request.email_key
    )
    row = live.first()
    if row is None:
        return False
    mail.send(
        "registration.again",
        key=f"{row.pk}:{timezone.now():%Y%m%d%H}",
        registration=row.pk,
    )
    return True
