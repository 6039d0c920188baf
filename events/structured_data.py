"""Sessions of an event as schema.org describes events."""

from collections.abc import Iterable

from django.utils import timezone

from events.models import EventPage, EventRole, EventSession
from gpx_site.core import hosts
from gpx_site.core.structured_data import Thing, by_us, without_blanks

SCHEMA = "https://schema.org/"
STATUSES = {
    EventSession.Status.SCHEDULED: "EventScheduled",
    EventSession.Status.COMPLETED: "EventScheduled",
    EventSession.Status.POSTPONED: "EventPostponed",
    EventSession.Status.CANCELLED: "EventCancelled",
}
MODES = {
    EventSession.Mode.IN_PERSON: "OfflineEventAttendanceMode",
    EventSession.Mode.ONLINE: "OnlineEventAttendanceMode",
}
LANGUAGES = {
    EventSession.DeliveryLanguage.ENGLISH: ["en"],
    EventSession.DeliveryLanguage.WELSH: ["cy"],
    EventSession.DeliveryLanguage.BILINGUAL: ["cy", "en"],
}
PLACES = {"open": "InStock", "waiting-list": "BackOrder", "full": "SoldOut"}


def session_event(
    page: EventPage, session: EventSession, people: Iterable[EventRole], picture: str
) -> Thing:
    """Return one session of the event of ``page``; ``picture`` is a full address."""
    url = hosts.absolute(page.url, page.locale.language_code)
    return without_blanks(
        {
            "@type": "Event",
            "@id": f"{url}#session-{session.pk}",
            "url": url,
            "name": page.title,
            "description": page.standfirst,
            "image": picture,
            "startDate": timezone.localtime(session.starts_at).isoformat(),
            "endDate": timezone.localtime(session.ends_at).isoformat(),
            "eventStatus": SCHEMA + STATUSES[session.status],
            "eventAttendanceMode": SCHEMA + MODES[session.mode],
            "inLanguage": LANGUAGES[session.delivery_language],
            "isAccessibleForFree": True,
            "location": _location(session, url),
            "organizer": by_us(),
            "performer": [{"@type": "Person", "name": role.contributor.name} for role in people],
            "offers": _offer(session, url),
        }
    )


def _location(session: EventSession, url: str) -> Thing:
    """Where it is; the joining address of what is online is for those with a place alone."""
    venue = session.venue
    if venue is None:
        return {"@type": "VirtualLocation", "url": url}
    return {
        "@type": "Place",
        "name": venue.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": venue.address,
            "addressLocality": venue.town,
            "postalCode": venue.postcode,
            "addressCountry": "GB",
        },
    }


def _offer(session: EventSession, url: str) -> Thing:
    state = PLACES.get(session.capacity_state)
    if not state or session.is_over:
        return {}
    return {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "GBP",
        "availability": SCHEMA + state,
        "url": f"{url}#session-{session.pk}",
    }
