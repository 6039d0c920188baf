"""What happens to a whole session: it changes, is postponed or cancelled, or has been held.

The session changes first, on its own, so that nobody can book what has changed. The e-mails are
enqueued in the outbox in the same transaction: neither a crash nor a thousand registrants delay the
request.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from events.models import EventSession
from events.registration.models import Registration, WaitingListOffer
from events.registration.services.access_links import renew_links
from events.registration.services.booking import cancel
from events.registration.services.errors import NotScheduled, SessionOver
from events.registration.services.state_machine import Actor
from events.registration.services.waiting_list import promote_waiting
from gpx_site.mail import services as mail
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.models import AuditEntry

Status = EventSession.Status
#: Time and place: a change of these changes the entry in everybody's calendar.
MATERIAL = frozenset({"starts_at", "ends_at", "mode", "venue", "join_url"})
#: The fields that may make room for the waiting list.
MAY_MAKE_ROOM = frozenset({"capacity", "overbook_allowance", "opens_at", "closes_at", "starts_at"})
CHANGEABLE = (
    MATERIAL
    | MAY_MAKE_ROOM
    | {
        "joining_en",
        "joining_cy",
        "waiting_list",
        "approval_required",
        "delivery_language",
        "translation_provided",
        "bsl_provided",
        "captions_provided",
    }
)


@transaction.atomic
def change_session(
    *, session_id: int, changes: Mapping[str, Any], actor: Actor = None
) -> EventSession:
    """Change facts of a session; return it as it is now. The same changes again change nothing.

    A change of time or place raises the calendar sequence by one and is sent to everybody with a
    live registration. A postponed session that gets another start is scheduled again.

    Raises:
        ValueError: ``changes`` names what has a verb of its own, such as the status.
        EventSession.DoesNotExist: there is no such session.
    """
    if refused := changes.keys() - CHANGEABLE:
        raise ValueError(f"not for changing: {', '.join(sorted(refused))}")
    # Not the lock of a key: that would wait for every booking in progress, and they for it.
    rows = EventSession.objects.select_for_update(no_key=True)
    session: EventSession = rows.get(pk=session_id)
    was = _facts(session)
    changed = {name for name, value in changes.items() if getattr(session, name) != value}
    if not changed:
        return session
    for name in changed:
        setattr(session, name, changes[name])
    material = MATERIAL & changed
    if material:
        session.sequence += 1
        session.status = _status_after(session, changed)
    session.save(update_fields={*changed, "sequence", "status"})
    AuditEntry.record(session, "session.changed", actor=actor, fields=sorted(changed), was=was)
    if material:
        _enqueue("changed", session, was=was)
    if MAY_MAKE_ROOM & changed:
        promote = partial(promote_waiting, session_id=session.pk)
        transaction.on_commit(promote, robust=True)
    return session


def _facts(session: EventSession) -> dict[str, Any]:
    """Time and place as codes; the joining address is a secret and not among them."""
    return {
        "status": session.status,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "mode": session.mode,
        "venue": session.venue_id,
    }


def _status_after(session: EventSession, changed: Iterable[str]) -> str:
    dated = session.status == Status.POSTPONED and "starts_at" in changed
    ended_too_soon = session.status == Status.COMPLETED and session.ends_at > timezone.now()
    return Status.SCHEDULED if dated or ended_too_soon else session.status


def postpone_session(*, session_id: int, actor: Actor = None) -> bool:
    """Take a session off its date until it has another; everybody keeps their place.

    A second call changes nothing and returns False.

    Raises:
        NotScheduled: the session is cancelled or over.
        EventSession.DoesNotExist: there is no such session.
    """
    to_come = Q(status=Status.SCHEDULED, ends_at__gt=timezone.now())
    session, done = _set_status(session_id, to_come, Status.POSTPONED, actor)
    if not done and session.status != Status.POSTPONED:
        raise NotScheduled
    return done


def cancel_session(*, session_id: int, actor: Actor = None) -> bool:
    """Cancel a session and, by the outbox, every live registration; each gets one e-mail.

    A second call changes nothing and returns False.

    Raises:
        SessionOver: the session has been held.
        EventSession.DoesNotExist: there is no such session.
    """
    to_come = Q(status=Status.SCHEDULED, ends_at__gt=timezone.now()) | Q(status=Status.POSTPONED)
    session, done = _set_status(session_id, to_come, Status.CANCELLED, actor)
    if not done and session.status != Status.CANCELLED:
        raise SessionOver
    return done


def complete_sessions() -> int:
    """Note every scheduled session that has ended as completed; return how many."""
    ended = Q(status=Status.SCHEDULED, ends_at__lte=timezone.now())
    ids = list(EventSession.objects.filter(ended).values_list("pk", flat=True))
    return sum(_set_status(pk, ended, Status.COMPLETED, None)[1] for pk in ids)


@transaction.atomic
def _set_status(
    session_id: int, allowed: Q, to: EventSession.Status, actor: Actor
) -> tuple[EventSession, bool]:
    """Set the status where ``allowed`` holds; return the session, and whether it was set now."""
    was = EventSession.objects.get(pk=session_id).status
    rises = 0 if to == Status.COMPLETED else 1
    rows = EventSession.objects.filter(allowed, pk=session_id)
    done = bool(rows.update(status=to, sequence=F("sequence") + rises))
    session = EventSession.objects.get(pk=session_id)
    if done:
        AuditEntry.record(session, f"session.{to}", actor=actor, was=was)
        if to != Status.COMPLETED:
            _enqueue(str(to), session)
    return session, done


# Outbox handlers --------------------------------------------------------------------------------


def _enqueue(news: str, session: EventSession, **detail: Any) -> None:
    outbox.enqueue(
        f"session.{news}",
        key=f"{session.pk}:{session.sequence}",
        payload={"session": session.pk, "sequence": session.sequence, **detail},
    )


@outbox.handler("session.changed")
def _changed(message: OutboxMessage) -> None:
    """Adjust offers and links to the new time, then enqueue the e-mails."""
    session = EventSession.objects.get(pk=message.payload["session"])
    offers = WaitingListOffer.objects.open().filter(registration__session=session)
    offers.filter(expires_at__gt=session.starts_at).update(expires_at=session.starts_at)
    renew_links(session)
    if session.status == Status.SCHEDULED and not session.is_over:
        _email_everybody(message, "registration.change", session, was=message.payload["was"])


@outbox.handler("session.postponed")
def _postponed(message: OutboxMessage) -> None:
    """Enqueue the e-mail that a new date will follow."""
    session = EventSession.objects.get(pk=message.payload["session"])
    renew_links(session)
    _email_everybody(message, "registration.postponed", session)


@transaction.atomic
def _email_everybody(
    message: OutboxMessage, kind: str, session: EventSession, **detail: Any
) -> None:
    """Enqueue one e-mail to everybody who registered before the change."""
    sequence = message.payload["sequence"]
    rows = Registration.objects.live().filter(session=session, created_at__lte=message.created_at)
    for pk in rows.order_by("id").values_list("pk", flat=True):
        mail.send(
            kind,
            key=f"{pk}:{session.pk}:{sequence}",
            registration=pk,
            session=session.pk,
            sequence=sequence,
            **detail,
        )


@outbox.handler("session.cancelled")
def _cancelled(message: OutboxMessage) -> None:
    """Cancel what is still live, each registration in a transaction of its own."""
    live = Registration.objects.live().filter(session_id=message.payload["session"])
    for pk in live.order_by("id").values_list("pk", flat=True):
        cancel(registration_id=pk, by_organiser=True)
