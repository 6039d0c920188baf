"""The e-mail to attendees that the recording is public."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events.models import EventSession, Recording
from events.registration.models import Registration
from gpx_site.mail import services as mail
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage

#: A recording that comes later than this after the session is shown, but not announced.
AWAITED = timedelta(days=90)


def enqueue_recordings() -> int:
    """Enqueue the news of every public recording of a session that is over; return how many.

    A recording is public once it has subtitles in both languages.
    """
    now = timezone.now()
    held = Recording.objects.public().filter(
        session__ends_at__gt=now - AWAITED, session__ends_at__lte=now
    )
    awaited = held.exclude(session__status=EventSession.Status.POSTPONED)
    return sum(_enqueue(recording) for recording in awaited.select_related("session"))


@transaction.atomic
def _enqueue(recording: Recording) -> bool:
    return outbox.enqueue(
        "session.recording",
        key=str(recording.pk),
        payload={"recording": recording.pk},
        useless_after=recording.session.ends_at + AWAITED,
    )


@outbox.handler("session.recording")
@transaction.atomic
def _tell(message: OutboxMessage) -> None:
    shown = Recording.objects.public().filter(pk=message.payload["recording"])
    recording = shown.select_related("session").first()
    if recording is None:  # its subtitles were removed
        raise outbox.NoLongerNeeded
    rows = Registration.objects.of_attendees(recording.session).order_by("id")
    for pk in rows.values_list("pk", flat=True):
        mail.send(
            "registration.recording",
            key=f"{pk}:{recording.pk}",
            useless_after=message.useless_after,
            registration=pk,
            recording=recording.pk,
        )
