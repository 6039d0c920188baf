"""Celery tasks of registration."""

from celery import shared_task

from events.registration import services


@shared_task(ignore_result=True, expires=60)
def sweep_waiting_lists() -> None:
    """Do whatever is due: cancelled sessions, offers that ran out, free places, old needs."""
    services.finish_cancelled_sessions()
    services.sweep()
    services.purge_needs()
