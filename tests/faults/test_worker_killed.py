"""Workers killed in the middle of their work, on both kinds of broker: nothing is lost.

A side effect whose worker dies may be carried out twice, never more often than workers died; one
that was noted as done is never carried out again.
"""

import os
import random
import signal
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from gpx_site.core.models import OutboxMessage
from tests.processes import Family, embedded_environment
from tests.waiting import eventually

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
WAIT_SECONDS = 90
KIND = "drill"


@dataclass
class Drill:
    """A worker, beat and a process that owes work, on one database and one broker."""

    family: Family
    env: dict[str, str]
    folder: Path

    def start_worker(self) -> None:
        options = "worker --pool=solo --without-gossip --without-mingle --loglevel=error"
        self._celery(*options.split())

    def start_beat(self) -> None:
        schedule = self.folder / "schedule"
        self._celery("beat", "--pidfile=", f"--schedule={schedule}", "--loglevel=error")

    def _celery(self, *arguments: str) -> None:
        command = ("-m", "celery", "-A", "tests.faults.worker", *arguments)
        self.family.start(*command, env=self.env, output=self.folder / f"{arguments[0]}.log")

    def owe(self, number: int) -> None:
        log = self.folder / "owe.log"
        command = ("-m", "tests.faults.owe", str(number))
        process = self.family.start(*command, env=self.env, output=log)
        assert process.wait(timeout=WAIT_SECONDS) == 0, log.read_text()

    def traces(self) -> Counter[int]:
        """How often each side effect was carried out."""
        trace = Path(self.env["DRILL_TRACE"])
        return Counter(map(int, trace.read_text().split())) if trace.exists() else Counter()

    def kill_worker(self, *, after: int) -> None:
        """Kill the worker once ``after`` side effects have been carried out."""
        eventually(lambda: self.traces().total() >= after, WAIT_SECONDS)
        (worker,) = self.family.find("tests.faults.worker worker")
        os.kill(worker, signal.SIGKILL)
        eventually(lambda: not self.family.find("tests.faults.worker worker"))


def database_url() -> str:
    """The address of the test database, for another process."""
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    login = f"{parts['USER']}:{parts['PASSWORD']}@" if parts["PASSWORD"] else f"{parts['USER']}@"
    return f"postgres://{login}{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"


@pytest.fixture(params=["folder", "redis"])
def drill(request, tmp_path):
    """A drill on each broker."""
    env = embedded_environment(tmp_path) | {
        "DATABASE_URL": database_url(),
        "DRILL_TRACE": str(tmp_path / "trace"),
    }
    if request.param == "redis":
        # A database of its own: nothing else's messages, and none left for anything else.
        env["CELERY_BROKER_URL"] = request.getfixturevalue("redis_url").rpartition("/")[0] + "/9"
    family = Family()
    yield Drill(family, env, tmp_path)
    family.end()


def left() -> int:
    return OutboxMessage.objects.filter(kind=KIND, state=OutboxMessage.State.QUEUED).count()


def run(drill: Drill, *, messages: int, kill_points: list[int]) -> Counter[int]:
    """Carry out ``messages``, killing a worker at each point; return how often each was done."""
    drill.owe(messages)
    drill.start_beat()
    for point in kill_points:
        drill.start_worker()
        drill.kill_worker(after=point)
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
    drill.owe(5)
    drill.start_worker()
    drill.start_beat()
    eventually(lambda: left() == 0, WAIT_SECONDS)
    assert drill.traces() == Counter(range(5))


def test_a_worker_killed_at_many_random_points_loses_nothing(drill):
    points = sorted(random.Random(20).sample(range(1, 400), 12))  # noqa: S311 - no secret
    traces = run(drill, messages=400, kill_points=points)
    check(traces, messages=400, kills=12)
