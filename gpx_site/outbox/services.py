"""The outbox: side effects that survive a crash, a killed worker and a broker that is down.

A service calls :func:`enqueue` inside its transaction. The row is the guarantee; a Celery message
after the commit only shortens the wait, and beat processes the rows that no Celery message
announced. A handler may run more than once for one row (its worker may die after the work and
before the row is marked as done), so handlers must be idempotent.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gpx_site.outbox.models import OutboxMessage

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
# The longest time that one call of drain() takes rows: other tasks of the worker wait for it, and
# it must end well before the lease does.
DRAIN_TIME = timedelta(seconds=20)
MAX_ATTEMPTS = 12
RETENTION = timedelta(days=30)

#: The name of the task that calls drain(); the task itself imports this module.
DRAIN_TASK = "gpx_site.outbox.tasks.drain_outbox"

Handler = Callable[[OutboxMessage], None]
State = OutboxMessage.State
_handlers: dict[str, Handler] = {}


class NoLongerNeeded(Exception):
    """Raised by a handler whose reason no longer exists, e.g. a reminder of a cancelled booking."""


def handler(kind: str, *, repeats: bool = False) -> Callable[[Handler], Handler]:
    """Register the decorated function as the handler of messages of ``kind``.

    With ``repeats``, for kinds enqueued by :func:`enqueue_repeat`, only one of several queued
    messages about the same object is handled.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = partial(_skip_if_repeated, function) if repeats else function
        return function

    return register


def enqueue(
    kind: str,
    *,
    key: str,
    payload: dict[str, Any] | None = None,
    not_before: datetime | None = None,
    useless_after: datetime | None = None,
    is_new: bool = False,
) -> bool:
    """Enqueue the side effect ``kind`` once per ``key``; return False if it was enqueued before.

    Call it inside the transaction that makes the side effect necessary. ``payload`` contains ids
    and codes, no personal data. Set ``is_new`` when the key is that of a row created in the same
    transaction: it saves the query that looks for a duplicate. The message is not processed
    before ``not_before`` (default: now) and is dropped after ``useless_after``.
    """
    row = OutboxMessage(
        kind=kind,
        dedupe_key=f"{kind}:{key}",
        payload=payload or {},
        not_before=not_before or timezone.now(),
        useless_after=useless_after,
    )
    if not is_new and OutboxMessage.objects.filter(dedupe_key=row.dedupe_key).exists():
        return False
    # One statement that ignores a duplicate: an IntegrityError would break the transaction.
    OutboxMessage.objects.bulk_create([row], ignore_conflicts=True)
    if row.not_before <= timezone.now():
        _nudge_after_commit()
    return True


def enqueue_repeat(kind: str, *, of: str, payload: dict[str, Any]) -> None:
    """Enqueue ``kind`` for the object named by ``of``, even if it is queued already.

    For side effects computed from the object's state at processing time, such as an index update:
    the worker of an earlier message may have read the object before this change.
    """
    enqueue(kind, key=f"{of}:{uuid.uuid4().hex}", payload=payload, is_new=True)


def _skip_if_repeated(function: Handler, message: OutboxMessage) -> None:
    """Handle ``message`` unless a later queued message about the same object is still to start.

    Messages leased by another worker do not count: they may have started before this one was
    enqueued.
    """
    prefix = message.dedupe_key.rpartition(":")[0]
    waiting = OutboxMessage.objects.filter(
        dedupe_key__startswith=f"{prefix}:", state=State.QUEUED, lease__in=("", message.lease)
    )
    if waiting.exclude(pk=message.pk).exists():
        raise NoLongerNeeded
    function(message)


def _nudge_after_commit() -> None:
    """Nudge a worker once after the commit, however many messages the transaction enqueues."""
    if not any(nudge_worker in entry for entry in transaction.get_connection().run_on_commit):
        transaction.on_commit(nudge_worker, robust=True)


def nudge_worker() -> None:
    """Ask a worker to drain now."""
    nudge(DRAIN_TASK)


