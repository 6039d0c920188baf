"""Several workers drain one outbox at once, on whichever database the tests run."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, MESSAGES, POISON = 6, 60, 7
State = OutboxMessage.State


def test_each_message_is_processed_once_and_a_failing_one_stays(monkeypatch):
    seen: Counter[int] = Counter()
    lock = threading.Lock()

    def handler(message: OutboxMessage) -> None:
        number = message.payload["id"]
        with lock:
            seen[number] += 1
        if number == POISON:
            raise ValueError

    monkeypatch.setitem(outbox._handlers, "drill", handler)
    monkeypatch.setattr(outbox, "nudge_worker", lambda: None)
    with transaction.atomic():
        for number in range(MESSAGES):
            outbox.enqueue("drill", key=str(number), payload={"id": number})
    ready = threading.Barrier(WORKERS)

    def work(_worker: int) -> int:
        try:
            ready.wait(timeout=30)
            return sum(iter(lambda: outbox.drain(limit=5), 0))
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        taken = sum(pool.map(work, range(WORKERS)))
    assert seen == dict.fromkeys(range(MESSAGES), 1)
    assert taken == MESSAGES
    failing = OutboxMessage.objects.get(dedupe_key=f"drill:{POISON}")
    assert (failing.state, failing.attempts, failing.error) == (State.QUEUED, 1, "ValueError")
    assert OutboxMessage.objects.filter(state=State.DONE).count() == MESSAGES - 1
