"""Celery tasks of evaluation, and the outbox handler of its tallies."""

from celery import shared_task

from events.evaluation import services
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage


@outbox.handler("tally")
def tally(message: OutboxMessage) -> None:
    """Bring the tally of a form up to date after an answer."""
    services.bring_up_to_date(form_id=message.payload["form"])


@shared_task(ignore_result=True, expires=60)
def sweep_tallies() -> None:
    """Rebuild every tally that lacks responses."""
    services.sweep_tallies()
