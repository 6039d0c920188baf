"""The outbox: messages are enqueued once, processed, retried, leased and purged."""

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage
from gpx_site.outbox.tasks import drain_outbox

State = OutboxMessage.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch) -> list[OutboxMessage]:
    """Return the messages that a handler of the kind ``drill`` was called with."""
    seen: list[OutboxMessage] = []
    monkeypatch.setitem(outbox._handlers, "drill", seen.append)
    return seen


def handle_with(monkeypatch, function) -> None:
    monkeypatch.setitem(outbox._handlers, "drill", function)


def raising(error: Exception):
    def handler(message: OutboxMessage) -> None:
        raise error

    return handler


def test_an_enqueued_message_is_processed_once(calls, drain):
    assert outbox.enqueue("drill", key="1", payload={"id": 7}) is True
    assert drain() == 1
    assert drain() == 0
    message = OutboxMessage.objects.get()
    assert [call.payload for call in calls] == [{"id": 7}]
    assert (message.state, message.attempts, message.lease) == (State.DONE, 1, "")
    assert message.finished_at is not None


def test_enqueueing_a_key_twice_makes_one_message(calls, drain):
    assert outbox.enqueue("drill", key="1") is True
    assert outbox.enqueue("drill", key="1") is False
    assert outbox.enqueue("drill", key="2") is True
    drain()
    assert [call.dedupe_key for call in calls] == ["drill:1", "drill:2"]


@pytest.fixture
def measured(monkeypatch) -> list[str]:
    """Return the payloads that a handler with ``repeats`` was called with."""
    seen: list[str] = []
    handle_with(monkeypatch, None)  # so that it ends with the test
    outbox.handler("drill", repeats=True)(lambda message: seen.append(message.payload["id"]))
    return seen


def test_a_repeat_enqueued_before_the_first_is_started_is_handled_once(measured, drain):
    for thing in ("1", "11", "1", "1"):
        outbox.enqueue_repeat("drill", of=thing, payload={"id": thing})
    drain()
    assert measured == ["11", "1"]
    outbox.enqueue_repeat("drill", of="1", payload={"id": "1"})
    drain()
    assert measured == ["11", "1", "1"]


def test_a_message_leased_by_another_worker_does_not_replace_a_repeat(measured, drain):
    """It may have read before the change for which the second was enqueued."""
    for _ in range(2):
        outbox.enqueue_repeat("drill", of="1", payload={"id": "1"})
    leased = outbox.lease(limit=1)
    drain()
    assert measured == ["1"]
    outbox._process(*leased)
    assert measured == ["1", "1"]


def test_a_rolled_back_transaction_enqueues_nothing(calls, drain):
    with transaction.atomic():
        outbox.enqueue("drill", key="1")
        transaction.set_rollback(True)
    assert drain() == 0
    assert calls == []


