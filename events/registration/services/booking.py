"""Booking a place and giving it up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import AudienceRole, EventSession
from events.registration.models import (
    GroupBooking,
    Registration,
    RegistrationNeeds,
    WaitingListOffer,
)
from events.registration.models.registration_fields import CHOSEN_OR_TYPED, Place, details_for
from events.registration.services import capacity
from events.registration.services.answers import AnswerInput, save_answers
from events.registration.services.errors import RegistrationClosed, SessionFull, SessionOver
from events.registration.services.state_machine import Actor, transition
from events.registration.services.waiting_list import free_place, granted
from events.registration.states import HOLDING_PLACE, LIVE, State
from gpx_site.core.models import Organisation, Person
from gpx_site.core.models.people import normalise_email
from gpx_site.mail import services as mail
from gpx_site.privacy.models import AuditEntry

#: How often a booking is tried when another takes the place, or the key, in between.
ATTEMPTS = 5

#: The e-mail to a new registrant, by the state of the registration.
EMAILS = {
    State.CONFIRMED: "confirmation",
    State.PENDING_APPROVAL: "pending",
    State.WAITLISTED: "waiting",
}


@dataclass(frozen=True, kw_only=True)
class Details:
    """The details of a registrant."""

    name: str
    email: str
    mail_locale: str
    wants_welsh_at_event: bool = False
    organisation: Organisation | None = None
    organisation_text: str = ""
    role: AudienceRole | None = None
    role_text: str = ""


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What a registrant needs in order to take part."""

    access: str = ""
    dietary: str = ""
    bsl: bool = False
    translation: bool = False

    def __bool__(self) -> bool:
        return any(vars(self).values())


