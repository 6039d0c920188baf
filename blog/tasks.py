"""Celery tasks of the blog, and its messages of the outbox."""

from celery import shared_task

from blog import services
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage


@outbox.handler(services.FETCH)
def fetch_reblog(message: OutboxMessage) -> None:
    """Fetch a post that staff asked for."""
    services.fetch_reblog(reblog_id=message.payload["reblog"])


@outbox.handler(services.CHECK)
def check_original(message: OutboxMessage) -> None:
    """Look whether a reblog's original is still there."""
    services.check_original(reblog_id=message.payload["reblog"])


@shared_task(ignore_result=True, expires=3600)
def check_originals() -> None:
    """Enqueue the week's checks of the originals of reblogs."""
    services.enqueue_checks()
