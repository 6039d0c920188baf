"""The places of a session: counters that change by one conditional UPDATE each.

A claim comes *last* in its transaction. The UPDATE takes the session's row lock and tests the
counter under it, on PostgreSQL and SQLite alike, so two bookings can never take one place; coming
last, it holds the lock only until the commit. Every transaction changes a registration first and
its session after, so two of them cannot wait for each other.
"""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from events.models import EventSession
from events.registration.states import HOLDING_PLACE, State

SCHEDULED = EventSession.Status.SCHEDULED
#: Staff note down after a session who came to it.
TAKES_STAFF_BOOKINGS = (SCHEDULED, EventSession.Status.COMPLETED)


def _room(places: int) -> Q:
    return Q(capacity=None) | Q(places_taken__lte=F("capacity") + F("overbook_allowance") - places)


def has_room(session: EventSession) -> bool:
    """Whether a place was free when ``session`` was read, regardless of the waiting list."""
    if session.capacity is None:
        return True
    return session.places_taken < session.capacity + session.overbook_allowance


def claim(session_id: int, places: int = 1, *, past_queue: bool = False) -> bool:
    """Claim places, all or none; return False when too few are free or the queue is not empty.

    With ``past_queue`` the queue is ignored, but not the number of places.
    """
    running = EventSession.objects.filter(pk=session_id, status__in=TAKES_STAFF_BOOKINGS)
    free = running.filter(_room(places))
    if not past_queue:
        free = free.filter(queue_len=0)
    return bool(free.update(places_taken=F("places_taken") + places))


def claim_for_walk_in(session_id: int, *, was_waiting: bool = False) -> bool:
    """Claim a place for a walk-in, whether or not one is free: staff see the room."""
    running = EventSession.objects.filter(pk=session_id, status__in=TAKES_STAFF_BOOKINGS)
    return bool(
        running.update(
            places_taken=F("places_taken") + 1, queue_len=F("queue_len") - int(was_waiting)
        )
    )


def claim_for_waiting(session_id: int) -> bool:
    """Claim a place for the next on the waiting list; return False when none is free."""
    free = EventSession.objects.filter(_room(1), pk=session_id, status=SCHEDULED)
    return bool(free.update(places_taken=F("places_taken") + 1, queue_len=F("queue_len") - 1))


def release(session_id: int) -> None:
    """Release a place. Only the code that ended the registration may call this, once."""
    EventSession.objects.filter(pk=session_id).update(places_taken=F("places_taken") - 1)


def join_queue(session_id: int) -> bool:
    """Count one more in the queue; return False when the session has no waiting list."""
    kept = EventSession.objects.filter(pk=session_id, status=SCHEDULED, waiting_list=True)
    return bool(kept.update(queue_len=F("queue_len") + 1))


def leave_queue(session_id: int) -> None:
    """Count one fewer in the queue."""
    EventSession.objects.filter(pk=session_id).update(queue_len=F("queue_len") - 1)


@dataclass(frozen=True)
class Drift:
    """A session whose counters differ from its registrations."""

    session_id: int
    places_taken: int
    counted_places: int
    queue_len: int
    counted_waiting: int


def recount() -> list[Drift]:
    """Count the registrations of every session, in one query; return those that differ."""
    counted = EventSession.objects.annotate(
        counted_places=Count("registrations", filter=Q(registrations__state__in=HOLDING_PLACE)),
        counted_waiting=Count("registrations", filter=Q(registrations__state=State.WAITLISTED)),
    )
    differ = counted.exclude(places_taken=F("counted_places"), queue_len=F("counted_waiting"))
    names = ("pk", "places_taken", "counted_places", "queue_len", "counted_waiting")
    return [Drift(*row) for row in differ.order_by("pk").values_list(*names)]
