"""The supervisor, with real processes: kept running, and none left behind."""

import os
import signal
import sys
from pathlib import Path

import pytest

from gpx_site.demo.supervisor import Pulse, Service, ServiceKeepsFailing, Supervisor
from tests.processes import Family
from tests.waiting import eventually

pytestmark = pytest.mark.own_environment

SLEEP = "import time; time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
PARENT = (
    "import subprocess, sys, time;"
    f"subprocess.Popen([sys.executable, '-c', '{SLEEP} # grandchild']); time.sleep(600)"
)


def python(name: str, code: str, **options) -> Service:
    return Service(name, [sys.executable, "-c", f"{code} # {name}"], **options)


@pytest.fixture
def family():
    family = Family()
    yield family
    family.end()


@pytest.fixture
def supervise(family, tmp_path):
    """Make a supervisor whose processes belong to the family."""
    name, _, value = family.mark.partition("=")

    def make(**options) -> Supervisor:
        options = {"grace": 2, "say": lambda text: None} | options
        return Supervisor(
            heartbeat=tmp_path / "heartbeat", env=os.environ | {name: value}, **options
        )

    return make


def test_a_service_that_ends_is_started_again(supervise, family):
    said = []
    with supervise(say=said.append) as supervisor:
        supervisor.start(python("one", SLEEP), python("two", SLEEP))
        (one,) = eventually(lambda: family.find("# one"))
        (two,) = eventually(lambda: family.find("# two"))
        os.kill(one, signal.SIGKILL)
        eventually(lambda: supervisor.tend() or family.find("# one") not in ([], [one]))
        assert family.find("# two") == [two]
    assert said == ["The one has ended; starting it again."]
    assert family.alive() == {}


def test_a_service_that_cannot_start_stops_the_whole(supervise, family):
    with supervise() as supervisor:
        supervisor.start(python("fine", SLEEP), python("broken", "raise SystemExit(1)"))
        with pytest.raises(ServiceKeepsFailing, match="The broken ends as soon as"):
            supervisor.watch()
    assert family.alive() == {}


def test_one_that_does_not_listen_is_killed_after_the_grace(supervise, family):
    with supervise(grace=0.2) as supervisor:
        supervisor.start(python("deaf", DEAF))
        eventually(lambda: family.find("# deaf"))
    assert family.alive() == {}


def test_what_a_service_started_ends_with_it(supervise, family):
    with supervise() as supervisor:
        supervisor.start(python("parent", PARENT))
        eventually(lambda: len(family.find("# grandchild")) == 2)
    assert family.alive() == {}


def test_silence_starts_the_worker_again_and_leaves_the_web_server(supervise, family):
    with supervise(stale_after=0.5) as supervisor:
        supervisor.start(python("web", SLEEP), python("worker", SLEEP, heartbeat=True))
        web = eventually(lambda: family.find("# web"))
        worker = eventually(lambda: family.find("# worker"))
        eventually(lambda: supervisor.tend() or family.find("# worker") not in ([], worker))
        assert family.find("# web") == web


def test_a_pulse_stops_when_its_file_is_no_longer_touched(tmp_path, monkeypatch):
    now = 0.0
    monkeypatch.setattr("gpx_site.demo.supervisor.time.monotonic", lambda: now)
    path = tmp_path / "heartbeat"
    pulse = Pulse(path, stale_after=60)
    now = 59
    assert not pulse.has_stopped()
    path.touch()
    assert not pulse.has_stopped()
    now = 119
    assert not pulse.has_stopped()
    now = 120
    assert pulse.has_stopped()
    pulse.reset()
    assert not pulse.has_stopped()


STANDALONE = f"""
import sys
from pathlib import Path
from gpx_site.demo.supervisor import Service, Supervisor
services = [
    Service("deaf", [sys.executable, "-c", {DEAF!r}]),
    Service("parent", [sys.executable, "-c", {PARENT!r}]),
]
with Supervisor(heartbeat=Path("/nonexistent"), grace=1) as supervisor:
    supervisor.start(*services)
    supervisor.watch()
"""


@pytest.fixture
def standalone(family, tmp_path: Path):
    """A supervisor in a process of its own, with its four children and its guardian running."""
    process = family.start("-c", STANDALONE)
    eventually(lambda: len(family.alive()) == 5)
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_process(standalone, family, number):
    os.killpg(standalone.pid, number)
    assert standalone.wait(timeout=10) == 0
    assert family.alive() == {}


def test_nothing_outlives_a_supervisor_that_was_killed(standalone, family):
    standalone.kill()
    standalone.wait()
    eventually(lambda: family.alive() == {})
