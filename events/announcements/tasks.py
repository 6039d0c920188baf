"""Celery tasks of announcements."""

from celery import shared_task

from events.announcements import services


@shared_task(ignore_result=True, expires=3600)
def forget_what_is_due() -> None:
    """Delete the requests that nobody confirmed in time."""
    services.purge_requests()
