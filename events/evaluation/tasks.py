"""Celery tasks of evaluation."""

from celery import shared_task

from events.evaluation import services


@shared_task(ignore_result=True, expires=60)
def bring_up_to_date(form_id: int) -> None:
    """Mix in and count the answers of a form now, as soon as enough have come."""
    services.bring_up_to_date(form_id=form_id)


@shared_task(ignore_result=True, expires=60)
def sweep_tallies() -> None:
    """Rebuild every tally that is due."""
    services.sweep_tallies()


@shared_task(ignore_result=True)
def check_tallies() -> None:
    """Compare every tally with a fresh count."""
    services.check_tallies()
