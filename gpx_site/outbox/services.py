"""The outbox: side effects that survive a crash, a killed worker and a broker that is down.

A service calls :func:`enqueue` inside its transaction. The row is the promise; a Celery message
after the commit only shortens the wait, and beat sweeps whatever such a message missed. A handler
may run more than once for one row (its worker may die after the work and before the note of it),
so handlers must be safe to repeat.
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
# One turn of a worker: other tasks wait for it, and it ends well before the lease does.
TURN = timedelta(seconds=20)
MAX_ATTEMPTS = 12
RETENTION = timedelta(days=30)

#: The task that drains; named, as it imports this module.
DRAIN = "gpx_site.outbox.tasks.drain_outbox"

Handler = Callable[[OutboxMessage], None]
State = OutboxMessage.State
_handlers: dict[str, Handler] = {}


class NoLongerNeeded(Exception):
    """Raised by a handler whose reason has gone, e.g. a reminder of a cancelled booking."""


def handler(kind: str, *, repeats: bool = False) -> Callable[[Handler], Handler]:
    """Register the decorated function as the one that carries out messages of ``kind``.

    ``repeats`` is for :func:`enqueue_repeat`: of many messages at once one is carried out.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = partial(_unless_repeated, function) if repeats else function
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
    """Owe the side effect ``kind`` once per ``key``; return False where it was owed already.

    Call it inside the transaction that makes it necessary. ``payload`` holds ids and codes. Where
    the key is that of a row made in the same transaction, ``is_new`` saves asking for it.
    """
    row = OutboxMessage(
        kind=kind,
        dedupe_key=f"{kind}:{key}",
        payload=payload or {},
        not_before=not_before or timezone.now(),
        useless_after=useless_after,
    )
    # One statement that ignores a duplicate: an IntegrityError would break the transaction.
    before = not is_new and OutboxMessage.objects.filter(dedupe_key=row.dedupe_key).exists()
    if not before:
        OutboxMessage.objects.bulk_create([row], ignore_conflicts=True)
        if row.not_before <= timezone.now():
            _nudge_after_commit()
    return not before


def enqueue_repeat(kind: str, *, of: str, payload: dict[str, Any]) -> None:
    """Owe ``kind`` once more ``of`` a thing, though it be owed already.

    For what is worked out from the thing as it then is: whoever is at work on an earlier message
    may have read too early.
    """
    enqueue(kind, key=f"{of}:{uuid.uuid4().hex}", payload=payload, is_new=True)


def _unless_repeated(function: Handler, message: OutboxMessage) -> None:
    """Leave it to another message that owes the same and is yet to be begun, where there is one.

    One that another worker holds may have been begun, before this one was there to be seen.
    """
    same = message.dedupe_key.rpartition(":")[0]
    waiting = OutboxMessage.objects.filter(
        dedupe_key__startswith=f"{same}:", state=State.QUEUED, lease__in=("", message.lease)
    )
    if waiting.exclude(pk=message.pk).exists():
        raise NoLongerNeeded
    function(message)


def _nudge_after_commit() -> None:
    """Hurry once, however many messages a transaction owes."""
    if not any(nudge_worker in entry for entry in transaction.get_connection().run_on_commit):
        transaction.on_commit(nudge_worker, robust=True)


def nudge_worker() -> None:
    """Ask a worker to drain now; a broker that is down only means waiting for the sweep."""
    try:
        current_app.send_task(DRAIN, retry=False, expires=60)
    except Exception as error:
        logger.warning("outbox: the broker did not take a message: %s", type(error).__name__)


def lease(limit: int) -> list[OutboxMessage]:
    """Lease up to ``limit`` due rows to the caller for ``LEASE``.

    A conditional UPDATE, the same on every database: where two workers pick one row, the second
    finds ``lease_until`` changed when it gets the row's lock, and leaves it.
    """
    now = timezone.now()
    mark = uuid.uuid4().hex
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = OutboxMessage.objects.filter(free, state=State.QUEUED, not_before__lte=now)
    ids = list(due.order_by("not_before", "id").values_list("id", flat=True)[:limit])
    due.filter(id__in=ids).update(lease=mark, lease_until=now + LEASE, attempts=F("attempts") + 1)
    return list(OutboxMessage.objects.filter(lease=mark, id__in=ids).order_by("not_before", "id"))


def drain(limit: int = 50) -> int:
    """Carry out up to ``limit`` due messages, for one ``TURN``; return how many were taken up.

    What a turn is too short for, as when a mail server answers slowly, is given back.
    """
    end = timezone.now() + TURN
    messages = lease(limit)
    for place, message in enumerate(messages):
        if timezone.now() >= end:
            _give_back(messages[place:])
            break
        _carry_out(message)
    return len(messages)


def _give_back(messages: list[OutboxMessage]) -> None:
    held = OutboxMessage.objects.filter(
        pk__in=[message.pk for message in messages], lease=messages[0].lease
    )
    held.update(lease="", lease_until=None, attempts=F("attempts") - 1)


def _carry_out(message: OutboxMessage) -> None:
    if message.useless_after and message.useless_after < timezone.now():
        _finish(message, State.DROPPED)
        return
    if message.attempts > MAX_ATTEMPTS:
        _finish(message, State.FAILED, "WorkerLost")
        return
    if not _begin(message):
        return
    try:
        _handlers[message.kind](message)
    except NoLongerNeeded:
        _finish(message, State.DROPPED)
    except Exception as error:
        # The class alone: the text of an exception may quote an address or an answer.
        logger.warning("outbox: %s %s: %s", message.kind, message.pk, type(error).__name__)
        _retry_later(message, type(error).__name__)
    else:
        _finish(message, State.DONE)


def _begin(message: OutboxMessage) -> bool:
    """Put the message behind the others, and see that its lease still holds.

    A message that kills its worker would otherwise be the first of every lease, and whatever is
    leased after it would never be carried out.
    """
    return bool(_held(message).update(not_before=timezone.now() + LEASE))


def _finish(message: OutboxMessage, state: OutboxMessage.State, error: str = "") -> None:
    _held(message).update(
        state=state, error=error, lease="", lease_until=None, finished_at=timezone.now()
    )


def _retry_later(message: OutboxMessage, error: str) -> None:
    if message.attempts >= MAX_ATTEMPTS:
        _finish(message, State.FAILED, error)
        return
    pause = min(timedelta(seconds=5 * 2**message.attempts), timedelta(hours=1))
    _held(message).update(
        not_before=timezone.now() + pause, lease="", lease_until=None, error=error
    )


def _held(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """The row while our lease on it lasts: a slow worker must not undo another's work."""
    return OutboxMessage.objects.filter(pk=message.pk, lease=message.lease, state=State.QUEUED)


def purge() -> int:
    """Delete finished rows older than ``RETENTION``; return how many.

    One that would still be of use stays: a clock may owe it again, and its key must say that it
    is done.
    """
    now = timezone.now()
    old = OutboxMessage.objects.filter(finished_at__lt=now - RETENTION).exclude(
        useless_after__gt=now
    )
    return old.exclude(state=State.FAILED).delete()[0]
