"""Sessions of an event as schema.org describes events."""

from collections.abc import Iterable

from django.utils import timezone

from events.models import EventIndexPage, EventPage, EventRole, EventSession, Venue
from gpx_site.i18n import language_hosts
from gpx_site.i18n.bilingual import active_language
from gpx_site.routing.structured_data import Thing, by_us, without_blanks

SCHEMA = "https://schema.org/"
STATUSES: dict[str, str] = {
    EventSession.Status.SCHEDULED: "EventScheduled",
    EventSession.Status.COMPLETED: "EventScheduled",
    EventSession.Status.POSTPONED: "EventPostponed",
    EventSession.Status.CANCELLED: "EventCancelled",
}
MODES: dict[str, str] = {
    EventSession.Mode.IN_PERSON: "OfflineEventAttendanceMode",
    EventSession.Mode.ONLINE: "OnlineEventAttendanceMode",
}
LANGUAGES: dict[str, list[str]] = {
    EventSession.DeliveryLanguage.ENGLISH: ["en"],
    EventSession.DeliveryLanguage.WELSH: ["cy"],
    EventSession.DeliveryLanguage.BILINGUAL: ["cy", "en"],
}
PERFORM = {EventRole.Part.SPEAKER, EventRole.Part.CONTRIBUTOR}
PLACES = {"open": "InStock", "waiting-list": "BackOrder", "full": "SoldOut"}


def venue_url(programme: EventIndexPage | None, venue: Venue | None) -> str:
    """The path of the page of ``venue``; empty without a programme or a venue."""
    if programme is None or venue is None:
        return ""
    return programme.sub_url("venue", slug=venue.slugs[programme.locale.language_code])


def place(venue: Venue, programme: EventIndexPage | None) -> Thing:
    """Return a venue, which has its page below ``programme``."""
    path = venue_url(programme, venue)
    url = language_hosts.absolute(path, active_language()) if path else ""
    return without_blanks(
        {
            "@type": "Place",
            "@id": f"{url}#place" if url else "",
            "url": url,
            "name": venue.name,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": venue.address,
                "addressLocality": venue.town,
                "postalCode": venue.postcode,
                "addressCountry": "GB",
            },
        }
    )


def session_event(
    page: EventPage,
    session: EventSession,
    roles: Iterable[EventRole],
    picture: str,
    programme: EventIndexPage | None = None,
) -> Thing:
    """Return one session of the event of ``page``; ``picture`` is a full address."""
    url = language_hosts.absolute(page.url, page.locale.language_code)
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
            "location": _location(session, url, programme),
            "organizer": _organisers(session, roles),
            "performer": [_named(role) for role in roles if role.part in PERFORM],
            "offers": _offer(session, url),
        }
    )


def _named(role: EventRole) -> Thing:
    if role.contributor:
        return {"@type": "Person", "name": role.contributor.name}
    return {"@type": "Organization", "name": role.name}


def _organisers(session: EventSession, roles: Iterable[EventRole]) -> list[Thing]:
    """Return the hosts, after ourselves unless it is an event of others."""
    us = [] if session.by_others else [by_us()]
    return us + [_named(role) for role in roles if role.part == EventRole.Part.HOST]


def _location(session: EventSession, url: str, programme: EventIndexPage | None) -> Thing:
    """Return the place; the joining address of an online session is only for registrants."""
    venue = session.venue
    if venue is None:
        return {"@type": "VirtualLocation", "url": url}
    return place(venue, programme)


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
