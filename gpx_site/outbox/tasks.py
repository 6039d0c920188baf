"""Celery tasks of the outbox."""

from celery import shared_task

from gpx_site.outbox import services as outbox


@shared_task(ignore_result=True)
def drain_outbox() -> None:
    """Process due messages for at most ``DRAIN_TIME``; if there were any, ask for another run.

    Several short runs let the heartbeat and other tasks run in between.
    """
    if outbox.drain():
        outbox.nudge_worker()


@shared_task(ignore_result=True)
def purge_outbox() -> None:
    """Delete messages that were finished long ago."""
    outbox.purge()
