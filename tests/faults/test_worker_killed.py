"""Workers killed in the middle of their work, on both kinds of broker: nothing is lost.

A side effect whose worker dies may be carried out twice, never more often than workers died; one
that was noted as done is never carried out again.
"""

import random
from collections import Counter

import pytest

from gpx_site.outbox.models import OutboxMessage
from tests.faults.drill import WAIT_SECONDS, Drill
from tests.waiting import eventually

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
KIND = "drill"


def left() -> int:
    return OutboxMessage.objects.filter(kind=KIND, state=OutboxMessage.State.QUEUED).count()


def run(drill: Drill, *, messages: int, kill_points: list[int]) -> Counter[int]:
    """Carry out ``messages``, killing a worker at each point; return how often each was done."""
    drill.enqueue(messages)
    drill.start_beat()
    for point in kill_points:
        drill.start_worker()
        drill.kill_worker(after=point, done=drill.done)
    drill.start_worker()

    eventually(lambda: left() == 0, WAIT_SECONDS)
    return drill.traces()


def check(traces: Counter[int], *, messages: int, kills: int) -> None:
    """Every message done; a second time only for the one that each killed worker held."""
    assert set(traces) == set(range(messages))
    assert traces.total() - messages <= kills
    done = OutboxMessage.objects.filter(kind=KIND, state=OutboxMessage.State.DONE)
    assert done.count() == messages


def test_a_worker_killed_twice_loses_nothing(drill):
    traces = run(drill, messages=40, kill_points=[5, 20])
    check(traces, messages=40, kills=2)


def test_a_worker_that_comes_late_finds_the_work(drill):
    """The message that said so may be gone; beat's sweep finds the row."""
    drill.enqueue(5)
    drill.start_worker()
    drill.start_beat()
    eventually(lambda: left() == 0, WAIT_SECONDS)
    assert drill.traces() == Counter(range(5))


def test_a_worker_killed_at_many_random_points_loses_nothing(drill):
    points = sorted(random.Random(20).sample(range(1, 400), 12))  # noqa: S311 - no secret
    traces = run(drill, messages=400, kill_points=points)
    check(traces, messages=400, kills=12)
