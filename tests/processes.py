"""Real processes that a test can find again, whoever their parent is by then."""

import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVICE_VARIABLES = ("DATABASE_URL", "CELERY_BROKER_URL", "ELASTICSEARCH_URL", "REDIS_URL")


class Family:
    """Processes that carry one mark in their environment, handed down to all their children."""

    def __init__(self) -> None:
        self.mark = f"GPX_TEST_FAMILY={uuid.uuid4().hex}"

    def start(
        self, *arguments: str, env: Mapping[str, str] | None = None, output: Path | None = None
    ) -> subprocess.Popen:
        """Run ``python <arguments>`` in a process group of its own, with its output in a file."""
        name, _, value = self.mark.partition("=")
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**(os.environ if env is None else env), name: value, "PYTHONUNBUFFERED": "1"},
            stdout=output.open("w") if output else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def alive(self) -> dict[int, str]:
        """The living processes of this family: their id and command line."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                carries = self.mark.encode() in (folder / "environ").read_bytes()
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if carries:
                found[int(folder.name)] = command.strip()
        return found

    def find(self, words: str) -> list[int]:
        """The ids of the living processes whose command line contains ``words``, oldest first."""
        return sorted(pid for pid, command in self.alive().items() if words in command)

    def end(self) -> None:
        """Kill whatever is left."""
        for pid in self.alive():
            os.kill(pid, 9)


def embedded_environment(data_dir: Path) -> dict[str, str]:
    """The environment of the embedded default, with its data in ``data_dir``."""
    dropped = {*SERVICE_VARIABLES, "DJANGO_SETTINGS_MODULE", "SITE_URL", "EMAIL_URL"}
    dropped.add("DJANGO_ALLOW_ASYNC_UNSAFE")  # the browser's fixtures set it for this process alone
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"DATA_DIR": str(data_dir)}


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
