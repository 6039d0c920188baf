"""Preload the rows that the blocks of a text refer to.

Wagtail fetches them by block type: the pictures, then the posters of videos, then the documents.
The caller finds out which rows a text refers to, fetches them, and binds the blocks to them::

    wanted = named(page.body)
    bind_blocks(page.body, {Image: pictures(wanted[Image])})

Wagtail fetches the rows that are not preloaded.
"""

import copy
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any

from wagtail import blocks
from wagtail.blocks import StreamValue

#: The rows by their type (usually a model) and key.
Rows = Mapping[type, Mapping[Any, Any]]

_at_hand: ContextVar[Rows] = ContextVar("rows_at_hand")


class Preloaded(blocks.ChooserBlock):
    """A chooser block that takes its row from the preloaded rows, each time a copy."""

    def bulk_to_python(self, values: Any) -> list[Any]:
        """Return the rows with these keys, None for each that is not there."""
        rows = at_hand(self.model_class)
        if rows is None:
            fetched: list[Any] = super().bulk_to_python(values)
            return fetched
        return [self.own(rows[value]) if value in rows else None for value in values]

    def own(self, row: Any) -> Any:
        """Return a copy of ``row`` for one block."""
        return copy.copy(row)


def at_hand(kind: type) -> Mapping[Any, Any] | None:
    """Return the preloaded rows of ``kind`` by key; None if they are not preloaded."""
    return _at_hand.get({}).get(kind)


def named(text: StreamValue) -> defaultdict[type, set[Any]]:
    """Return the keys of the rows that the blocks of ``text`` refer to, without a query."""
    found: defaultdict[type, set[Any]] = defaultdict(set)
    for kind, key in _named(text.stream_block, list(text.raw_data)):
        if key:
            found[kind].add(key)
    return found


def bind_blocks(text: StreamValue, rows: Rows) -> None:
    """Build the blocks of ``text`` with the preloaded ``rows``."""
    token = _at_hand.set(rows)
    try:
        list(text)
    finally:
        _at_hand.reset(token)


def _named(block: blocks.Block, raw: Any) -> Iterator[tuple[type, Any]]:
    if isinstance(block, blocks.StreamBlock):
        for child in raw or []:
            yield from _named(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, blocks.StructBlock) and isinstance(raw, Mapping):
        for name, child_block in block.child_blocks.items():
            yield from _named(child_block, raw.get(name))
        if hasattr(block, "names"):
            yield from block.names(raw)
    elif isinstance(block, blocks.ChooserBlock):
        yield block.model_class, raw
