"""Read a CSV file of bookings, whichever program has written it.

Each row is one person. Columns have headings in English or in Welsh, in any order: ``name``,
``email``, and optionally ``session`` (its number), ``organisation``, ``role``, ``language`` (Welsh,
English or both) and ``welsh`` (whether the person wishes to use Welsh at the event). Needs are not
read: people state them themselves.
"""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gpx_site.admin.exports import FORMULA_STARTS
from gpx_site.core.models.people import normalise_name
from gpx_site.core.tables import TableError, TooLarge, read_table

MAX_BYTES = 2_000_000
MAX_ROWS = 2_000
MAX_CELL_LENGTH = 500
#: The heading of each column in the template that staff download.
HEADINGS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("Email address"),
    "session": gettext_lazy("Session"),
    "organisation": gettext_lazy("Organisation"),
    "role": gettext_lazy("Role"),
    "language": gettext_lazy("Language of correspondence"),
    "welsh": gettext_lazy("Welsh at the event"),
}
#: Other headings for the same columns, in either language, as ``normalise_name`` returns them.
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
REQUIRED = ("name", "email")


class FileRefused(Exception):
    """The file cannot be read; the message gives the reason in the active language."""


@dataclass(frozen=True)
class Row:
    """One row as written, its cells trimmed and stripped of what begins a formula.

    ``disarmed`` tells whether such signs were removed.
    """

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
        """Return the row as plain data that JSON can store."""
        return asdict(self)


def fingerprint(content: bytes) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes) -> list[Row]:
    """Return the rows of the file, without blank ones.

    Raises:
        FileRefused: it is empty or too large, is no CSV, or lacks a column.
    """
    if not content.strip():
        raise FileRefused(_("The file is empty."))
    try:
        table = read_table(
            content,
            recognise=lambda cells: sum(normalise_name(cell) in COLUMNS for cell in cells),
            max_bytes=MAX_BYTES,
            legacy_encoding="cp1252",
        )
    except TooLarge as error:
        raise FileRefused(_("The file is larger than 2 MB. Divide it.")) from error
    except TableError as error:
        raise FileRefused(str(error)) from error
    columns = _columns(table.columns)
    rows = [
        _row(row.line, columns, row.cells)
        for row in table.body
        if any(cell.strip() for cell in row.cells)
    ]
    if not rows:
        raise FileRefused(_("The file has headings but no rows."))
    if len(rows) > MAX_ROWS:
        raise FileRefused(_("The file has more than 2,000 rows. Divide it."))
    return rows


def _columns(headings: list[str]) -> list[str]:
    """Return the column of each heading, or an empty string for one that is not read."""
    found = [COLUMNS.get(normalise_name(heading), "") for heading in headings]
    for name in REQUIRED:
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
        name: cell.strip()[:MAX_CELL_LENGTH]
        for name, cell in zip(columns, cells, strict=False)
        if name
    }
    safe = {
        # An address may begin with a plus sign; validation refuses the other signs.
        name: cell if name == "email" else disarm(cell)
        for name, cell in given.items()
    }
    return Row(line=line, disarmed=safe != given, **safe)


def disarm(text: str) -> str:
    """Remove the leading signs for which a spreadsheet would take ``text`` for a formula."""
    signs = "".join(FORMULA_STARTS) + "'"
    return text.lstrip(signs + " ") if text.startswith(tuple(signs)) else text
