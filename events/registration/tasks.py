"""Celery tasks of registration."""

import logging

from celery import shared_task

from events.registration import services

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True, expires=60)
def sweep_waiting_lists() -> None:
    """Complete sessions that have ended, expire offers and offer free places."""
    services.complete_sessions()
    services.sweep()


@shared_task(ignore_result=True, expires=60)
def write_by_the_clock() -> None:
    """Enqueue the e-mails that are due before and after sessions."""
    services.enqueue_reminders()
    services.enqueue_thanks()
    services.enqueue_translation_warnings()
    services.enqueue_recordings()


@shared_task(ignore_result=True, expires=3600)
def forget_what_is_due() -> None:
    """Delete personal data whose retention has ended, and log how much."""
    for what, how_many in services.purge().items():
        if how_many:
            logger.info("retention: %s of %s forgotten", how_many, what)
