"""Celery tasks of the core: the outbox and the heartbeat."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from gpx_site.core import outbox
from gpx_site.core.pairs import outstanding


@shared_task(ignore_result=True)
def drain_outbox() -> None:
    """Carry out due side effects for one turn; where there were any, ask for another.

    The heartbeat and every other task come between two turns.
    """
    if outbox.drain():
        outbox.hurry()


@shared_task(ignore_result=True)
def purge_outbox() -> None:
    """Forget side effects that were carried out long ago."""
    outbox.purge()


@shared_task(ignore_result=True)
def purge_sessions() -> None:
    """Delete the sessions that have run out, and with them forms that were never sent."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


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


@shared_task(ignore_result=True, expires=30)
def beat_heartbeat() -> None:
    """Show that beat sends and a worker works: the supervisor and the health page look here."""
    (settings.DATA_DIR / "heartbeat").touch()
