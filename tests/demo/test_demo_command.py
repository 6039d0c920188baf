"""``manage.py demo`` as a user runs it: real processes, the embedded default and the real parts."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import requests

from tests.processes import Family, embedded_environment, free_port
from tests.waiting import eventually

pytestmark = pytest.mark.own_environment

# Patience for a machine that has other things to do: alone, two cores need 45 and 10 seconds.
FIRST_START_SECONDS = 300
LATER_START_SECONDS = 60


@dataclass
class Demo:
    """A demonstration that can be started, read and stopped."""

    family: Family
    env: dict[str, str]
    output: Path
    port: int

    def start(self, *arguments: str) -> subprocess.Popen:
        command = ("manage.py", "demo", f"--port={self.port}", *arguments)
        return self.family.start(*command, env=self.env, output=self.output)

    def start_and_wait(self, seconds: float) -> subprocess.Popen:
        process = self.start()

        def announced() -> bool:
            assert process.poll() is None, self.said()
            return "Ctrl-C stops it" in self.said()

        eventually(announced, seconds)
        return process

    def said(self) -> str:
        return self.output.read_text()

    def get(self, path: str) -> requests.Response:
        return requests.get(f"http://localhost:{self.port}{path}", timeout=20)


@pytest.fixture(scope="module")
def family() -> Iterator[Family]:
    family = Family()
    yield family
    family.end()


@pytest.fixture(scope="module")
def embedded(family, tmp_path_factory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    return Demo(family, embedded_environment(folder), folder / "output", free_port())


@pytest.fixture(scope="module")
def running(embedded) -> Iterator[subprocess.Popen]:
    """The embedded demonstration, started for the first time on an empty folder."""
    process = embedded.start_and_wait(FIRST_START_SECONDS)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=10)


def test_both_languages_answer_when_the_addresses_are_printed(running, embedded):
    for language in ("en", "cy"):
        assert f"http://localhost:{embedded.port}/{language}/" in embedded.said()
        page = embedded.get(f"/{language}/")
        assert page.status_code == 200
        assert re.search(rf'<html[^>]* lang="{language}"', page.text)


def test_the_accounts_and_the_mail_are_told(running, embedded):
    for word in ("admin", "editor", "events", "evaluator", "arfer-da-2026", "/demo/mail/"):
        assert word in embedded.said()
    assert embedded.get("/demo/mail/").status_code == 200


def test_the_worker_and_beat_do_their_work(running, embedded):
    health = eventually(
        lambda: (found := embedded.get("/health/ready").json())["beat"] == "ok" and found, 60
    )
    assert set(health.values()) == {"ok"}


def test_a_killed_worker_is_started_again(running, embedded):
    (before,) = eventually(lambda: embedded.family.find("quiet worker"))
    os.kill(before, signal.SIGKILL)
    eventually(lambda: embedded.family.find("quiet worker") not in ([], [before]), 20)


def test_a_second_one_in_the_same_folder_is_refused(running, embedded, tmp_path):
    other = Demo(embedded.family, embedded.env, tmp_path / "output", free_port())
    assert other.start().wait(timeout=30) == 1
    assert other.said().count("\n") == 1
    assert "A demonstration is already running" in other.said()


def test_ctrl_c_leaves_no_process_and_a_free_port(running, embedded):
    began = time.monotonic()
    os.killpg(running.pid, signal.SIGINT)
    assert running.wait(timeout=10) == 0
    assert embedded.family.alive() == {}
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", embedded.port))
    assert time.monotonic() - began < 10
    assert embedded.said().endswith("Stopped.\n")


def test_a_later_start_is_quick(running, embedded):
    assert running.poll() is not None, "runs after the test that stops the first start"
    again = embedded.start_and_wait(LATER_START_SECONDS)
    assert "Preparing the database" not in embedded.said()
    os.killpg(again.pid, signal.SIGINT)
    assert again.wait(timeout=10) == 0


def test_nothing_outlives_a_demonstration_that_was_killed(running, embedded):
    again = embedded.start_and_wait(LATER_START_SECONDS)
    eventually(lambda: embedded.family.find("quiet beat"))
    again.kill()
    again.wait()
    eventually(lambda: embedded.family.alive() == {})


def test_a_port_in_use_is_refused_first_of_all(family, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = Demo(family, embedded_environment(tmp_path / "data"), tmp_path / "output", port)
        assert demo.start().wait(timeout=30) == 1
    assert f"Port {port} is in use" in demo.said()
    assert "PORT=" in demo.said()
    assert demo.said().count("\n") == 1
    assert not (tmp_path / "data" / "hub.sqlite3").exists()


@pytest.mark.parametrize("setting", ["DATABASE_URL", "CELERY_BROKER_URL", "ELASTICSEARCH_URL"])
def test_a_nonsensical_setting_stops_the_start_by_name(family, tmp_path, setting):
    env = embedded_environment(tmp_path / "data") | {setting: "nonsense"}
    demo = Demo(family, env, tmp_path / "output", free_port())
    assert demo.start().wait(timeout=30) == 1
    assert f"{setting} should look like" in demo.said().splitlines()[-1]


def test_a_database_that_does_not_answer_is_named(family, tmp_path):
    url = f"postgres://nobody@127.0.0.1:{free_port()}/nothing"
    env = embedded_environment(tmp_path / "data") | {"DATABASE_URL": url}
    demo = Demo(family, env, tmp_path / "output", free_port())
    assert demo.start().wait(timeout=30) == 1
    assert "DATABASE_URL" in demo.said()
    assert demo.said().count("\n") == 1


@pytest.fixture
def empty_database(postgres: str) -> Iterator[str]:
    """The address of a new, empty PostgreSQL database."""
    name = f"demo_{os.getpid()}"
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield postgres.rpartition("/")[0] + f"/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_it_runs_on_the_real_parts(family, tmp_path, empty_database, redis_url):
    env = embedded_environment(tmp_path) | {
        "DATABASE_URL": empty_database,
        "CELERY_BROKER_URL": redis_url,
        "REDIS_URL": redis_url,
    }
    if elasticsearch := os.environ.get("ELASTICSEARCH_URL"):
        env["ELASTICSEARCH_URL"] = elasticsearch
    demo = Demo(family, env, tmp_path / "output", free_port())
    process = demo.start_and_wait(FIRST_START_SECONDS)
    try:
        assert not (tmp_path / "hub.sqlite3").exists()
        assert demo.get("/cy/").status_code == 200
        found = demo.get("/api/search/?q=risk&lang=en").json()
        assert found["engine"] == ("elasticsearch" if elasticsearch else "database")
        eventually(lambda: demo.get("/health/ready").json()["beat"] == "ok", 120)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=30) == 0
    assert family.alive() == {}
