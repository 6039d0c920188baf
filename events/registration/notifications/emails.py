"""The e-mails of registration: each builder takes ids and reads them when it is sent."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from wagtail.users.models import UserProfile

from events.footprint import slides_of
from events.models import EventSession, Recording, Venue
from events.programme.calendars import place_line
from events.registration.language_demand import (
    language_demand_of,
    needs_translation,
    with_language_demand,
)
from events.registration.models import (
    GroupBooking,
    Registration,
    RegistrationMessage,
    RegistrationQuestion,
    WaitingListOffer,
)
from events.registration.notifications.calendars import calendar_for
from events.registration.notifications.tickets import ticket_picture
from events.registration.notifications.urls import event_url, join_url, manage_url
from events.registration.states import State
from gpx_site.core.models import Person
from gpx_site.mail.services import Email, email_builder, languages_of
from gpx_site.outbox.services import NoLongerNeeded

#: The status e-mail by state; also sent to somebody who registers again.
STATUS_TEMPLATES = {
    State.CONFIRMED: "registration_confirmation",
    State.PENDING_APPROVAL: "registration_pending",
    State.WAITLISTED: "registration_waiting",
    State.OFFERED: "registration_offer",
}
#: The templates with a ticket: the confirmation and the joining instructions.
WITH_TICKET = ("registration_confirmation", "registration_joining")


def _read(pk: int) -> Registration:
    found = Registration.objects.with_session().filter(pk=pk).exclude(email_key="").first()
    if found is None:  # erased since
        raise NoLongerNeeded
    return found


def _email(
    registration: Registration,
    template: str,
    *,
    method: str = "",
    before: EventSession | None = None,
    **extra: Any,
) -> Email:
    """Return the e-mail of this template, with a calendar entry where there is a ``method``."""
    session = registration.session
    confirmed = registration.state == State.CONFIRMED
    languages = languages_of(registration.mail_locale)
    ticket = template in WITH_TICKET and _has_ticket(registration)

    def context() -> Mapping[str, Any]:
        language = get_language() or "en"
        return {
            "registration": registration,
            "session": session,
            "event": session.event,
            "place": place_line(session),
            "booked_by": _booked_by(registration),
            "asks_more": _asks_more(registration),
            "postponed": registration.is_live and _is_postponed(session),
            "before_place": place_line(before) if before else "",
            "before": before,
            "in_calendar": method == "REQUEST",
            "ticket": ticket,
            "join_url": join_url(registration, language) if confirmed and session.join_url else "",
            "instructions": session.joining if confirmed and session.is_near else "",
            "event_url": event_url(session.event, language),
            "manage_url": manage_url(registration, language) if registration.is_live else "",
            **extra,
        }

    return Email(
        to=registration.email_key,
        languages=languages,
        template=template,
        context=context,
        calendar=calendar_for(registration, method) if method else None,
        picture=ticket_picture(registration.reference, languages) if ticket else None,
    )


def _booked_by(registration: Registration) -> str:
    """Return the name of the contact who registered somebody else, else an empty string."""
    contact = registration.group.contact if registration.group else None
    return contact.name if contact and contact.pk != registration.person_id else ""


def _asks_more(registration: Registration) -> bool:
    """Whether the event has questions that a person registered by another was not asked."""
    asked = RegistrationQuestion.objects.filter(event_id=registration.session.event_id)
    return bool(_booked_by(registration)) and asked.exists()


def _is_postponed(session: EventSession) -> bool:
    return session.status == EventSession.Status.POSTPONED


def _in_calendar(registration: Registration) -> bool:
    """Whether it belongs in the registrant's calendar: place and date are confirmed."""
    return registration.state == State.CONFIRMED and not _is_postponed(registration.session)


def _has_ticket(registration: Registration) -> bool:
    """Whether there is a check-in in person at which a code can be shown."""
    return (
        registration.state == State.CONFIRMED
        and registration.session.mode == EventSession.Mode.IN_PERSON
    )


def _status_email(registration: Registration) -> Email:
    """Return the status e-mail, with the calendar entry of a confirmed place."""
    session = registration.session
    template = STATUS_TEMPLATES.get(State(registration.state))
    if template is None or session.is_over:
        raise NoLongerNeeded
    return _email(
        registration,
        template,
        method="REQUEST" if _in_calendar(registration) else "",
        offer=registration.offers.open().first(),
    )


