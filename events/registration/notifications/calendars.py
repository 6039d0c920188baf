"""The calendar file in an e-mail to one registrant (RFC 5545 and 5546)."""

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.programme.calendars import empty_calendar, entry_of, organiser, place_line
from events.registration.models import Registration
from events.registration.notifications.urls import event_url
from gpx_site.mail.services import Calendar, languages_of


def calendar_for(registration: Registration, method: str) -> Calendar:
    """Return the entry that asks for (``REQUEST``) or removes (``CANCEL``) the session.

    The UID is the session's and never changes, so that a newer e-mail replaces the older entry.
    The address for joining online is left out: calendars are shared with colleagues.
    """
    calendar = empty_calendar(method)
    calendar.add_component(_entry(registration, cancelled=method == "CANCEL"))
    return Calendar(method=method, content=calendar.to_ical())


def _entry(registration: Registration, *, cancelled: bool) -> icalendar.Event:
    session = registration.session
    languages = languages_of(registration.mail_locale)
    entry = entry_of(session)
    entry.add("dtstamp", registration.updated_at)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    words = [_words(registration, language) for language in languages]
    for name, separator in (("summary", " / "), ("location", " / "), ("description", "\n\n")):
        texts = dict.fromkeys(text[name] for text in words if text[name])
        entry.add(name, separator.join(texts), parameters={"LANGUAGE": languages[0]})
    if url := event_url(session.event, languages[0]):
        entry.add("url", url)
    entry.add("organizer", organiser(words[0]["organiser"]))
    entry.add("attendee", _attendee(registration), encode=False)
    return entry


def _words(registration: Registration, language: str) -> dict[str, str]:
    session = registration.session
    with override(language):
        return {
            "summary": session.event.title,
            "location": place_line(session),
            "description": _("Your reference is %(reference)s. Questions: %(email)s")
            % {"reference": registration.reference, "email": settings.CONTACT_EMAIL},
            "organiser": _("Good Practice Exchange"),
        }


def _attendee(registration: Registration) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{registration.email_key}")
    address.params["CN"] = registration.name.replace('"', "'")
    address.params["PARTSTAT"] = "ACCEPTED"
    address.params["RSVP"] = "FALSE"
    return address
