"""Celery tasks of comments, and their messages of the outbox."""

from celery import shared_task

from blog.comments import services
from blog.comments.emails import enqueue_reminders_due
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage


@outbox.handler(services.DIGEST)
def write_to_moderators(message: OutboxMessage) -> None:
    """Enqueue an e-mail to each moderator about the comments that wait."""
    enqueue_reminders_due(window=message.payload["window"])


@shared_task(ignore_result=True, expires=3600)
def forget_what_is_due() -> None:
    """Forget what is kept no longer."""
    services.forget_what_is_due()
