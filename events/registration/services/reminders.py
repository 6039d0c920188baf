"""Reminders before a session to everybody with a place, and thanks after it.

Each is enqueued once for a session and a start, by the unique key of an outbox message. Two
schedulers that run at once enqueue it once, one that was down enqueues it late, and a session with
a new start gets new reminders.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.footprint import slides_of
from events.models import EventSession
from events.registration.models import Registration
from gpx_site.mail import services as mail
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage

Status = EventSession.Status


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """An e-mail that is due ``before`` the start, and of no use once ``grace`` has passed.

    Days before the start count in local time, hours in elapsed time.
    """

    name: str
    before: timedelta
    grace: timedelta
    online_only: bool = False


#: At most one is due at a time: none begins within the grace of another.
REMINDERS = (
    Reminder(name="week", before=timedelta(days=7), grace=timedelta(days=1)),
    Reminder(name="joining", before=EventSession.NEAR, grace=timedelta(days=1)),
    Reminder(name="day", before=timedelta(days=1), grace=timedelta(hours=12)),
    Reminder(name="hour", before=timedelta(hours=1), grace=timedelta(hours=1), online_only=True),
)
#: The most by which a day is longer or shorter than 24 hours.
CLOCKS_JUMP = timedelta(hours=1)
#: Thanks wait for the slides, but no longer than this after the end; later they are not sent.
WAIT_FOR_SLIDES = timedelta(days=3)
THANKED_WITHIN = timedelta(days=7)


def enqueue_reminders() -> int:
    """Enqueue every reminder that is due; return how many were enqueued now."""
    now = timezone.now()
    return sum(_enqueue(each, session) for each in REMINDERS for session in _due(each, now))


def _due(reminder: Reminder, now: datetime) -> list[EventSession]:
    sessions = EventSession.objects.filter(
        status=Status.SCHEDULED,
        starts_at__lte=now + reminder.before + CLOCKS_JUMP,
        starts_at__gt=now + reminder.before - reminder.grace - CLOCKS_JUMP,
    )
    if reminder.online_only:
        sessions = sessions.filter(mode=EventSession.Mode.ONLINE)
    dues = [(session, session.before_start(reminder.before)) for session in sessions]
    return [session for session, due in dues if due <= now < due + reminder.grace]


@transaction.atomic
def _enqueue(reminder: Reminder, session: EventSession) -> bool:
    due = session.before_start(reminder.before)
    return outbox.enqueue(
        "session.reminder",
        key=f"{session.pk}:{reminder.name}:{session.starts_at:%Y%m%dT%H%M}",
        payload={
            "session": session.pk,
            "reminder": reminder.name,
            "due": due.isoformat(),
            "starts_at": session.starts_at.isoformat(),
        },
        useless_after=due + reminder.grace,
    )


@outbox.handler("session.reminder")
@transaction.atomic
def _remind(message: OutboxMessage) -> None:
    """Enqueue the reminder for every registration confirmed before it was due."""
    payload = message.payload
    rows = Registration.objects.confirmed().filter(
        session=payload["session"], created_at__lt=payload["due"]
    )
    for pk in rows.order_by("id").values_list("pk", flat=True):
        mail.send(
            "registration.reminder",
            key=f"{pk}:{payload['session']}:{payload['reminder']}:{payload['starts_at']}",
            useless_after=message.useless_after,
            registration=pk,
            session=payload["session"],
            reminder=payload["reminder"],
            starts_at=payload["starts_at"],
        )


def enqueue_thanks() -> int:
    """Enqueue the thanks for every session that was held and has slides; return how many."""
    now = timezone.now()
    held = EventSession.objects.filter(status=Status.COMPLETED, ends_at__gt=now - THANKED_WITHIN)
    due = [
        session
        for session in held.select_related("event")
        if session.ends_at <= now - WAIT_FOR_SLIDES or slides_of(session.event)
    ]
    return sum(_enqueue_thanks(session) for session in due)


@transaction.atomic
def _enqueue_thanks(session: EventSession) -> bool:
    return outbox.enqueue(
        "session.thanks",
        key=str(session.pk),
        payload={"session": session.pk},
        useless_after=session.ends_at + THANKED_WITHIN,
    )


@outbox.handler("session.thanks")
@transaction.atomic
def _thank(message: OutboxMessage) -> None:
    session = EventSession.objects.get(pk=message.payload["session"])
    rows = Registration.objects.of_attendees(session).order_by("id")
    for pk in rows.values_list("pk", flat=True):
        mail.send(
            "registration.thanks",
            key=str(pk),
            useless_after=message.useless_after,
            registration=pk,
        )
