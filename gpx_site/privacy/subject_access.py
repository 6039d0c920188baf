"""What is held about a person, each app answering for its own tables."""

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
    """One thing that is known: its name in a file, and its label and words on a page."""

    name: str
    label: str
    value: Any  # as JSON holds it
    words: str


@dataclass(frozen=True)
class Section:
    """Records of one kind: its name in a file, its heading on a page."""

    name: str
    heading: str
    records: list[list[Item]]


Exporter = Callable[[Person], Iterable[Section]]
_exporters: list[Exporter] = []


def exporter(function: Exporter) -> Exporter:
    """Register a function that tells, in the active language, what its app holds about a person."""
    _exporters.append(function)
    return function


def data_held_about(person: Person) -> list[Section]:
    """Everything that is held about ``person``; sections without a record are left out."""
    return [section for hold in _exporters for section in hold(person) if section.records]


def as_data(sections: Iterable[Section]) -> dict[str, list[dict[str, Any]]]:
    """``sections`` as JSON holds them: a list of records under the name of each."""
    return {
        section.name: [{item.name: item.value for item in record} for record in section.records]
        for section in sections
    }


def item(name: str, label: Any, value: Any, words: Any = None) -> Item:
    """A fact from a value of any of the types that models have."""
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
    """The fields of ``row`` by these names, under their own labels; without those left empty."""
    facts = []
    for name in names:
        value = getattr(row, name)
        if value in ("", None):
            continue
        field = row._meta.get_field(name)
        words = getattr(row, f"get_{name}_display")() if getattr(field, "choices", None) else None
        facts.append(item(name, getattr(field, "verbose_name", name), value, words))
    return facts


@exporter
def export_person(person: Person) -> list[Section]:
    """Who the person is."""
    facts = items_of(person, "name", "email_key", "organisation", "language", "created_at")
    return [Section("person", _("Who you are"), [facts])]
