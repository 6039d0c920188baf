"""Reading a CSV file of bookings, whoever's program has written it.

One row for each person. The columns may have their names in English or in Welsh and stand in any
order: ``name``, ``email``, and, where they are wanted, ``session`` (its number), ``organisation``,
``role``, ``language`` (Welsh, English or both), ``welsh`` (whether they would like to use Welsh at
the event). Needs are not read: they are for people themselves to tell.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gpx_site.admin.exports import FORMULA_STARTS
from gpx_site.core.models.people import normalise_name

LARGEST_FILE = 2_000_000
MOST_ROWS = 2_000
LONGEST_CELL = 500
#: The heading of each column, as the template to download has it.
HEADINGS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("Email address"),
    "session": gettext_lazy("Session"),
    "organisation": gettext_lazy("Organisation"),
    "role": gettext_lazy("Role"),
    "language": gettext_lazy("Language of correspondence"),
    "welsh": gettext_lazy("Welsh at the event"),
}
#: What else people call them, in either language.
NAMES = {
    "name": ("name", "full name", "enw", "enw llawn"),
    "email": (
        "email",
        "e-mail",
        "email address",
        "e-mail address",
        "e-bost",
        "ebost",
        "cyfeiriad e-bost",
    ),
    "session": ("session", "session number", "sesiwn", "rhif y sesiwn"),
    "organisation": ("organisation", "organization", "sefydliad"),
    "role": ("role", "job title", "rol", "swydd"),
    "language": (
        "language",
        "language of correspondence",
        "iaith",
        "iaith gohebu",
        "iaith ohebu",
    ),
    "welsh": (
        "welsh",
        "welsh at the event",
        "wishes to use welsh at the event",
        "cymraeg",
        "cymraeg yn y digwyddiad",
        "y gymraeg yn y digwyddiad",
    ),
}
COLUMNS = {heading: column for column, headings in NAMES.items() for heading in headings}
NEEDED = ("name", "email")


class FileRefused(Exception):
    """The file cannot be read; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Row:
    """One row as it was written, its cells trimmed and unable to run in a spreadsheet."""

    line: int
    name: str = ""
    email: str = ""
    session: str = ""
    organisation: str = ""
    role: str = ""
    language: str = ""
    welsh: str = ""
    disarmed: bool = False

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return asdict(self)


def fingerprint(content: bytes) -> str:
    """The same for the same file, and for no other."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes) -> list[Row]:
    """Return the rows of the file, without blank ones.

    Raises:
        FileRefused: it is empty or too large, is no CSV, or lacks a column.
    """
    if not content.strip():
        raise FileRefused(_("The file is empty."))
    if len(content) > LARGEST_FILE:
        raise FileRefused(_("The file is larger than 2 MB. Divide it."))
    try:
        rows = list(_rows(_decode(content)))
    except csv.Error as error:
        raise FileRefused(_("The file is not a CSV file.")) from error
    if not rows:
        raise FileRefused(_("The file has headings but no rows."))
    if len(rows) > MOST_ROWS:
        raise FileRefused(_("The file has more than 2,000 rows. Divide it."))
    return rows


def _decode(content: bytes) -> str:
    """Read it as UTF-8 or UTF-16, else as Windows writes the letters of western Europe."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise FileRefused(_("The file is not a CSV file."))
    return text


def _rows(text: str) -> Iterator[Row]:
    first = text.splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    columns = _columns(next(reader))
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _row(reader.line_num, columns, cells)


def _columns(headings: list[str]) -> list[str]:
    """The column of each heading; empty for one that we do not read."""
    found = [COLUMNS.get(normalise_name(heading), "") for heading in headings]
    for name in NEEDED:
        if name not in found:
            words = _("The file has no column “%(column)s”. Download the template to see them all.")
            raise FileRefused(words % {"column": HEADINGS[name]})
    for name in filter(None, found):
        if found.count(name) > 1:
            words = _("The column “%(column)s” is in the file twice.")
            raise FileRefused(words % {"column": HEADINGS[name]})
    return found


def _row(line: int, columns: list[str], cells: list[str]) -> Row:
    given = {
        name: cell.strip()[:LONGEST_CELL]
        for name, cell in zip(columns, cells, strict=False)
        if name
    }
    safe = {
        # A plus sign may begin an address; an address with what else begins a formula is refused.
        name: cell if name == "email" else disarm(cell)
        for name, cell in given.items()
    }
    return Row(line=line, disarmed=safe != given, **safe)


def disarm(text: str) -> str:
    """Leave out the signs by which a spreadsheet takes text for a formula."""
    signs = "".join(FORMULA_STARTS) + "'"
    return text.lstrip(signs + " ") if text.startswith(tuple(signs)) else text
