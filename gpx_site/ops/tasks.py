"""Celery tasks that keep the hub running."""

from celery import shared_task
from django.conf import settings
from django.core.management import call_command


@shared_task(ignore_result=True)
def purge_sessions() -> None:
    """Delete the sessions that have run out, and with them forms that were never sent."""
    call_command("clearsessions")


@shared_task(ignore_result=True, expires=30)
def beat_heartbeat() -> None:
    """Show that beat sends and a worker works: the supervisor and the health page look here."""
    (settings.DATA_DIR / "heartbeat").touch()
