"""A Celery application with a side effect that leaves a trace, and short waits.

Run by the fault drills as real processes: ``celery -A tests.faults.worker worker``. Never imported
by a test: it changes the outbox's times for the process that it is in.
"""

import os
import time
import uuid
from datetime import timedelta
from typing import Any

import django
from celery.signals import task_postrun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gpx_site.settings.demo")
django.setup()

from gpx_site.celery import app  # noqa: E402 - after Django's set-up
from gpx_site.outbox import services as outbox  # noqa: E402 - as above
from gpx_site.outbox.models import OutboxMessage  # noqa: E402 - as above

KIND = "drill"

# The same guarantee in less time: a lease of 2 s instead of 60, a sweep each second.
outbox.LEASE = timedelta(seconds=2)
app.conf.beat_schedule = {
    name: {"task": task, "schedule": 1.0}
    for name, task in {
        "sweep": "gpx_site.outbox.tasks.drain_outbox",
        "clock": "events.registration.tasks.write_by_the_clock",
    }.items()
}

if os.environ.get("DRILL_WITHOUT_KEYS"):
    enqueue = outbox.enqueue
    outbox.enqueue = lambda kind, *, key, **rest: enqueue(kind, key=uuid.uuid4().hex, **rest)


@task_postrun.connect
def count_ticks(task: Any, **_arguments: Any) -> None:
    """Add a dot for every look at the clock."""
    if task.name.endswith(".write_by_the_clock"):
        _append(os.environ["DRILL_TICKS"], ".")


@outbox.handler(KIND)
def leave_a_trace(message: OutboxMessage) -> None:
    """Take a moment, then write the message's number on a line of its own."""
    time.sleep(0.02)
    _append(os.environ["DRILL_TRACE"], f"{message.payload['number']}\n")


def _append(path: str, text: str) -> None:
    """Write ``text`` at the end, whole, whoever else writes at the same moment."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, text.encode())
    os.close(file)