def nudge(task: str, *arguments: int) -> None:
    """Ask a worker to run now what beat would run later.

    A broker that is down is logged, not raised.
    """
    try:
        current_app.send_task(task, arguments, retry=False, expires=60)
    except Exception as error:
        logger.warning("outbox: the broker did not take a message: %s", type(error).__name__)


def lease(limit: int) -> list[OutboxMessage]:
    """Lease up to ``limit`` due rows to the caller for ``LEASE``, oldest first.

    The conditional UPDATE works on every database: where two workers select one row, the second
    finds ``lease_until`` changed when it gets the row's lock, and does not update it.
    """
    now = timezone.now()
    mark = uuid.uuid4().hex
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = OutboxMessage.objects.filter(free, state=State.QUEUED, not_before__lte=now)
    ids = list(due.order_by("not_before", "id").values_list("id", flat=True)[:limit])
    due.filter(id__in=ids).update(lease=mark, lease_until=now + LEASE, attempts=F("attempts") + 1)
    return list(OutboxMessage.objects.filter(lease=mark, id__in=ids).order_by("not_before", "id"))


def drain(limit: int = 50) -> int:
    """Process up to ``limit`` due messages within ``DRAIN_TIME``; return how many were leased.

    Messages for which the time does not suffice, e.g. because a mail server is slow, are released.
    """
    end = timezone.now() + DRAIN_TIME
    messages = lease(limit)
    for index, message in enumerate(messages):
        if timezone.now() >= end:
            _release(messages[index:])
            break
        _process(message)
    return len(messages)


def _release(messages: list[OutboxMessage]) -> None:
    """End the lease of ``messages``, none of which was started."""
    leased = OutboxMessage.objects.filter(
        pk__in=[message.pk for message in messages], lease=messages[0].lease
    )
    leased.update(lease="", lease_until=None, attempts=F("attempts") - 1)


def _process(message: OutboxMessage) -> None:
    if message.useless_after and message.useless_after < timezone.now():
        _finish(message, State.DROPPED)
        return
    if message.attempts > MAX_ATTEMPTS:
        _finish(message, State.FAILED, "WorkerLost")
        return
    if not _start(message):
        return
    try:
        _handlers[message.kind](message)
    except NoLongerNeeded:
        _finish(message, State.DROPPED)
    except Exception as error:
        # Log the class only: the text of an exception may quote an address or an answer.
        logger.warning("outbox: %s %s: %s", message.kind, message.pk, type(error).__name__)
        _retry_later(message, type(error).__name__)
    else:
        _finish(message, State.DONE)


def _start(message: OutboxMessage) -> bool:
    """Move the message behind the others; return whether its lease is still valid.

    A message that kills its worker would otherwise come first in every lease, and the messages
    leased after it would never be processed.
    """
    return bool(_leased(message).update(not_before=timezone.now() + LEASE))


def _finish(message: OutboxMessage, state: OutboxMessage.State, error: str = "") -> None:
    _leased(message).update(
        state=state, error=error, lease="", lease_until=None, finished_at=timezone.now()
    )


def _retry_later(message: OutboxMessage, error: str) -> None:
    if message.attempts >= MAX_ATTEMPTS:
        _finish(message, State.FAILED, error)
        return
    pause = min(timedelta(seconds=5 * 2**message.attempts), timedelta(hours=1))
    _leased(message).update(
        not_before=timezone.now() + pause, lease="", lease_until=None, error=error
    )


def _leased(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """Return the row if our lease on it is valid: a slow worker must not undo another's work."""
    return OutboxMessage.objects.filter(pk=message.pk, lease=message.lease, state=State.QUEUED)


def purge() -> int:
    """Delete finished rows older than ``RETENTION``; return how many.

    Failed rows stay for staff. Rows before their ``useless_after`` stay too: a periodic task may
    enqueue the same key again, and must find that it is done.
    """
    now = timezone.now()
    old = OutboxMessage.objects.filter(finished_at__lt=now - RETENTION).exclude(
        useless_after__gt=now
    )
    return old.exclude(state=State.FAILED).delete()[0]
