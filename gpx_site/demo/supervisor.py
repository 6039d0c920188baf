"""Run the web server, the worker and beat, and restart them.

Each leads its own process group: Ctrl-C reaches only the supervisor, which ends the others in
order, with all processes that they started. A service that ends is restarted; the worker and beat
are also restarted when the heartbeat, a file that a task sent by beat touches, has stopped.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from gpx_site.demo import guardian

GRACE_SECONDS = 5.0
HEARTBEAT_SECONDS = 60.0
POLL_SECONDS = 0.25
# A service that ends this soon after its start, this often in a row, will not recover.
SOON_SECONDS = 10.0
SOON_LIMIT = 3


class ServiceKeepsFailing(Exception):
    """A service ended soon after its start, several times in a row."""


@dataclass(frozen=True)
class Service:
    """A process to run. With ``heartbeat`` it is restarted when the heartbeat stops."""

    name: str
    command: Sequence[str]
    heartbeat: bool = False


class Running:
    """The process of a service, and its process group."""

    def __init__(self, service: Service, env: Mapping[str, str], failures: int = 0) -> None:
        self.service = service
        self.failures = failures
        self.started = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - the command is the supervisor's own
            service.command, env=env, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.group = self._process.pid

    @property
    def ended(self) -> bool:
        """Return whether the process has ended."""
        return self._process.poll() is not None

    @property
    def ended_soon(self) -> bool:
        """Return whether it ran for so short a time that its start must have failed."""
        return time.monotonic() - self.started < SOON_SECONDS

    def ask_to_end(self) -> None:
        """Ask the leader to end when its current work is done; it passes the signal on."""
        if not self.ended:
            self._process.terminate()

    def kill(self) -> None:
        """Kill the whole group now, and wait for it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)
        self._process.wait()


class Supervisor:
    """Start services, watch them, and end them all.

    Use it as a context manager, which ends every process::

        with Supervisor(heartbeat=path) as supervisor:
            supervisor.start(*services)
            supervisor.watch()  # until SIGINT, SIGTERM or SIGHUP
    """

    def __init__(
        self,
        *,
        heartbeat: Path,
        env: Mapping[str, str] = os.environ,
        say: Callable[[str], None] = print,
        grace: float = GRACE_SECONDS,
        stale_after: float = HEARTBEAT_SECONDS,
    ) -> None:
        self.stopping = threading.Event()
        self._pulse = Pulse(heartbeat, stale_after)
        self._env = env
        self._say = say
        self._grace = grace
        self._running: list[Running] = []

    def __enter__(self) -> "Supervisor":
        self._handlers = {
            number: signal.signal(number, lambda *_: self.stopping.set())
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        self._guardian = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, guardian.__file__],
            stdin=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end(self._running)
        self._running = []
        self._guardian.communicate()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def start(self, *services: Service) -> None:
        """Start these services, and reset the wait for a heartbeat."""
        for service in services:
            self._running.append(self._start(service))
        self._pulse.reset()

    def watch(self) -> None:
        """Restart services that end or lose their heartbeat, until stopped.

        Raises:
            ServiceKeepsFailing: a service ended soon after its start several times in a row.
        """
        while not self.stopping.wait(POLL_SECONDS):
            self.tend()

    def tend(self) -> None:
        """Check every service once."""
        for running in [running for running in self._running if running.ended]:
            self._say(f"The {running.service.name} has ended; starting it again.")
            self._replace(running)
        if self._pulse.has_stopped():
            self._say("There has been no heartbeat; starting the worker and beat again.")
            silent = [running for running in self._running if running.service.heartbeat]
            self._end(silent)
            for running in silent:
                self._replace(running)
            self._pulse.reset()

    def _replace(self, old: Running) -> None:
        failures = old.failures + 1 if old.ended_soon else 0
        if failures >= SOON_LIMIT:
            raise ServiceKeepsFailing(f"The {old.service.name} ends as soon as it is started.")
        self._end([old])
        self._running[self._running.index(old)] = self._start(old.service, failures)

    def _start(self, service: Service, failures: int = 0) -> Running:
        running = Running(service, self._env, failures)
        self._tell_guardian(f"+{running.group}")
        return running

    def _end(self, all_running: Sequence[Running]) -> None:
        """Ask the processes to end, all at once; kill the rest after the grace period."""
        for running in all_running:
            running.ask_to_end()
        deadline = time.monotonic() + self._grace
        while time.monotonic() < deadline and not all(running.ended for running in all_running):
            time.sleep(0.05)
        for running in all_running:
            running.kill()
            self._tell_guardian(f"-{running.group}")

    def _tell_guardian(self, line: str) -> None:
        # Without its guardian the supervisor still works; only its own sudden end is unguarded.
        with contextlib.suppress(BrokenPipeError):
            print(line, file=self._guardian.stdin, flush=True)


class Pulse:
    """Watch whether a file is still being touched.

    Measured by a clock that stops while the machine sleeps.
    """

    def __init__(self, path: Path, stale_after: float) -> None:
        self._path = path
        self._stale_after = stale_after
        self.reset()

    def reset(self) -> None:
        """Restart the wait."""
        self._last = self._touched()
        self._seen = time.monotonic()

    def has_stopped(self) -> bool:
        """Return whether the file has not been touched for too long."""
        touched = self._touched()
        if touched != self._last:
            self._last, self._seen = touched, time.monotonic()
        return time.monotonic() - self._seen > self._stale_after

    def _touched(self) -> float | None:
        try:
            return self._path.stat().st_mtime
        except FileNotFoundError:
            return None
