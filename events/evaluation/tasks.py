"""Celery tasks of evaluation, and what follows from an answer."""

from celery import shared_task

from events.evaluation import services
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage


@outbox.handler("tally")
def tally(message: OutboxMessage) -> None:
    """Count the answers of a form, as one has come."""
    services.bring_up_to_date(form_id=message.payload["form"])


@shared_task(ignore_result=True, expires=60)
def sweep_tallies() -> None:
    """Rebuild every tally that has fallen behind."""
    services.sweep_tallies()
