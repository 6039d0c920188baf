"""Facts of events, held once, and the pages that put them into words, one per language."""

from events.models.event import AudienceRole, Event, EventRole, EventTopic, Venue
from events.models.pages import EventIndexPage, EventPage
from events.models.photographs import Photograph
from events.models.recordings import Recording
from events.models.sessions import EventSession

__all__ = [
    "AudienceRole",
    "Event",
    "EventIndexPage",
    "EventPage",
    "EventRole",
    "EventSession",
    "EventTopic",
    "Photograph",
    "Recording",
    "Venue",
]
