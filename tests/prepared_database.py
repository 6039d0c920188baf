"""A database in which every migration has run, kept between runs and copied for each.

It is keyed by the migrations of all apps: when one changes, the database is made anew. SQLite's is
a file in pytest's cache; PostgreSQL's a database of its own, from which each process takes its own
by ``CREATE DATABASE … TEMPLATE``.
"""

import fcntl
import hashlib
import inspect
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from wagtail.models import Page

from gpx_site.admin import groups
from gpx_site.outbox.models import OutboxMessage

PREFIX = "gpx_prepared_"


def open_copy(cache: Path) -> None:
    """Point the connection at a fresh copy; make the prepared database where there is none."""
    copy = connection.creation._get_test_db_name()
    prepared: Any = _Files(cache) if connection.vendor == "sqlite" else _Databases(cache)
    with _alone(cache):
        if not prepared.exists():
            prepared.clear()
            _name(prepared.unfinished)
            prepared.begin()
            _migrate()
            connection.close()
            prepared.finish()
        prepared.copy_to(copy)
    _name(copy)


def remove_copy() -> None:
    """Remove the copy again."""
    copy = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        Path(copy).unlink()
    else:
        _on_server(f'DROP DATABASE IF EXISTS "{copy}"')


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    Page.objects.filter(depth__gt=1).delete()  # Wagtail's welcome, which no test wants,
    OutboxMessage.objects.all().delete()  # nor the side effects of its removal


def _key() -> str:
    """The digest of every migration, and of the groups that are made after them."""
    digest = hashlib.sha256(inspect.getsource(groups).encode())
    for app in apps.get_app_configs():
        name, _explicit = MigrationLoader.migrations_module(app.label)
        try:
            folder = Path(str(import_module(name).__file__)).parent
        except ModuleNotFoundError:
            continue
        for file in sorted(folder.glob("*.py")):
            digest.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _name(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """One process at a time: the others find the database made."""
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _Files:
    """The prepared database of SQLite: a file."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.file = cache / f"{PREFIX}{_key()}.sqlite3"
        self.unfinished = str(cache / "unfinished.sqlite3")

    def exists(self) -> bool:
        return self.file.exists()

    def clear(self) -> None:
        for old in self.cache.glob("*.sqlite3*"):
            old.unlink()

    def begin(self) -> None:
        """SQLite makes the file when it is opened."""

    def finish(self) -> None:
        Path(self.unfinished).rename(self.file)

    def copy_to(self, database: str) -> None:
        shutil.copyfile(self.file, database)


class _Databases:
    """The prepared database of PostgreSQL: a database beside the one that the settings name."""

    def __init__(self, cache: Path) -> None:
        # Two checkouts may share a server.
        place = hashlib.sha256(str(cache).encode()).hexdigest()[:8]
        self.prefix = f"{PREFIX}{place}_"
        self.name = f"{self.prefix}{_key()}"
        self.unfinished = f"{self.prefix}unfinished"

    def exists(self) -> bool:
        return self.name in self._names()

    def clear(self) -> None:
        for old in self._names():
            _on_server(f'DROP DATABASE "{old}"')

    def begin(self) -> None:
        _on_server(f'CREATE DATABASE "{self.unfinished}"')

    def finish(self) -> None:
        _on_server(f'ALTER DATABASE "{self.unfinished}" RENAME TO "{self.name}"')

    def copy_to(self, database: str) -> None:
        _on_server(f'DROP DATABASE IF EXISTS "{database}"')
        _on_server(f'CREATE DATABASE "{database}" TEMPLATE "{self.name}"')

    def _names(self) -> list[str]:
        sql = f"SELECT datname FROM pg_database WHERE datname LIKE '{self.prefix}%'"  # noqa: S608 - the prefix is ours
        return [name for (name,) in _on_server(sql)]


def _on_server(sql: str) -> list[Any]:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []
