"""Celery tasks that keep the hub running."""

from celery import shared_task
from django.conf import settings
from django.core.management import call_command


@shared_task(ignore_result=True)
def purge_sessions() -> None:
    """Delete expired sessions, with the form data in them."""
    call_command("clearsessions")


@shared_task(ignore_result=True, expires=30)
def beat_heartbeat() -> None:
    """Record that beat and a worker run, for the supervisor and the health page."""
    (settings.DATA_DIR / "heartbeat").touch()
