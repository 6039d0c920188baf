"""The whole database as it was: taken once in a run, brought back for each test that needs it.

Loading the demonstration takes half a minute on PostgreSQL; bringing it back takes about a second.
"""

import sqlite3
from collections.abc import Callable

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction

Restore = Callable[[], None]


def take() -> Restore:
    """Copy every row; the function returned replaces what is there by that copy.

    Needs a test outside any transaction (``transactional_db``).
    """
    restore = _take_sqlite() if connection.vendor == "sqlite" else _take_postgres()

    def bring_back() -> None:
        restore()
        ContentType.objects.clear_cache()  # their ids may have changed

    return bring_back


def _take_sqlite() -> Restore:
    copy = sqlite3.connect(":memory:")
    connection.ensure_connection()
    connection.connection.backup(copy)

    def restore() -> None:
        connection.ensure_connection()
        copy.backup(connection.connection)

    return restore


def _take_postgres() -> Restore:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    models = apps.get_models(include_auto_created=True)
    # To delete the few rows of many tables is ten times as quick as TRUNCATE, which makes files.
    empty = "; ".join(f'DELETE FROM "{table}"' for table in tables)  # noqa: S608 - our tables
    with transaction.atomic(), connection.cursor() as cursor:
        rows = {}
        for table in tables:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                if content := b"".join(copy):
                    rows[table] = content

    def restore() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # No trigger and no foreign key is asked: what comes back was whole when it was copied.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(empty)
            for table, content in rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(content)
            cursor.execute("".join(connection.ops.sequence_reset_sql(no_style(), models)))

    return restore
