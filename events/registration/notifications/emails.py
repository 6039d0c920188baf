"""What registration writes to people: each composer reads ids when the message is due."""

from collections.abc import Mapping
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
from events.registration.language_demand import needs_translation, wishes_of, with_wishes
from events.registration.models import (
    GroupBooking,
    Registration,
    RegistrationMessage,
    RegistrationQuestion,
    WaitingListOffer,
)
from events.registration.notifications.calendars import calendar_for, place_line
from events.registration.notifications.tickets import ticket_picture
from events.registration.notifications.urls import event_url, join_url, manage_url
from events.registration.states import State
from gpx_site.core.models import Person
from gpx_site.mail.services import Email, email_builder, languages_of
from gpx_site.outbox.services import NoLongerNeeded

#: What is written to somebody who registers again, by the state of the registration there is.
STATUS_TEMPLATES = {
    State.CONFIRMED: "registration_confirmation",
    State.PENDING_APPROVAL: "registration_pending",
    State.WAITLISTED: "registration_waiting",
    State.OFFERED: "registration_offer",
}
#: The letters that carry the ticket: that of the place, and that of the days before.
WITH_TICKET = ("registration_confirmation", "registration_joining")


def _read(pk: int) -> Registration:
    found = Registration.objects.with_session().filter(pk=pk).exclude(email_key="").first()
    if found is None:  # erased since
        raise NoLongerNeeded
    return found


def _letter(
    registration: Registration,
    template: str,
    *,
    method: str = "",
    before: EventSession | None = None,
    **extra: Any,
) -> Email:
    """The letter of this template, with a calendar entry where ``method`` says what to do."""
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
    """The name of whoever registered somebody else."""
    contact = registration.group.contact if registration.group else None
    return contact.name if contact and contact.pk != registration.person_id else ""


def _asks_more(registration: Registration) -> bool:
    """Whether the event has questions that somebody registered by another was not asked."""
    asked = RegistrationQuestion.objects.filter(event_id=registration.session.event_id)
    return bool(_booked_by(registration)) and asked.exists()


def _is_postponed(session: EventSession) -> bool:
    return session.status == EventSession.Status.POSTPONED


def _in_diary(registration: Registration) -> bool:
    """Whether it belongs in the registrant's diary: the place is sure, and the date too."""
    return registration.state == State.CONFIRMED and not _is_postponed(registration.session)


def _has_ticket(registration: Registration) -> bool:
    """Whether there is a door at which a code can be shown."""
    return (
        registration.state == State.CONFIRMED
        and registration.session.mode == EventSession.Mode.IN_PERSON
    )


def _status_letter(registration: Registration) -> Email:
    """How things stand, with the calendar entry of a confirmed place."""
    session = registration.session
    template = STATUS_TEMPLATES.get(State(registration.state))
    if template is None or session.is_over:
        raise NoLongerNeeded
    return _letter(
        registration,
        template,
        method="REQUEST" if _in_diary(registration) else "",
        offer=registration.offers.open().first(),
    )


@email_builder("registration.again")
def again(*, registration: int) -> Email:
    """To somebody whose address is registered already: how things stand."""
    return _status_letter(_read(registration))


def _letter_in(state: State, registration: int) -> Email:
    """How things stand, while they stand so."""
    row = _read(registration)
    if row.state != state:
        raise NoLongerNeeded
    return _status_letter(row)


email_builder("registration.confirmation")(partial(_letter_in, State.CONFIRMED))
email_builder("registration.waiting")(partial(_letter_in, State.WAITLISTED))
email_builder("registration.pending")(partial(_letter_in, State.PENDING_APPROVAL))


@email_builder("registration.rejection")
def rejection(*, registration: int) -> Email:
    """No place could be given."""
    return _letter(_read(registration), "registration_rejection")


@email_builder("registration.offer")
def offer(*, registration: int, offer: int) -> Email:
    """A place is held until the offer runs out."""
    if not WaitingListOffer.objects.open().filter(pk=offer).exists():
        raise NoLongerNeeded
    return _status_letter(_read(registration))


@email_builder("registration.lapsed")
def lapsed(*, registration: int) -> Email:
    """The place was held until the offer ran out, and is held no longer."""
    return _letter(_read(registration), "registration_lapsed")


@email_builder("registration.cancellation")
def cancellation(*, registration: int, was: str, reason: str = "") -> Email:
    """A registration has ended; a confirmed place is taken out of the calendar too."""
    row = _read(registration)
    return _letter(
        row,
        "registration_cancellation",
        method="CANCEL" if was == State.CONFIRMED else "",
        was=was,
        reason=reason,
        by_organiser=row.state == State.CANCELLED_BY_ORGANISER,
        session_cancelled=row.session.status == EventSession.Status.CANCELLED,
    )


def _read_at(registration: int, session: int, sequence: int) -> Registration:
    """The live registration of a session that has not changed again since ``sequence``."""
    row = _read(registration)
    overtaken = (row.session_id, row.session.sequence) != (session, sequence)
    if overtaken or not row.is_live:  # a later letter says how it is now
        raise NoLongerNeeded
    return row