@email_builder("registration.again")
def again(*, registration: int) -> Email:
    """Build the status e-mail to an address that is registered already."""
    return _status_email(_read(registration))


def _email_in_state(state: State, registration: int) -> Email:
    """Build the status e-mail, unless the state has changed."""
    row = _read(registration)
    if row.state != state:
        raise NoLongerNeeded
    return _status_email(row)


email_builder("registration.confirmation")(partial(_email_in_state, State.CONFIRMED))
email_builder("registration.waiting")(partial(_email_in_state, State.WAITLISTED))
email_builder("registration.pending")(partial(_email_in_state, State.PENDING_APPROVAL))


@email_builder("registration.rejection")
def rejection(*, registration: int) -> Email:
    """Build the e-mail that no place could be given."""
    return _email(_read(registration), "registration_rejection")


@email_builder("registration.offer")
def offer(*, registration: int, offer: int) -> Email:
    """Build the e-mail that a place is held until the offer runs out."""
    if not WaitingListOffer.objects.open().filter(pk=offer).exists():
        raise NoLongerNeeded
    return _status_email(_read(registration))


@email_builder("registration.lapsed")
def lapsed(*, registration: int) -> Email:
    """Build the e-mail that the offer of a place has run out."""
    return _email(_read(registration), "registration_lapsed")


@email_builder("registration.cancellation")
def cancellation(*, registration: int, was: str, reason: str = "") -> Email:
    """Build the e-mail that a registration has ended; remove a confirmed place's entry."""
    row = _read(registration)
    return _email(
        row,
        "registration_cancellation",
        method="CANCEL" if was == State.CONFIRMED else "",
        was=was,
        reason=reason,
        by_organiser=row.state == State.CANCELLED_BY_ORGANISER,
        session_cancelled=row.session.status == EventSession.Status.CANCELLED,
    )


def _read_at(registration: int, session: int, sequence: int) -> Registration:
    """Return the live registration of a session that has not changed since ``sequence``."""
    row = _read(registration)
    overtaken = (row.session_id, row.session.sequence) != (session, sequence)
    if overtaken or not row.is_live:  # a later e-mail has the current state
        raise NoLongerNeeded
    return row


@email_builder("registration.change")
def change(*, registration: int, session: int, sequence: int, was: dict[str, Any]) -> Email:
    """Build the e-mail that the session has another time or place; update the entry."""
    row = _read_at(registration, session, sequence)
    if row.session.is_over:
        raise NoLongerNeeded
    before = _as_it_was(row.session, was)
    moved = _when_and_where(before) != _when_and_where(row.session)
    if not moved and row.state != State.CONFIRMED:  # only the joining address has changed
        raise NoLongerNeeded
    return _email(
        row,
        "registration_change",
        method="REQUEST" if _in_calendar(row) else "",
        offer=row.offers.open().first(),
        before=before,
        moved=moved,
        was_postponed=_is_postponed(before),
    )


def _when_and_where(session: EventSession) -> tuple[Any, ...]:
    facts = (session.starts_at, session.ends_at, session.mode, session.venue)
    return (*facts, _is_postponed(session))


def _as_it_was(session: EventSession, was: dict[str, Any]) -> EventSession:
    """Return the former time and place, as a session that is never saved."""
    return EventSession(
        event=session.event,
        status=was["status"],
        starts_at=datetime.fromisoformat(was["starts_at"]),
        ends_at=datetime.fromisoformat(was["ends_at"]),
        mode=was["mode"],
        venue=Venue.objects.filter(pk=was["venue"]).first(),
    )


@email_builder("registration.postponed")
def postponed(*, registration: int, session: int, sequence: int) -> Email:
    """Build the e-mail that the session is postponed; remove the entry until it has a date."""
    row = _read_at(registration, session, sequence)
    return _email(
        row,
        "registration_postponed",
        method="CANCEL" if row.state == State.CONFIRMED else "",
    )


@email_builder("registration.reminder")
def reminder(*, registration: int, session: int, reminder: str, starts_at: str) -> Email:
    """Build the reminder before the session, or the joining instructions."""
    row = _read(registration)
    announced = (session, parse_datetime(starts_at), EventSession.Status.SCHEDULED)
    stands = (row.session_id, row.session.starts_at, row.session.status) == announced
    if row.state != State.CONFIRMED or not stands:
        raise NoLongerNeeded
    template = "registration_joining" if reminder == "joining" else "registration_reminder"
    return _email(row, template, reminder=reminder)


