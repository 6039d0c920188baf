"""Labels and limits of the positions of texts on a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField


@dataclass(frozen=True)
class Place:
    """The name of a position, its maximum length (None: unlimited), and whether it is one line."""

    name: str
    limit: int | None
    one_line: bool


def place(model: type[models.Model], field_path: str) -> Place:
    """Return the place of wagtail-localize's ``field_path``, e.g. ``body.picture.caption``.

    The name is in the active language, its parts separated by guillemets.
    """
    name, *inside = field_path.split(".")
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return Place(capfirst(name), None, one_line=False)
    label = capfirst(str(getattr(field, "verbose_name", name)))
    if isinstance(field, StreamField):
        found = list(_inside(field.stream_block, inside))
        names = [label, *(str(capfirst(each.label or each.name)) for each in found if each.label)]
        last = found[-1] if found else None
        return Place(" › ".join(names), _limit(last), isinstance(last, blocks.CharBlock))
    one_line = isinstance(field, models.CharField)
    return Place(label, getattr(field, "max_length", None), one_line)


def _inside(block: blocks.Block, path: list[str]) -> Iterator[blocks.Block]:
    """Yield the blocks along ``path``, without the items of lists."""
    for name in path:
        if isinstance(block, blocks.ListBlock):
            block = block.child_block
            continue
        block = getattr(block, "child_blocks", {}).get(name)
        if block is None:
            return
        yield block


def _limit(block: blocks.Block | None) -> int | None:
    return getattr(getattr(block, "field", None), "max_length", None)
