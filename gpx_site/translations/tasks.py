"""Celery tasks of the publishing policy."""

from celery import shared_task

from gpx_site.translations import outstanding


@shared_task(ignore_result=True, soft_time_limit=1800)
def measure_pairs() -> None:
    """Measure again which pages leave one language behind."""
    outstanding.measure_all()


@shared_task(ignore_result=True)
def remind_editors() -> None:
    """Write to the editors about the pages that leave one language behind."""
    outstanding.remind()


@shared_task(ignore_result=True)
def escalate_urgent() -> None:
    """Write to the lead editors about urgent pages that have had their time alone."""
    outstanding.escalate()
