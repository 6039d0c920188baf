"""What registration writes to people: each composer reads ids when the message is due."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from events.registration.calendars import calendar_for, place_line
from events.registration.links import event_url, manage_url
from events.registration.models import Registration, WaitingListOffer
from events.registration.states import State
from gpx_site.core.mail import Letter, composer, languages_of
from gpx_site.core.outbox import NoLongerNeeded

#: What is written to somebody who registers again, by the state of the registration there is.
STATUS_TEMPLATES = {
    State.CONFIRMED: "registration_confirmation",
    State.WAITLISTED: "registration_waiting",
    State.OFFERED: "registration_offer",
}


def _read(pk: int) -> Registration:
    found = Registration.objects.with_session().filter(pk=pk).exclude(email_key="").first()
    if found is None:  # erased since
        raise NoLongerNeeded
    return found


def _letter(registration: Registration, template: str, **extra: Any) -> Letter:
    session = registration.session
    confirmed = registration.state == State.CONFIRMED

    def facts() -> Mapping[str, Any]:
        language = get_language() or "en"
        return {
            "registration": registration,
            "session": session,
            "event": session.event,
            "place": place_line(session),
            "join_url": session.join_url if confirmed else "",
            "event_url": event_url(session.event, language),
            "manage_url": manage_url(registration, language) if registration.is_live else "",
            **extra,
        }

    return Letter(
        to=registration.email_key,
        languages=languages_of(registration.mail_locale),
        template=template,
        facts=facts,
    )


def _status_letter(registration: Registration) -> Letter:
    """How things stand, with the calendar entry of a confirmed place."""
    template = STATUS_TEMPLATES.get(State(registration.state))
    if template is None or registration.session.is_over:
        raise NoLongerNeeded
    offer = registration.offers.open().first()
    letter = _letter(registration, template, offer=offer)
    if registration.state == State.CONFIRMED:
        letter = Letter(**vars(letter) | {"calendar": calendar_for(registration, "REQUEST")})
    return letter


@composer("registration.again")
def again(*, registration: int) -> Letter:
    """To somebody whose address is registered already: how things stand."""
    return _status_letter(_read(registration))


@composer("registration.confirmation")
def confirmation(*, registration: int) -> Letter:
    """A place is confirmed."""
    row = _read(registration)
    if row.state != State.CONFIRMED:
        raise NoLongerNeeded
    return _status_letter(row)


@composer("registration.waiting")
def waiting(*, registration: int) -> Letter:
    """On the waiting list."""
    row = _read(registration)
    if row.state != State.WAITLISTED:
        raise NoLongerNeeded
    return _status_letter(row)


@composer("registration.offer")
def offer(*, registration: int, offer: int) -> Letter:
    """A place is held until the offer runs out."""
    if not WaitingListOffer.objects.open().filter(pk=offer).exists():
        raise NoLongerNeeded
    return _status_letter(_read(registration))


@composer("registration.cancellation")
def cancellation(*, registration: int, was: str) -> Letter:
    """A registration has ended; a confirmed place is taken out of the calendar too."""
    row = _read(registration)
    letter = _letter(
        row,
        "registration_cancellation",
        had_place=was != State.WAITLISTED,
        by_organiser=row.state == State.CANCELLED_BY_ORGANISER,
        session_cancelled=row.session.status == row.session.Status.CANCELLED,
    )
    if was == State.CONFIRMED:
        letter = Letter(**vars(letter) | {"calendar": calendar_for(row, "CANCEL")})
    return letter