@email_builder("registration.thanks")
def thanks(*, registration: int) -> Email:
    """Build the thank-you e-mail to an attendee, with the slides."""
    row = _read(registration)
    return _email(row, "registration_thanks", slides=partial(slides_of, row.session.event))


@email_builder("registration.recording")
def recording(*, registration: int, recording: int) -> Email:
    """Build the e-mail to an attendee that the recording is public."""
    if not Recording.objects.public().filter(pk=recording).exists():
        raise NoLongerNeeded
    return _email(_read(registration), "registration_recording")


@email_builder("registration.moved")
def moved(*, registration: int, was_in: int, session: int, by_organiser: bool) -> Email:
    """Build the e-mail about a place in another session than before."""
    row = _read(registration)
    if not row.holds_place or row.session_id != session:
        raise NoLongerNeeded
    method = "REQUEST" if _in_calendar(row) else ""
    return _email(row, "registration_moved", method=method, by_organiser=by_organiser)


@email_builder("registration.left")
def left(*, registration: int, was_in: int) -> Email:
    """Build the e-mail that removes the entry of the session that somebody has left."""
    row = _read(registration)
    if row.session_id == was_in:  # the person has moved back since
        raise NoLongerNeeded
    # Never saved: this e-mail is about the session that was left.
    row.session = EventSession.objects.select_related("event", "venue").get(pk=was_in)
    return _email(row, "registration_left", method="CANCEL")


def message_email(registration: Registration, message: RegistrationMessage) -> Email:
    """Return the e-mail to a registrant with a message from staff."""
    session = registration.session

    def context() -> Mapping[str, Any]:
        return {
            "message": message,
            "registration": registration,
            "session": session,
            "event": session.event,
            "place": place_line(session),
            "postponed": registration.is_live and _is_postponed(session),
            "event_url": event_url(session.event, get_language() or "en"),
        }

    return Email(
        to=registration.email_key,
        languages=languages_of(registration.mail_locale),
        template="registration_message",
        context=context,
    )


@email_builder("registration.message")
def message(*, registration: int, message: int) -> Email:
    """Build the e-mail with a message from staff."""
    return message_email(_read(registration), RegistrationMessage.objects.get(pk=message))


@email_builder("registration.group")
def group(*, group: int) -> Email:
    """Build the e-mail to the contact of a group, with the number of people registered."""
    rows = GroupBooking.objects.select_related("contact", "session__event", "session__venue")
    made = rows.get(pk=group)
    if not Person.objects.known().filter(pk=made.contact_id).exists() or made.session.is_over:
        raise NoLongerNeeded

    def context() -> Mapping[str, Any]:
        return {
            "group": made,
            "approval": made.session.approval_required,
            "name": made.contact.name,
            "session": made.session,
            "event": made.session.event,
            "place": place_line(made.session),
            "event_url": event_url(made.session.event, get_language() or "en"),
        }

    return Email(
        to=made.contact.email_key,
        languages=languages_of(made.mail_locale),
        template="registration_group",
        context=context,
    )


@email_builder("session.translation")
def translation(*, session: int, user: int) -> Email:
    """Build the e-mail to an events manager that translation must be arranged."""
    sessions = with_language_demand(EventSession.objects.select_related("event", "venue"))
    found = sessions.filter(pk=session, status=EventSession.Status.SCHEDULED).first()
    manager = get_user_model().objects.filter(pk=user, is_active=True).exclude(email="").first()
    if found is None or manager is None or not needs_translation(found):
        raise NoLongerNeeded
    edit = reverse("wagtailsnippets_events_eventsession:edit", args=[found.pk])

    def context() -> Mapping[str, Any]:
        return {
            "name": manager.get_full_name() or manager.get_username(),
            "session": found,
            "wishes": language_demand_of(found),
            "url": settings.WAGTAILADMIN_BASE_URL + edit,
        }

    return Email(
        to=manager.email,
        languages=languages_of(UserProfile.get_for_user(manager).preferred_language),
        template="session_translation",
        context=context,
    )
