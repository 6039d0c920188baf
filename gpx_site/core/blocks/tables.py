"""Accessible tables, translated cell by cell."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockValidationError,
)
from wagtail_localize.segments import StringSegmentValue

from gpx_site.core.blocks.common import EVIDENCE, anchor

WORD = re.compile(r"[^\W\d_]")


class Grid(TypedTableBlock):
    """The caption, the columns with their headings, and the rows.

    Each text is translated under a key derived from the text itself: rows and columns can be moved
    and added without losing translations. A text in several cells is translated once; numbers are
    not translated.
    """

    text = blocks.CharBlock(label=_("Text"), required=False)
    figure = blocks.CharBlock(label=pgettext_lazy("table", "Figures"), required=False)

    def clean(self, value: TypedTable) -> TypedTable:
        """Refuse an inaccessible table: without caption, headings or rows."""
        cleaned = super().clean(value)
        problems = []
        if not self.is_deferred_validation:
            if not cleaned.caption.strip():
                problems.append(_("Give the table a caption: it says what the table is about."))
            if any(not column["heading"].strip() for column in cleaned.columns):
                problems.append(_("Give every column a heading."))
            if not cleaned.columns or not cleaned.row_data:
                problems.append(_("Give the table at least one column and one row."))
        if problems:
            raise TypedTableBlockValidationError(
                non_block_errors=[ValidationError(problem) for problem in problems]
            )
        return cleaned

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        """Return the table's texts for wagtail-localize, each once, in reading order."""
        texts = dict.fromkeys(text for text in _texts(value) if WORD.search(text))
        return [StringSegmentValue(_key(text), text) for text in texts]

    def restore_translated_segments(
        self, value: TypedTable, segments: list[StringSegmentValue]
    ) -> TypedTable:
        """Return the table with the texts that ``segments`` translate."""
        found = {segment.path: segment.render_text() for segment in segments}

        def translate(text: str | None) -> str:
            return found.get(_key(text), text) if text else ""

        return TypedTable(
            columns=[
                {**column, "heading": translate(column["heading"])} for column in value.columns
            ],
            row_data=[
                {"values": [translate(cell) for cell in row["values"]]} for row in value.row_data
            ],
            caption=translate(value.caption),
        )


def _texts(table: TypedTable) -> Iterator[str]:
    """Yield the caption, the headings, and the cells row by row."""
    yield table.caption or ""
    for column in table.columns:
        yield column["heading"] or ""
    for row in table.row_data:
        for cell in row["values"]:
            yield cell or ""


def _key(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


class TableBlock(blocks.StructBlock):
    """A table with a caption and headings; on a narrow screen it scrolls separately."""

    table = Grid(label=_("Table"))
    row_headings = blocks.BooleanBlock(
        label=_("The first column holds the headings of the rows"), required=False, default=True
    )

    class Meta:
        icon = "table"
        group = EVIDENCE
        label = _("Table")
        template = "blocks/table.html"
        description = _("Figures or facts to compare, with a caption and headings.")
        preview_value = {
            "table": {
                "caption": "Calls before and after the new letter",
                "columns": [
                    {"type": "text", "heading": "Month"},
                    {"type": "figure", "heading": "Calls"},
                ],
                "rows": [{"values": ["March", "212"]}, {"values": ["April", "31"]}],
            },
            "row_headings": True,
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the id of the caption, which labels the scrolling region."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"anchor": anchor("table", list(_texts(value["table"])))}
