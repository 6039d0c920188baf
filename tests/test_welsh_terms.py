"""The list of Welsh terms: what it says is what the catalogue says."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.catalogues import welsh_entries

TERMS = Path(settings.BASE_DIR) / "docs" / "welsh-terms.md"
ROW = re.compile(r"^\| (.+?) \| (.+?) \| (m|f|) ?\|", re.MULTILINE)


def on_the_screen() -> list[tuple[str, str]]:
    """English and Welsh of every row of the first table."""
    table = TERMS.read_text(encoding="utf-8").partition("## In longer texts")[0]
    rows = [(english, welsh) for english, welsh, _gender in ROW.findall(table)]
    assert rows[0] != ("English", "Welsh")
    return rows


@pytest.mark.parametrize(("english", "welsh"), on_the_screen(), ids=lambda text: text)
def test_the_screen_uses_the_term(english, welsh):
    said = {
        entry.msgstr.casefold()
        for entry in welsh_entries()
        if entry.msgid.casefold() == english.casefold() and not entry.msgid_plural
    }
    assert welsh.casefold() in said
