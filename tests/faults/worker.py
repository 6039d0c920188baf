"""A Celery application with a side effect that leaves a trace, and short waits.

Run by the fault drills as real processes: ``celery -A tests.faults.worker worker``. Never imported
by a test: it changes the outbox's times for the process that it is in.
"""

import os
import time
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gpx_site.settings.demo")
django.setup()

from gpx_site.celery import app  # noqa: E402 - after Django's set-up
from gpx_site.core import outbox  # noqa: E402 - as above
from gpx_site.core.models import OutboxMessage  # noqa: E402 - as above

KIND = "drill"

# The same guarantee in less time: a lease of 2 s instead of 60, a sweep each second.
outbox.LEASE = timedelta(seconds=2)
app.conf.beat_schedule = {"sweep": {"task": "gpx_site.core.tasks.drain_outbox", "schedule": 1.0}}


@outbox.handler(KIND)
def leave_a_trace(message: OutboxMessage) -> None:
    """Take a moment, then write the message's number on a line of its own."""
    time.sleep(0.02)
    trace = os.open(Path(os.environ["DRILL_TRACE"]), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(trace, f"{message.payload['number']}\n".encode())
    os.close(trace)
