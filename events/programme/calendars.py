"""Sessions in iCalendar (RFC 5545): what e-mails, feeds and single files share.

The address for joining online is never part of it: calendars are shared with colleagues.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from events.models import EventPage, EventSession
from gpx_site.i18n import language_hosts
from gpx_site.i18n.bilingual import active_language

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
#: The time stamp of a page that was made live without being published.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
#: How often a subscriber's program should fetch the feed again.
RENEWED = timedelta(hours=12)
STATUSES: dict[str, str] = {
    EventSession.Status.CANCELLED: "CANCELLED",
    EventSession.Status.POSTPONED: "TENTATIVE",
}


def empty_calendar(method: str) -> icalendar.Calendar:
    """Return a calendar of this method, with the rules of the time zone and no entry."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Good Practice Exchange//GPX hub//CY")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(VTIMEZONE)
    return calendar


def entry_of(session: EventSession) -> icalendar.Event:
    """Return what every entry about ``session`` says: which one it is, and when.

    The UID is the session's and never changes, so that what is newer replaces what is older.
    """
    entry = icalendar.Event()
    entry.add("uid", f"{session.uid}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("sequence", session.sequence)
    for name, moment in (("dtstart", session.starts_at), ("dtend", session.ends_at)):
        local = moment.astimezone(LONDON)
        # A local time that occurs twice means the first of the two: write the second in UTC.
        entry.add(name, moment.astimezone(UTC) if local.fold else local)
    return entry


def organiser(name: str) -> icalendar.vCalAddress:
    """Return the organiser of every session, under its name in one language."""
    address = icalendar.vCalAddress(f"mailto:{settings.CONTACT_EMAIL}")
    address.params["CN"] = name
    return address


def place_line(session: EventSession) -> str:
    """Return where the session is, on one line, in the active language."""
    venue = session.venue
    if session.mode == EventSession.Mode.ONLINE or venue is None:
        return _("Online")
    lines = [venue.name, *venue.address.splitlines(), venue.town, venue.postcode]
    # An address may name its town already: each part is written once.
    parts = (part.strip() for line in lines for part in line.split(","))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def published(name: str, sessions: Iterable[EventSession]) -> bytes:
    """Return ``sessions`` as a calendar for everybody, in the active language.

    Each has its page in that language as ``page``. It names nobody who takes part, and says the
    same for as long as nothing has changed.
    """
    calendar = empty_calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", RENEWED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for session in sessions:
        calendar.add_component(_published_entry(session, session.page))
    content: bytes = calendar.to_ical()
    return content


def _published_entry(session: EventSession, page: EventPage) -> icalendar.Event:
    language = active_language()
    entry = entry_of(session)
    url = language_hosts.absolute(page.url, language)
    entry.add("dtstamp", page.last_published_at or LONG_AGO)
    entry.add("status", STATUSES.get(session.status, "CONFIRMED"))
    words = {"summary": page.title, "location": place_line(session)}
    words["description"] = f"{page.standfirst}\n\n{url}"
    for property_name, text in words.items():
        entry.add(property_name, text, parameters={"LANGUAGE": language})
    entry.add("url", url)
    entry.add("organizer", organiser(_("Good Practice Exchange")))
    return entry
