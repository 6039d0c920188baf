"""Spreadsheet exports in which no typed text is a formula."""

import csv
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.views.mixins import SpreadsheetExportMixin

#: Full-width forms included: some programs read them as the plain ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """Return ``text`` so that a spreadsheet program does not run it as a formula.

    A leading apostrophe marks text in every spreadsheet program; a telephone number that begins
    with ``+`` stays readable.
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class SafeExportMixin(SpreadsheetExportMixin):
    """Wagtail's export, with formulas escaped in CSV and invalid characters removed in XLSX."""

    def to_row_dict(self, item: Model) -> OrderedDict[str, Any]:
        """Remove characters that a spreadsheet cannot contain."""
        row: OrderedDict[str, Any] = super().to_row_dict(item)
        for field, value in row.items():
            if isinstance(value, str):
                row[field] = ILLEGAL_CHARACTERS_RE.sub("", value)
        return row

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Escape text in CSV; Wagtail sets the type of text cells in XLSX."""
        written = super().preprocess_field_value(field, value, export_format)
        if export_format == self.FORMAT_CSV and isinstance(written, str):
            return safe_cell(written)
        return written


FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def spreadsheet(
    rows: Iterable[Sequence[str]], export_format: str, *, filename: str
) -> HttpResponse:
    """Return a response with ``rows`` as a file of one of the ``FORMATS``, without formulas."""
    response = HttpResponse(content_type=FORMATS[export_format])
    response["Content-Disposition"] = f'attachment; filename="{filename}.{export_format}"'
    clean = ([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row] for row in rows)
    if export_format == "csv":
        response.write("\ufeff")  # the byte order mark that spreadsheet programs need for UTF-8
        csv.writer(response).writerows([safe_cell(cell) for cell in row] for row in clean)
    else:
        response.write(_workbook(clean))
    return response


def _workbook(rows: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = [WriteOnlyCell(sheet, text) for text in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()
