"""The calendar file that goes with a message to one registrant (RFC 5545 and 5546)."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import EventSession
from events.registration.links import event_url
from events.registration.models import Registration
from gpx_site.core.mail import Calendar, languages_of

LONDON = ZoneInfo("Europe/London")
#: The rules since 1996, which mail programs understand better than a list of dates.
VTIMEZONE = icalendar.Timezone.from_ical(
    "\r\n".join(
        [
            "BEGIN:VTIMEZONE",
            "TZID:Europe/London",
            "BEGIN:STANDARD",
            "DTSTART:19961027T020000",
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
            "TZNAME:GMT",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0000",
            "END:STANDARD",
            "BEGIN:DAYLIGHT",
            "DTSTART:19960331T010000",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
            "TZNAME:BST",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0100",
            "END:DAYLIGHT",
            "END:VTIMEZONE",
            "",
        ]
    )
)


def calendar_for(registration: Registration, method: str) -> Calendar:
    """Return the entry that asks for (``REQUEST``) or removes (``CANCEL``) the session.

    The UID is the session's and never changes, so that a newer message replaces the older entry.
    The address for joining online is left out: calendars are shared with colleagues.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Good Practice Exchange//GPX hub//CY")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(VTIMEZONE)
    calendar.add_component(_entry(registration, cancelled=method == "CANCEL"))
    return Calendar(method=method, content=calendar.to_ical())


def _entry(registration: Registration, *, cancelled: bool) -> icalendar.Event:
    session = registration.session
    languages = languages_of(registration.mail_locale)
    entry = icalendar.Event()
    entry.add("uid", f"{session.uid}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("sequence", session.sequence)
    entry.add("dtstamp", registration.updated_at)
    entry.add("dtstart", session.starts_at.astimezone(LONDON))
    entry.add("dtend", session.ends_at.astimezone(LONDON))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    words = [_words(registration, language) for language in languages]
    for name, separator in (("summary", " / "), ("location", " / "), ("description", "\n\n")):
        texts = dict.fromkeys(text[name] for text in words if text[name])
        entry.add(name, separator.join(texts), parameters={"LANGUAGE": languages[0]})
    if url := event_url(session.event, languages[0]):
        entry.add("url", url)
    entry.add("organizer", _organiser(words[0]["organiser"]))
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


def place_line(session: EventSession) -> str:
    """Where the session is, on one line, in the active language."""
    venue = session.venue
    if session.mode == EventSession.Mode.ONLINE or venue is None:
        return _("Online")
    lines = [venue.name, *venue.address.splitlines(), venue.town, venue.postcode]
    # An address may name its town already: each part is written once.
    parts = (part.strip() for line in lines for part in line.split(","))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _organiser(name: str) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{settings.CONTACT_EMAIL}")
    address.params["CN"] = name
    return address


def _attendee(registration: Registration) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{registration.email_key}")
    address.params["CN"] = registration.name.replace('"', "'")
    address.params["PARTSTAT"] = "ACCEPTED"
    address.params["RSVP"] = "FALSE"
    return address