@dataclass(frozen=True, kw_only=True)
class Booking:
    """A registration, and the outcome that may be shown to the sender of the form.

    The two differ when the address was registered already: the page then shows the outcome of a new
    registration, so that it does not reveal who is coming, and an e-mail to the address has the
    real state. ``is_new`` is False where the registration existed before.
    """

    registration: Registration
    outcome: State
    is_new: bool = field(default=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class BookingRequest:
    """The request for one person's place, for ``book`` and ``book_group``."""

    session_id: int
    details: Details
    needs: Needs
    source: str
    created_by: Actor
    looks_automated: bool
    answers: Sequence[AnswerInput] = ()
    idempotency_key: str | None = None
    past_queue: bool = False

    @property
    def email_key(self) -> str:
        """The normalised address."""
        return normalise_email(self.details.email)

    @property
    def from_public(self) -> bool:
        """Whether it came from the website, and not from staff."""
        return self.source == Registration.Source.WEB


class _Taken(Exception):
    """Another request took the last place: roll back and try again."""


def book(
    *,
    session_id: int,
    details: Details,
    needs: Needs | None = None,
    answers: Sequence[AnswerInput] = (),
    source: str = Registration.Source.WEB,
    created_by: Actor = None,
    idempotency_key: str | None = None,
    looks_automated: bool = False,
    past_queue: bool = False,
) -> Booking:
    """Register someone for a session, or put them on its waiting list.

    Staff may pass over those who wait, by ``past_queue``: then it is a place or nothing, within
    the capacity and what is allowed beyond it.

    Calling it again with the same ``idempotency_key``, or for an address that is registered
    already, returns the registration that exists.

    Raises:
        RegistrationClosed: the session takes no registrations (staff may still register people
            outside the booking period, but not for a session that is cancelled or postponed).
        SessionFull: no place is left and no waiting list is kept.
        InvalidAnswer: an answer is to no question of the event.
        EventSession.DoesNotExist: there is no such session.
    """
    request = BookingRequest(
        session_id=session_id,
        details=details,
        needs=needs or Needs(),
        answers=answers,
        source=source,
        created_by=created_by,
        idempotency_key=idempotency_key,
        looks_automated=looks_automated,
        past_queue=past_queue,
    )
    problem: Exception = SessionFull()
    for _attempt in range(ATTEMPTS):
        try:
            return _register(request)
        except _Taken:
            problem = SessionFull()
        except (RegistrationClosed, SessionFull, IntegrityError) as error:
            # An existing registration comes before any error. Only the constraints check for it:
            # a query beforehand would cost every booking.
            if existing := _existing(request):
                return existing
            if not isinstance(error, IntegrityError):
                raise
            problem = error
    raise problem


def _existing(request: BookingRequest) -> Booking | None:
    """Return the registration that this request already has, if any."""
    rows = Registration.objects.filter(session_id=request.session_id)
    key = request.idempotency_key
    if key and (sent_before := rows.filter(idempotency_key=key).first()):
        return Booking(registration=sent_before, outcome=State(sent_before.state))
    if live := rows.filter(email_key=request.email_key, state__in=LIVE).first():
        return _already_registered(request, live)
    return None


def _already_registered(request: BookingRequest, registration: Registration) -> Booking:
    if not request.from_public:
        return Booking(registration=registration, outcome=State(registration.state))
    session = bookable(request)
    with transaction.atomic():
        # At most one e-mail an hour, however often the form is sent.
        mail.send(
            "registration.again",
            key=f"{registration.pk}:{timezone.now():%Y%m%d%H}",
            registration=registration.pk,
        )
    return Booking(registration=registration, outcome=_next_state(session, by_staff=False))


def bookable(request: BookingRequest) -> EventSession:
    """Return the session of ``request``; raise RegistrationClosed where it is not open."""
    session = EventSession.objects.get(pk=request.session_id)
    may = (
        session.is_open if request.from_public else session.status in capacity.TAKES_STAFF_BOOKINGS
    )
    if not may or session.by_others:
        raise RegistrationClosed
    return session


def _is_full(session: EventSession) -> bool:
    return session.places_left == 0 and not session.waiting_list


def _next_state(session: EventSession, *, by_staff: bool) -> State:
    """Return the state of the next registration."""
    if _is_full(session):
        raise SessionFull
    return State.WAITLISTED if session.places_left == 0 else granted(session, by_staff=by_staff)


@transaction.atomic
def _insert(request: BookingRequest, session: EventSession, state: State) -> Registration:
    """Write everything, then claim: the claim is the last statement before the commit."""
    registration = write(request, session, state)
    if state == State.WAITLISTED:
        taken = capacity.join_queue(session.pk)
    else:
        taken = capacity.claim(session.pk, past_queue=request.past_queue)
    if not taken:
        raise _Taken
    return registration


def write(
    request: BookingRequest,
    session: EventSession,
    state: State,
    *,
    group: GroupBooking | None = None,
) -> Registration:
    """Write a registration and all that goes with it, but for its place.

    The caller claims that, in the same transaction and last.
    """
    registration = Registration.objects.create(
        session=session,
        person=person_of(request.details),
        group=group,
        state=state,
        email_key=request.email_key,
        **columns_of(request.details),
        source=request.source,
        created_by=request.created_by,
        idempotency_key=request.idempotency_key,
        looks_automated=request.looks_automated,
        queued_at=timezone.now() if state == State.WAITLISTED else None,
    )
    if request.needs:
        RegistrationNeeds.objects.create(registration=registration, **vars(request.needs))
    if request.answers:
        save_answers(registration, request.answers)
    passed_over = {"past_queue": session.queue_len} if request.past_queue else {}
    AuditEntry.record(
        registration, f"registration.{state}", actor=request.created_by, **passed_over
    )
    if not session.is_over:
        kind = EMAILS[state]
        pk = registration.pk
        mail.send(f"registration.{kind}", key=str(pk), is_new=True, registration=pk)
    return registration


def columns_of(details: Details) -> dict[str, Any]:
    """Return ``details`` as columns without the address; directory entries replace typed text."""
    columns = {name: getattr(details, name) for name in details_for(Place.CHANGE_PAGE)}
    for chosen, typed in CHOSEN_OR_TYPED.items():
        if columns[chosen]:
            columns[typed] = ""
    return columns


def _register(request: BookingRequest) -> Booking:
    session = bookable(request)
    if request.past_queue and capacity.has_room(session):
        state = granted(session, by_staff=True)
    elif request.past_queue:
        raise SessionFull
    else:
        state = _next_state(session, by_staff=not request.from_public)
    return Booking(registration=_insert(request, session, state), outcome=state, is_new=True)


def person_of(details: Details) -> Person:
    """Return the person of this address, created at the first registration; the first name stays.

    The language of the newest registration replaces theirs. Takes one statement.
    """
    person = Person(
        email_key=normalise_email(details.email),
        name=details.name,
        organisation=details.organisation,
        language=_language(details.mail_locale),
    )
    key, newest = ["email_key"], ["language"]
    Person.objects.bulk_create(
        [person], update_conflicts=True, unique_fields=key, update_fields=newest
    )
    return person


def _language(mail_locale: str) -> str:
    """Return the person's language of correspondence, unknown where they want both."""
    known = (Person.Language.WELSH, Person.Language.ENGLISH)
    return mail_locale if mail_locale in known else Person.Language.UNKNOWN


def keep_language(person: Person, mail_locale: str) -> None:
    """Set a person's language to that of their newest registration."""
    language = _language(mail_locale)
    if person.language != language:
        Person.objects.filter(pk=person.pk).update(language=language)


def cancel(
    *,
    registration_id: int,
    by_organiser: bool = False,
    reason: str = "",
    actor: Actor = None,
) -> Registration:
    """Cancel a registration, free its place and e-mail the registrant, with any ``reason``.

    Cancelling what has ended already changes nothing, so that a double click frees one place.

    Raises:
        SessionOver: the attendee cancels after the session has ended.
        Registration.DoesNotExist: there is no such registration.
    """
    to = State.CANCELLED_BY_ORGANISER if by_organiser else State.CANCELLED_BY_ATTENDEE
    said: dict[str, Any] = {"reason": reason} if reason else {}
    with transaction.atomic():
        registration = Registration.objects.select_related("session").get(pk=registration_id)
        if registration.session.is_over and not by_organiser:
            raise SessionOver
        while registration.state in LIVE:
            was = State(registration.state)
            if transition(registration, to, actor=actor, **said):
                _give_up(registration, was, said)
                break
    return registration


def _give_up(registration: Registration, was: State, said: dict[str, Any]) -> None:
    mail.send(
        "registration.cancellation",
        key=str(registration.pk),
        registration=registration.pk,
        was=str(was),
        **said,
    )
    if was == State.OFFERED:
        registration.offers.open().update(state=WaitingListOffer.State.WITHDRAWN)
    if was in HOLDING_PLACE:
        free_place(registration.session_id)
    else:
        capacity.leave_queue(registration.session_id)
