"""What happens to the registrations of a whole session."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from events.models import EventSession
from events.registration.models import Registration
from events.registration.services.booking import cancel
from events.registration.services.transitions import Actor
from gpx_site.core.models import AuditEntry

Status = EventSession.Status


def cancel_session(*, session_id: int, actor: Actor = None) -> int:
    """Cancel a session and every live registration; return how many were cancelled now.

    The session is cancelled first, on its own, so that nobody can book any more. A crash after
    that loses nothing: ``finish_cancelled_sessions`` goes on where it stopped.

    Raises:
        EventSession.DoesNotExist: there is no such session.
    """
    with transaction.atomic():
        session = EventSession.objects.get(pk=session_id)
        running = EventSession.objects.filter(pk=session_id).exclude(status=Status.CANCELLED)
        if running.update(status=Status.CANCELLED, sequence=F("sequence") + 1):
            AuditEntry.record(session, "session.cancelled", actor=actor, was=session.status)
    return _cancel_registrations(session_id, actor)


def finish_cancelled_sessions() -> int:
    """Cancel what is still live in sessions that staff have cancelled; return how many."""
    left = Registration.objects.live().filter(
        session__status=Status.CANCELLED, session__ends_at__gt=timezone.now()
    )
    ids = left.order_by().values_list("session_id", flat=True).distinct()
    return sum(_cancel_registrations(pk, None) for pk in ids)


def _cancel_registrations(session_id: int, actor: Actor) -> int:
    ids = list(
        Registration.objects.live()
        .filter(session_id=session_id)
        .order_by("id")
        .values_list("pk", flat=True)
    )
    for pk in ids:
        cancel(registration_id=pk, by_organiser=True, actor=actor)
    return len(ids)