def test_a_commit_asks_a_worker_to_drain(calls, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(
        "gpx_site.celery.app.send_task", lambda name, arguments, **options: sent.append(name)
    )
    with django_capture_on_commit_callbacks(execute=True):
        outbox.enqueue("drill", key="now")
        outbox.enqueue("drill", key="later", not_before=timezone.now() + timedelta(hours=1))
    assert sent == ["gpx_site.outbox.tasks.drain_outbox"]


def test_a_broker_that_is_down_loses_nothing(
    calls, drain, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(name, arguments, **options):
        raise ConnectionRefusedError

    monkeypatch.setattr("gpx_site.celery.app.send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.enqueue("drill", key="1")
    assert drain() == 1


def test_a_message_waits_for_its_time(calls, drain, time_machine):
    start = timezone.now()
    outbox.enqueue("drill", key="1", not_before=start + timedelta(hours=2))
    time_machine.move_to(start + timedelta(hours=1), tick=False)
    assert drain() == 0
    time_machine.move_to(start + timedelta(hours=2), tick=False)
    assert drain() == 1


def test_a_message_after_its_useless_after_is_dropped(calls, drain, time_machine):
    start = timezone.now()
    outbox.enqueue("drill", key="1", useless_after=start + timedelta(hours=1))
    time_machine.move_to(start + timedelta(hours=2), tick=False)
    drain()
    assert calls == []
    assert OutboxMessage.objects.get().state == State.DROPPED


def test_a_message_no_longer_needed_is_dropped(drain, monkeypatch):
    handle_with(monkeypatch, raising(outbox.NoLongerNeeded()))
    outbox.enqueue("drill", key="1")
    drain()
    assert OutboxMessage.objects.get().state == State.DROPPED


def test_a_failure_is_tried_again_with_growing_pauses(drain, monkeypatch, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    handle_with(monkeypatch, raising(ValueError("mari@example.org")))
    outbox.enqueue("drill", key="1")
    pauses = []
    for _attempt in range(3):
        drain()
        message = OutboxMessage.objects.get()
        pauses.append((message.not_before - timezone.now()).total_seconds())
        time_machine.move_to(message.not_before, tick=False)
    assert pauses == [10, 20, 40]
    assert (message.state, message.error) == (State.QUEUED, "ValueError")


def test_the_last_failure_is_kept_for_staff(drain, monkeypatch):
    handle_with(monkeypatch, raising(ValueError()))
    outbox.enqueue("drill", key="1")
    OutboxMessage.objects.update(attempts=outbox.MAX_ATTEMPTS - 1)
    drain()
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts) == (State.FAILED, outbox.MAX_ATTEMPTS)


def test_a_failure_logs_no_personal_text(drain, monkeypatch, caplog):
    handle_with(monkeypatch, raising(ValueError("mari@example.org")))
    outbox.enqueue("drill", key="1")
    drain()
    assert "ValueError" in caplog.text
    assert "mari@example.org" not in caplog.text


def test_a_leased_message_is_left_alone_until_the_lease_ends(calls, time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    outbox.enqueue("drill", key="1")
    assert len(outbox.lease(10)) == 1
    assert outbox.lease(10) == []
    time_machine.move_to(start + outbox.LEASE + timedelta(seconds=1), tick=False)
    (again,) = outbox.lease(10)
    assert again.attempts == 2


def test_a_worker_that_lost_its_lease_changes_nothing(drain, monkeypatch, time_machine):
    """A slow worker finishes after its lease; the result of the later worker stands."""
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    outbox.enqueue("drill", key="1")
    (slow,) = outbox.lease(1)
    time_machine.move_to(start + outbox.LEASE + timedelta(seconds=1), tick=False)
    (quick,) = outbox.lease(1)
    handle_with(monkeypatch, raising(ValueError()))
    outbox._process(slow)
    row = OutboxMessage.objects.get()
    assert (row.lease, row.error) == (quick.lease, "")
    handle_with(monkeypatch, lambda message: None)
    outbox._process(quick)
    assert OutboxMessage.objects.get().state == State.DONE


def test_drain_ends_in_time_and_releases_the_rest(drain, monkeypatch, time_machine):
    time_machine.move_to(timezone.now(), tick=False)

    def slow(message: OutboxMessage) -> None:
        time_machine.shift(timedelta(seconds=8))

    handle_with(monkeypatch, slow)
    for number in range(5):
        outbox.enqueue("drill", key=str(number))
    outbox.drain()
    rows = OutboxMessage.objects.order_by("id").values_list("state", "attempts", "lease")
    done, released = (State.DONE, 1, ""), (State.QUEUED, 0, "")
    assert list(rows) == [done, done, done, released, released]
    drain()
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(State.DONE, 1)}


def test_the_task_asks_for_another_run_while_there_is_work(calls, monkeypatch):
    asked = []
    monkeypatch.setattr(outbox, "nudge_worker", lambda: asked.append(True))
    outbox.enqueue("drill", key="1")
    drain_outbox()
    drain_outbox()
    assert (len(calls), asked) == (1, [True])


def test_one_bad_message_does_not_hold_up_the_others(drain, monkeypatch):
    done = []

    def handler(message: OutboxMessage) -> None:
        if message.payload["id"] == 1:
            raise ValueError
        done.append(message.payload["id"])

    handle_with(monkeypatch, handler)
    for number in range(3):
        outbox.enqueue("drill", key=str(number), payload={"id": number})
    drain()
    assert done == [0, 2]


class WorkerKilled(BaseException):
    """Not an Exception, so that nothing catches it, like SIGKILL."""


def test_a_message_that_kills_its_worker_does_not_hold_up_the_others(monkeypatch, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    done = []

    def handler(message: OutboxMessage) -> None:
        if message.payload["id"] == 0:
            raise WorkerKilled
        done.append(message.payload["id"])

    handle_with(monkeypatch, handler)
    for number in range(4):
        outbox.enqueue("drill", key=str(number), payload={"id": number})
    for _worker in range(2):
        with contextlib.suppress(WorkerKilled):
            outbox.drain()
        time_machine.shift(outbox.LEASE + timedelta(seconds=1))
    assert done == [1, 2, 3]


def test_a_message_that_always_kills_its_worker_is_kept_for_staff(monkeypatch, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    handle_with(monkeypatch, raising(WorkerKilled()))
    outbox.enqueue("drill", key="1")
    killed = 0
    while OutboxMessage.objects.filter(state=State.QUEUED).exists():
        try:
            outbox.drain()
        except WorkerKilled:
            killed += 1
        time_machine.shift(outbox.LEASE + timedelta(seconds=1))
    assert killed == outbox.MAX_ATTEMPTS
    assert OutboxMessage.objects.get().error == "WorkerLost"


def test_an_unknown_kind_is_kept_for_a_worker_that_knows_it(drain):
    outbox.enqueue("from-a-newer-version", key="1")
    drain()
    message = OutboxMessage.objects.get()
    assert (message.state, message.error) == (State.QUEUED, "KeyError")


def test_purge_deletes_old_finished_messages_and_keeps_failures():
    long_ago = timezone.now() - outbox.RETENTION - timedelta(days=1)
    for state in State:
        OutboxMessage.objects.create(
            kind="drill", dedupe_key=state, state=state, finished_at=long_ago
        )
    OutboxMessage.objects.filter(state=State.QUEUED).update(finished_at=None)
    OutboxMessage.objects.create(
        kind="drill", dedupe_key="recent", state=State.DONE, finished_at=timezone.now()
    )
    assert outbox.purge() == 2
    kept = set(OutboxMessage.objects.values_list("dedupe_key", flat=True))
    assert kept == {State.QUEUED, State.FAILED, "recent"}


def test_purge_keeps_the_key_of_a_message_that_could_be_enqueued_again():
    now = timezone.now()
    for key, useless_after in (("soon", now + timedelta(days=1)), ("past", now)):
        OutboxMessage.objects.create(
            kind="drill",
            dedupe_key=f"drill:{key}",
            state=State.DONE,
            useless_after=useless_after,
            finished_at=now - outbox.RETENTION - timedelta(days=1),
        )
    assert outbox.purge() == 1
    assert outbox.enqueue("drill", key="soon") is False


def test_draining_takes_the_same_queries_for_one_lease_of_any_size(
    calls, django_assert_num_queries
):
    """Leasing is three statements however many rows are due."""
    for number in range(100):
        outbox.enqueue("drill", key=str(number))
    for limit in (10, 80):
        with django_assert_num_queries(3):
            outbox.lease(limit)
