"""Celery tasks of the publishing policy."""

from celery import shared_task

from gpx_site.translations import outstanding


@shared_task(ignore_result=True, soft_time_limit=1800)
def measure_outstanding() -> None:
    """Measure all outstanding translations."""
    outstanding.measure_all()


@shared_task(ignore_result=True)
def remind_editors() -> None:
    """Enqueue the e-mails to the editors about outstanding translations."""
    outstanding.remind()


@shared_task(ignore_result=True)
def escalate_urgent() -> None:
    """Enqueue the e-mails to the lead editors about urgent pages whose exception has ended."""
    outstanding.escalate()
