"""Subject access: export the personal data of a person, one exporter per app."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from gpx_site.core.models import Person
from gpx_site.core.templatetags.gpx_dates import gpx_date, gpx_time


@dataclass(frozen=True)
class Item:
    """One value: its name in the exported file, its label and its text on the page."""

    name: str
    label: str
    value: Any  # as it is encoded in JSON
    words: str


@dataclass(frozen=True)
class Section:
    """Records of one kind: the name in the exported file, the heading on the page."""

    name: str
    heading: str
    records: list[list[Item]]


Exporter = Callable[[Person], Iterable[Section]]
_exporters: list[Exporter] = []


def exporter(function: Exporter) -> Exporter:
    """Register the decorated function as an exporter of its app's data about a person.

    It returns sections with labels in the active language.
    """
    _exporters.append(function)
    return function


def export_sections(person: Person) -> list[Section]:
    """Return the sections of every exporter about ``person``, without those that have no record."""
    return [section for export in _exporters for section in export(person) if section.records]


def as_data(sections: Iterable[Section]) -> dict[str, list[dict[str, Any]]]:
    """Return ``sections`` for JSON: a list of records under the name of each section."""
    return {
        section.name: [{item.name: item.value for item in record} for record in section.records]
        for section in sections
    }


def item(name: str, label: Any, value: Any, words: Any = None) -> Item:
    """Return an item for a value of any type that models have.

    ``words`` is the text on the page; the default is derived from ``value``.
    """
    if isinstance(value, Model):
        value = str(value)
    if isinstance(value, dt.datetime):
        words = words or f"{gpx_date(value)}, {gpx_time(value)}"
        value = value.isoformat(timespec="seconds")
    if isinstance(value, bool):
        words = words or (_("Yes") if value else _("No"))
    text = str(label)
    return Item(name, text[:1].upper() + text[1:], value, str(value if words is None else words))


def items_of(row: Model, *names: str) -> list[Item]:
    """Return the named fields of ``row`` with their own labels, without the empty ones."""
    items = []
    for name in names:
        value = getattr(row, name)
        if value in ("", None):
            continue
        field = row._meta.get_field(name)
        words = getattr(row, f"get_{name}_display")() if getattr(field, "choices", None) else None
        items.append(item(name, getattr(field, "verbose_name", name), value, words))
    return items


@exporter
def export_person(person: Person) -> list[Section]:
    """Export the row of the person."""
    items = items_of(person, "name", "email_key", "organisation", "language", "created_at")
    return [Section("person", _("Who you are"), [items])]