@email_builder("registration.change")
def change(*, registration: int, session: int, sequence: int, was: dict[str, Any]) -> Email:
    """The session has another time or place; the entry in the diary follows."""
    row = _read_at(registration, session, sequence)
    if row.session.is_over:
        raise NoLongerNeeded
    before = _as_it_was(row.session, was)
    moved = _when_and_where(before) != _when_and_where(row.session)
    if not moved and row.state != State.CONFIRMED:  # only the secret address is another
        raise NoLongerNeeded
    return _letter(
        row,
        "registration_change",
        method="REQUEST" if _in_diary(row) else "",
        offer=row.offers.open().first(),
        before=before,
        moved=moved,
        was_postponed=_is_postponed(before),
    )


def _when_and_where(session: EventSession) -> tuple[Any, ...]:
    facts = (session.starts_at, session.ends_at, session.mode, session.venue)
    return (*facts, _is_postponed(session))


def _as_it_was(session: EventSession, was: dict[str, Any]) -> EventSession:
    """The session's former time and place, as a session that is never saved."""
    return EventSession(
        event=session.event,
        status=was["status"],
        starts_at=parse_datetime(was["starts_at"]),
        ends_at=parse_datetime(was["ends_at"]),
        mode=was["mode"],
        venue=Venue.objects.filter(pk=was["venue"]).first(),
    )


@email_builder("registration.postponed")
def postponed(*, registration: int, session: int, sequence: int) -> Email:
    """The session is off its date, and out of the diary until it has another."""
    row = _read_at(registration, session, sequence)
    return _letter(
        row,
        "registration_postponed",
        method="CANCEL" if row.state == State.CONFIRMED else "",
    )


@email_builder("registration.reminder")
def reminder(*, registration: int, session: int, reminder: str, starts_at: str) -> Email:
    """The session draws near: a reminder, or the joining instructions."""
    row = _read(registration)
    announced = (session, parse_datetime(starts_at), EventSession.Status.SCHEDULED)
    stands = (row.session_id, row.session.starts_at, row.session.status) == announced
    if row.state != State.CONFIRMED or not stands:
        raise NoLongerNeeded
    template = "registration_joining" if reminder == "joining" else "registration_reminder"
    return _letter(row, template, reminder=reminder)


@email_builder("registration.thanks")
def thanks(*, registration: int) -> Email:
    """To somebody who came, with the slides."""
    row = _read(registration)
    return _letter(row, "registration_thanks", slides=partial(slides_of, row.session.event))


@email_builder("registration.recording")
def recording(*, registration: int, recording: int) -> Email:
    """To somebody who came: the recording can be watched and read in both languages."""
    if not Recording.objects.public().filter(pk=recording).exists():
        raise NoLongerNeeded
    return _letter(_read(registration), "registration_recording")


@email_builder("registration.moved")
def moved(*, registration: int, was_in: int, session: int, by_organiser: bool) -> Email:
    """A place in another session than before."""
    row = _read(registration)
    if not row.holds_place or row.session_id != session:
        raise NoLongerNeeded
    method = "REQUEST" if _in_diary(row) else ""
    return _letter(row, "registration_moved", method=method, by_organiser=by_organiser)


@email_builder("registration.left")
def left(*, registration: int, was_in: int) -> Email:
    """The session that somebody has left for another comes out of the diary."""
    row = _read(registration)
    if row.session_id == was_in:  # and has come back to since
        raise NoLongerNeeded
    # Never saved: this letter speaks of the session that was left.
    row.session = EventSession.objects.select_related("event", "venue").get(pk=was_in)
    return _letter(row, "registration_left", method="CANCEL")


def message_letter(registration: Registration, message: RegistrationMessage) -> Email:
    """The letter in which a registrant reads a message from staff."""
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
    """What staff wrote to many."""
    return message_letter(_read(registration), RegistrationMessage.objects.get(pk=message))


@email_builder("registration.group")
def group(*, group: int) -> Email:
    """To whoever registered a group: how many, and that each of them has heard from us."""
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
    """To somebody who manages events: so many wish to use Welsh that translation is owed."""
    sessions = with_wishes(EventSession.objects.select_related("event", "venue"))
    found = sessions.filter(pk=session, status=EventSession.Status.SCHEDULED).first()
    manager = get_user_model().objects.filter(pk=user, is_active=True).exclude(email="").first()
    if found is None or manager is None or not needs_translation(found):
        raise NoLongerNeeded
    edit = reverse("wagtailsnippets_events_eventsession:edit", args=[found.pk])

    def context() -> Mapping[str, Any]:
        return {
            "name": manager.get_full_name() or manager.get_username(),
            "session": found,
            "wishes": wishes_of(found),
            "url": settings.WAGTAILADMIN_BASE_URL + edit,
        }

    return Email(
        to=manager.email,
        languages=languages_of(UserProfile.get_for_user(manager).preferred_language),
        template="session_translation",
        context=context,
    )
