"""Read the rows of a CSV file, whichever program has written it.

The encoding, the delimiter and the row of headings are found here. What the columns mean is for
the importers: each says how many of its columns it recognises in a row of cells, and puts a
``TableError`` into its own kind of refusal.
"""

import codecs
import csv
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext_lazy as _

DELIMITERS = ",;\t"
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: How .xlsx (a ZIP archive) and .xls (a compound file) begin.
WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
MEGABYTE = 1_000_000


class TableError(Exception):
    """The file is no table that can be read; as text, the reason in the active language."""

    message = _("The file is not a CSV file.")

    def __str__(self) -> str:
        return str(self.message)


class Workbook(TableError):
    """The file is a workbook of a spreadsheet program, whatever its name says."""

    message = _("The file is an Excel workbook, not a CSV file. Save it as CSV.")


class NotText(TableError):
    """The bytes are text in no accepted encoding; ``position`` is that of the first wrong one."""

    message = _("The file is not text in UTF-8 or UTF-16. Save or download it again as CSV.")

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class TooLarge(TableError):
    """The file has more than ``max_bytes``."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(max_bytes)
        self.max_bytes = max_bytes

    def __str__(self) -> str:
        return _("The file is larger than %(size)s MB.") % {"size": self.max_bytes // MEGABYTE}


@dataclass(frozen=True)
class Row:
    """The cells of one row, and the number of the line on which it ends (the first is 1)."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """Every row of a file, blank ones too, and where in ``rows`` the headings are."""

    rows: list[Row]
    heading: int

    @property
    def columns(self) -> list[str]:
        """The headings as written; none if the file has no row."""
        return self.rows[self.heading].cells if self.rows else []

    @property
    def body(self) -> list[Row]:
        """The rows below the headings, without empty lines."""
        return [row for row in self.rows[self.heading + 1 :] if row.cells]


def read_table(
    content: bytes,
    *,
    recognise: Callable[[list[str]], int],
    search_lines: int | None = 1,
    max_bytes: int | None = None,
    legacy_encoding: str | None = None,
) -> Table:
    """Return the rows of a CSV file, and which of them has the headings.

    ``recognise`` returns how many of the importer's columns it finds among some cells, and 0 if
    they are no headings. The first of ``search_lines`` lines (None: of all) that it recognises has
    the headings, under the delimiter with which it recognises most. If it recognises none, the
    first line has them, and the delimiter is the one that is most frequent in it.

    Text is UTF-8, with or without a byte order mark, or UTF-16 with one; anything else is read in
    ``legacy_encoding``, with U+FFFD for undefined bytes, or refused if that is None.

    Raises:
        TooLarge: there are more than ``max_bytes`` bytes.
        Workbook: it is a workbook that was renamed.
        NotText: it is not text in an accepted encoding.
        TableError: it is no CSV file.
    """
    if max_bytes is not None and len(content) > max_bytes:
        raise TooLarge(max_bytes)
    text = _decode(content, legacy_encoding)
    lines = list(StringIO(text, newline=""))
    try:
        heading_line, delimiter = _find_heading(lines[:search_lines], recognise)
        reader = csv.reader(lines, delimiter=delimiter)
        rows = [Row(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise TableError from error
    heading = next((place for place, row in enumerate(rows) if row.line >= heading_line), 0)
    return Table(rows=rows, heading=heading)


def _decode(content: bytes, legacy_encoding: str | None) -> str:
    if content.startswith(WORKBOOK_MARKS):
        raise Workbook
    encoding = "utf-16" if content.startswith(UTF16_MARKS) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if legacy_encoding is None:
            raise NotText(error.start) from error
        text = content.decode(legacy_encoding, errors="replace")
    if "\0" in text:
        raise TableError
    return text


def _find_heading(lines: list[str], recognise: Callable[[list[str]], int]) -> tuple[int, str]:
    """Return the number of the line with the headings, and the delimiter."""
    for number, line in enumerate(lines, start=1):
        found = {
            delimiter: recognise(next(csv.reader([line], delimiter=delimiter), []))
            for delimiter in DELIMITERS
        }
        best = max(DELIMITERS, key=lambda delimiter: found[delimiter])
        if found[best]:
            return number, best
    first = lines[0] if lines else ""
    return 1, max(DELIMITERS, key=first.count)
