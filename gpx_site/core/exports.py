"""Spreadsheets that staff download: nothing that somebody typed may run as a formula."""

from collections import OrderedDict
from typing import Any

from django.db.models import Model
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.views.mixins import SpreadsheetExportMixin

#: The wide forms too: some programs read them as the plain ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it and does not run it.

    A leading apostrophe is the mark of text in every spreadsheet program; a telephone number that
    begins with ``+`` stays readable behind it.
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class SafeExportMixin(SpreadsheetExportMixin):
    """Wagtail's export with formulas defused in CSV and unwritable characters left out of XLSX."""

    def to_row_dict(self, item: Model) -> OrderedDict[str, Any]:
        """Leave out what a spreadsheet cannot hold."""
        row = super().to_row_dict(item)
        for field, value in row.items():
            if isinstance(value, str):
                row[field] = ILLEGAL_CHARACTERS_RE.sub("", value)
        return row

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Defuse text in CSV; cells of XLSX have a type, which Wagtail sets to text."""
        written = super().preprocess_field_value(field, value, export_format)
        if export_format == self.FORMAT_CSV and isinstance(written, str):
            return safe_cell(written)
        return written
