"""The rows that the blocks of one text name, fetched for the whole text at once.

Wagtail fetches them kind of block by kind of block: the pictures, then the pictures before videos,
then the documents. Whoever shows a text asks what it names, fetches that as it is needed, and makes
the blocks of it::

    wanted = named(page.body)
    make_blocks(page.body, {Image: pictures(wanted[Image])})

What is not at hand is fetched as Wagtail does.
"""

import copy
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any

from wagtail import blocks
from wagtail.blocks import StreamValue

#: By what is named (a model, as a rule), each by its key.
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
        """A copy of ``row`` for one block."""
        return copy.copy(row)


def at_hand(kind: type) -> Mapping[Any, Any] | None:
    """The rows of a ``kind`` by their keys; None unless they have been fetched for this text."""
    return _at_hand.get({}).get(kind)


def named(text: StreamValue) -> defaultdict[type, set[Any]]:
    """Return the keys of the rows that the blocks of ``text`` name; asks nothing."""
    found: defaultdict[type, set[Any]] = defaultdict(set)
    for kind, key in _named(text.stream_block, list(text.raw_data)):
        if key:
            found[kind].add(key)
    return found


def bind_blocks(text: StreamValue, rows: Rows) -> None:
    """Make the blocks of ``text`` out of ``rows``."""
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
