"""Spreadsheets to download: whatever was typed, nothing in them runs."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from gpx_site.admin.exports import spreadsheet

#: As people type them, and as they come out of a download as CSV.
HOSTILE = {
    "=1+1": "'=1+1",
    '=HYPERLINK("https://x.example";"a")': '\'=HYPERLINK("https://x.example";"a")',
    "@SUM(A1)": "'@SUM(A1)",
    "+44 29 2000": "'+44 29 2000",
    "-2+3": "'-2+3",
    "\t=1+1": "'\t=1+1",
    "\r=1+1": "'\r=1+1",
    "\n=1+1": "'\n=1+1",
    "\x0b=1+1": "'=1+1",
    "＝1+1": "'＝1+1",
    "＋1": "'＋1",
    "－1": "'－1",
    "＠SUM(A1)": "'＠SUM(A1)",
    "Siân - Tŷ-Gwyn = 1": "Siân - Tŷ-Gwyn = 1",
}


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_was_typed_runs(typed):
    answer = spreadsheet([["Enw", typed]], "csv", filename="x")
    lines = csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert list(lines) == [["Enw", HOSTILE[typed]]]
    answer = spreadsheet([["Enw", typed]], "xlsx", filename="x")
    _heading, cell = next(load_workbook(BytesIO(answer.content)).active.iter_rows())
    assert cell.data_type == "s"
