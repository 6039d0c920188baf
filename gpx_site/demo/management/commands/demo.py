"""``manage.py demo``: load the demonstration and run the whole hub on one machine."""

import contextlib
import fcntl
import http.client
import os
import socket
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from gpx_site.demo import loader
from gpx_site.demo.accounts import ACCOUNTS, PASSWORD
from gpx_site.demo.progress import Progress
from gpx_site.demo.services import beat, web_server, worker
from gpx_site.demo.supervisor import ServiceKeepsFailing, Supervisor
from gpx_site.ops import health

STOPPED_BY_CTRL_C = 130


class Command(BaseCommand):
    """Prepare the database, load the demonstration, and run web server, worker and beat."""

    help = "Run the hub with its demonstration content until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options for the port and for loading only."""
        parser.add_argument("--port", type=int, default=8000, help="default: 8000")
        parser.add_argument("--no-serve", action="store_true", help="load the content and exit")

    def handle(self, *args: Any, port: int, no_serve: bool, **options: Any) -> None:
        """Check the port, load the content, then serve."""
        if not settings.DEMO:
            raise CommandError("The demonstration runs with gpx_site.settings.demo alone.")
        try:
            if no_serve:
                self._prepare()
                return
            check_port(port)
            with alone_in_data_folder():
                self._prepare()
                self._serve(port)
        except KeyboardInterrupt:
            raise CommandError("Stopped.", returncode=STOPPED_BY_CTRL_C) from None

    def _prepare(self) -> None:
        self._check_parts()
        is_new = self._migrate()
        self._load()
        # Later changes reach the index through the outbox; but the cluster may be new.
        if is_new or settings.ELASTICSEARCH_NODES:
            self._build_search()

    def _check_parts(self) -> None:
        try:
            connection.ensure_connection()
        except OperationalError:
            raise CommandError("The database that DATABASE_URL names does not answer.") from None
        parts = health.check_parts()
        for part, variable in {
            "broker": "CELERY_BROKER_URL",
            "search": "ELASTICSEARCH_URL",
        }.items():
            if not parts[part].ok:
                self.stderr.write(f"What {variable} names does not answer; going on without it.")

    def _migrate(self) -> bool:
        """Apply the missing migrations; return whether there were any."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            progress = Progress(self.stdout, "Preparing the database", len(plan))
            call_command("migrate", interactive=False, stdout=MigrationLines(progress))
            progress.finish()
        return bool(plan)

    def _load(self) -> None:
        progress = Progress(self.stdout, "Loading the content", len(loader.STEPS))
        loader.load(progress.step)
        progress.finish()

    def _build_search(self) -> None:
        self.stdout.write("Building the search index")
        try:
            call_command("rebuild_search")
        except CommandError as error:
            self.stderr.write(f"{error} Going on without it.")

    def _serve(self, port: int) -> None:
        # Links in mail and in feeds must have this port.
        site = os.environ.get("SITE_URL") or f"http://localhost:{port}"
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "SITE_URL": site,
        }
        connection.close()
        heartbeat = settings.DATA_DIR / "heartbeat"
        with Supervisor(heartbeat=heartbeat, env=env, say=self.stderr.write) as supervisor:
            try:
                supervisor.start(web_server(port))
                wait_for_first_page(supervisor, port)
                if not supervisor.stopping.is_set():
                    self._tell(site)
                    # Not earlier: four programs that start at once delay the first page.
                    supervisor.start(worker(), beat())
                supervisor.watch()
            except ServiceKeepsFailing as error:
                raise CommandError(str(error)) from None
        self.stdout.write("Stopped.")

    def _tell(self, site: str) -> None:
        mail = "sent through EMAIL_URL" if settings.EMAIL_URL else f"{site}/demo/mail/"
        accounts = [f"  {each.username:<10}{each.group or 'Administrator'}" for each in ACCOUNTS]
        lines = [
            "",
            self.style.SUCCESS("The hub is running. Ctrl-C stops it."),
            f"  English   {site}/en/",
            f"  Cymraeg   {site}/cy/",
            f"  Staff     {site}/admin/",
            f"  Mail      {mail}",
            "",
            f"Staff accounts (password {PASSWORD}):",
            *accounts,
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


class MigrationLines:
    """An output stream for ``migrate`` that counts its migrations."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def write(self, text: str) -> None:
        """Count a line such as ``Applying wagtailcore.0001_initial...``."""
        if text.strip().startswith("Applying"):
            self._progress.step(text.split()[1].rstrip("."))

    def flush(self) -> None:
        """Do nothing: no output is buffered."""


def check_port(port: int) -> None:
    """Refuse a port that cannot be bound, before anything else is done.

    Raises:
        CommandError: the port is in use or not allowed.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise CommandError(
                f"Port {port} is in use or not allowed; choose another, e.g. make demo PORT=8123"
            ) from None


@contextlib.contextmanager
def alone_in_data_folder() -> Iterator[None]:
    """Lock the data folder for one demonstration: two beats would send everything twice.

    Raises:
        CommandError: another demonstration runs there.
    """
    with (settings.DATA_DIR / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"A demonstration is already running in {settings.DATA_DIR}; "
                "stop it, or set DATA_DIR to another folder."
            ) from None
        yield


def wait_for_first_page(supervisor: Supervisor, port: int) -> None:
    """Return when the web server answers, or when the supervisor is stopped."""
    while not supervisor.stopping.wait(0.2):
        supervisor.tend()
        with contextlib.suppress(OSError, http.client.HTTPException):
            server = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            server.request("GET", "/health/live")
            server.getresponse()
            return
