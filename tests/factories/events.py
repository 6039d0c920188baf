"""Venues, events, sessions and the pages that tell of them.

Every argument has a default, every default is valid, and names are numbered so that two calls
make two rows.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from events.models import Event, EventIndexPage, EventPage, EventSession, Venue
from tests.factories.many import ground, many_twins
from tests.factories.numbers import next_number
from tests.factories.tree import Tree, translations


def venue(**fields) -> Venue:
    """A venue in Cardiff."""
    n = next_number()
    defaults = {
        "name_en": f"City Hall {n}",
        "name_cy": f"Neuadd y Ddinas {n}",
        "town_en": "Cardiff",
        "town_cy": "Caerdydd",
        "address_en": "Cathays Park",
        "address_cy": "Parc Cathays",
        "postcode": "CF10 3ND",
    }
    return Venue.objects.create(**defaults | fields)


def event(**fields) -> Event:
    """A seminar, without sessions or pages."""
    n = next_number()
    defaults = {
        "slug": f"well-managed-risks-{n}",
        "title_en": f"Well managed risks {n}",
        "title_cy": f"Risgiau a reolir yn dda {n}",
    }
    return Event.objects.create(**defaults | fields)


def in_days(days: float) -> datetime:
    """The moment so many days from now; negative is the past."""
    return timezone.now() + timedelta(days=days)


def session(**fields) -> EventSession:
    """A session of 20 places in a fortnight, open now; ``event`` and ``venue`` are made if absent.

    ``ends_at`` follows ``starts_at`` by three hours unless it is given.
    """
    starts_at = fields.setdefault("starts_at", in_days(14))
    fields.setdefault("ends_at", starts_at + timedelta(hours=3))
    fields.setdefault("capacity", 20)
    if "event" not in fields:
        fields["event"] = event()
    if "venue" not in fields and fields.get("mode") != EventSession.Mode.ONLINE:
        fields["venue"] = venue()
    return EventSession.objects.create(**fields)


def event_index(tree: Tree) -> tuple[EventIndexPage, EventIndexPage]:
    """The programme's page in English and in Welsh."""
    return ground(
        (tree.en, tree.cy),
        EventIndexPage(title="Events", slug="events"),
        EventIndexPage(title="Digwyddiadau", slug="digwyddiadau"),
    )


def event_pages(
    index: tuple[EventIndexPage, EventIndexPage], event: Event
) -> tuple[EventPage, EventPage]:
    """The English and the Welsh page of ``event``."""
    return translations(index, *_words(event))


def many_event_pages(
    index: tuple[EventIndexPage, EventIndexPage], events: Iterable[Event]
) -> list[tuple[EventPage, EventPage]]:
    """The pages of ``events``, by the hundred."""
    return many_twins(index, [_words(event) for event in events])


def _words(event: Event) -> tuple[EventPage, EventPage]:
    """The pages of ``event``, which are nowhere yet."""
    return (
        EventPage(
            title=event.title_en,
            slug=event.slug,
            event=event,
            standfirst="Come and learn from each other.",
            aim="<p>To share what works.</p>",
        ),
        EventPage(
            title=event.title_cy,
            slug=f"{event.slug}-cy",
            event=event,
            standfirst="Dewch i ddysgu oddi wrth eich gilydd.",
            aim="<p>Rhannu’r hyn sy’n gweithio.</p>",
        ),
    )
