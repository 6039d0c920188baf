"""What somebody who has the whole database can try: to match people to responses by order.

A table is read with the columns that the database itself keeps: the place of each row, and on
PostgreSQL the transaction that wrote it.
"""

from collections import defaultdict
from random import Random
from typing import Any

from django.db import connection

Row = dict[str, Any]
KEPT = {
    "sqlite": "rowid AS place",
    "postgresql": "(ctid::text::point)[0] * 1000 + (ctid::text::point)[1] AS place, "
    "xmin::text::bigint AS transaction",
}


def rows(table: str) -> list[Row]:
    """Every row with every column, and what the database keeps of it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {KEPT[connection.vendor]}, * FROM "{table}"')  # noqa: S608 - our own tables
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """The content of every table of the database."""
    names = connection.introspection.table_names()
    with connection.cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - our own tables
            found[name] = sorted(cursor.fetchall(), key=repr)
        return found


def orders(table: str, key: str) -> dict[str, list[Any]]:
    """For each column, the distinct values of ``key`` in the order of that column.

    Rows that the column does not tell apart are in a random order.
    """
    found = rows(table)
    Random(7).shuffle(found)  # noqa: S311 - the same every time
    return {
        f"{table}.{column}": [*dict.fromkeys(row[key] for row in sorted(found, key=_by(column)))]
        for column in (found[0] if found else {})
    }


def _by(column: str) -> Any:
    return lambda row: (row[column] is not None, row[column] if row[column] is not None else 0)


def matched(people: list[int], answers: list[int]) -> int:
    """How many are found by taking the first answer for the first person's, and so on."""
    return sum(person == answer for person, answer in zip(people, answers, strict=True))


def correlation(people: list[int], answers: list[int]) -> float:
    """Spearman's rank correlation of the two orders."""
    n = len(people)
    place = {answer: rank for rank, answer in enumerate(answers)}
    squares = sum((rank - place[person]) ** 2 for rank, person in enumerate(people))
    return 1 - 6 * squares / (n * (n * n - 1))


def written_together(first: str, second: str) -> list[tuple[Any, Any]]:
    """The ids of two rows that alone share a transaction, on PostgreSQL."""
    groups: dict[Any, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for side, table in enumerate((first, second)):
        for row in rows(table):
            groups[row["transaction"]][side].append(row["id"])
    return [(a[0], b[0]) for a, b in groups.values() if len(a) == len(b) == 1]
