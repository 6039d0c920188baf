"""The server that ``scripts/bench_bookings`` measures: gunicorn on a database of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import django
import requests
from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, HttpResponse

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 4


@dataclass
class Server:
    """A running server, and the sessions that it books for."""

    base: str
    page_url: str
    event: object
    urls: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, int] = field(default_factory=dict)

    def race(self, places: int | None) -> str:
        """Make a session with so many places; return the address of its registration form."""
        from tests import factories

        days = 14 + len(self.sessions)
        session = factories.session(
            event=self.event, capacity=places, starts_at=factories.in_days(days)
        )
        url = f"{self.base}{self.page_url}register/{session.pk}/"
        self.sessions[url] = session.pk
        return url

    def sold(self, url: str) -> int:
        """How many places of a session are held, counted from its registrations."""
        from events.registration.models import Registration

        held = Registration.objects.filter(session_id=self.sessions[url])
        return held.holding_place().count()


def bare_insert(request: "HttpRequest") -> "HttpResponse":
    """The least that a POST can do: one row."""
    from django.http import HttpResponse

    from gpx_site.privacy.models import AuditEntry

    AuditEntry.objects.create(action="bench", subject="bench")
    return HttpResponse(status=204)


def wsgi() -> "WSGIHandler":
    """The hub, and the bare insert beside it; gunicorn calls this once, before it forks."""
    from django.core.wsgi import get_wsgi_application
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt

    application = get_wsgi_application()
    from gpx_site import urls

    urls.urlpatterns.insert(0, path("bench/", csrf_exempt(bare_insert)))
    return application


@contextmanager
def served() -> Iterator[Server]:
    """Make the database and its content, serve them, and remove both afterwards."""
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from tests import factories

    setup_test_environment()
    print("Preparing a database", flush=True)
    made = setup_databases(verbosity=0, interactive=False)
    tree = factories.tree()
    event = factories.event()
    page, _ = factories.event_pages(factories.event_index(tree), event)
    port = _free_port()
    process = subprocess.Popen(_command(port), env=_environment(), cwd=ROOT / "scripts")
    server = Server(f"http://localhost:{port}", page.get_url(), event)
    server.urls = {"book": server.race(None), "bare": f"{server.base}/bench/"}
    try:
        _wait_for(server.base)
        yield server
    finally:
        process.terminate()
        process.wait(10)
        teardown_databases(made, verbosity=0)


def _command(port: int) -> list[str]:
    return [
        *(
            sys.executable,
            "-m",
            "gunicorn",
            "bench_server:wsgi()",
            "--preload",
            "--graceful-timeout=2",
        ),
        f"--workers={WORKERS}",
        *(f"--bind=127.0.0.1:{port}", "--log-level=error", "--no-control-socket"),
    ]


def _environment() -> dict[str, str]:
    """The server's environment: the same settings on the database that was just made."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        login = f"{database['USER']}:{database['PASSWORD']}"
        url = f"postgres://{login}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    data = {"DATABASE_URL": url, "TEST_DATA_DIR": str(settings.DATA_DIR)}
    return os.environ | data | {"PYTHONPATH": str(ROOT)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(base: str) -> None:
    for _attempt in range(100):
        try:
            requests.get(f"{base}/health/live", timeout=5).raise_for_status()
        except requests.RequestException:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("bench: the server did not start")
