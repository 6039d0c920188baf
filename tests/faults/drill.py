"""Real workers and beats on the test's own database, one broker, and a folder of mail."""

import os
import re
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from tests.processes import Family
from tests.waiting import eventually

WAIT_SECONDS = 240
#: The application with a side effect that leaves a trace and short waits; and the real one.
SHORT, REAL = "tests.faults.worker", "gpx_site"


@dataclass
class Drill:
    """Workers, beats and a process that owes work, on one database and one broker."""

    family: Family
    env: dict[str, str]
    folder: Path
    app: str = SHORT

    def start_worker(self) -> None:
        options = "worker --pool=solo --without-gossip --without-mingle --loglevel=error"
        self._celery(*options.split())

    def start_beat(self, name: str = "beat") -> None:
        schedule = self.folder / f"schedule-{name}"
        self._celery("beat", "--pidfile=", f"--schedule={schedule}", "--loglevel=error")

    def _celery(self, *arguments: str) -> None:
        command = ("-m", "celery", "-A", self.app, *arguments)
        self.family.start(*command, env=self.env, output=self.folder / f"{arguments[0]}.log")

    def enqueue(self, number: int) -> None:
        log = self.folder / "enqueue.log"
        command = ("-m", "tests.faults.enqueue", str(number))
        process = self.family.start(*command, env=self.env, output=log)
        assert process.wait(timeout=WAIT_SECONDS) == 0, log.read_text()

    def traces(self) -> Counter[int]:
        """How often each side effect was carried out."""
        trace = Path(self.env["DRILL_TRACE"])
        return Counter(map(int, trace.read_text().split())) if trace.exists() else Counter()

    def ticks(self) -> int:
        """How often the worker looked whether a letter is due."""
        trace = Path(self.env["DRILL_TICKS"])
        return len(trace.read_text()) if trace.exists() else 0

    def letters(self) -> int:
        """How many messages were handed to the mail server: a file each."""
        return sum(1 for _file in (self.folder / "mail").glob("*.log"))

    def sent(self) -> Counter[str]:
        """How often each message was handed to the mail server, by its Message-ID."""
        files = (path.read_text() for path in (self.folder / "mail").glob("*.log"))
        return Counter(re.findall(r"^Message-ID: (<.*>)$", "\n".join(files), re.MULTILINE))

    def done(self) -> int:
        """How many side effects that leave a trace were carried out."""
        return self.traces().total()

    def kill_worker(self, *, after: int, done: Callable[[], int]) -> None:
        """Kill the worker once ``done()`` says that ``after`` side effects were carried out."""
        eventually(lambda: done() >= after, WAIT_SECONDS)
        (worker,) = self.family.find(f"-A {self.app} worker")
        os.kill(worker, signal.SIGKILL)
        eventually(lambda: not self.family.find(f"-A {self.app} worker"))


def database_url() -> str:
    """The address of the test database, for another process."""
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    login = f"{parts['USER']}:{parts['PASSWORD']}@" if parts["PASSWORD"] else f"{parts['USER']}@"
    return f"postgres://{login}{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"
