"""Celery tasks of the outbox."""

from celery import shared_task

from gpx_site.outbox import services as outbox


@shared_task(ignore_result=True)
def drain_outbox() -> None:
    """Carry out due side effects for one turn; where there were any, ask for another.

    The heartbeat and every other task come between two turns.
    """
    if outbox.drain():
        outbox.nudge_worker()


@shared_task(ignore_result=True)
def purge_outbox() -> None:
    """Forget side effects that were carried out long ago."""
    outbox.purge()
