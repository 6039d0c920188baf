"""Validate the blocks of a page without the editor's form."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks.base import get_error_json_data
from wagtail.fields import StreamField
from wagtail.models import Page


def block_mistakes(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the label of each invalid block and its error, in the active language."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _mistakes(field, field.value_from_object(page))


def _mistakes(field: StreamField, value: Any) -> Iterator[tuple[str, str]]:
    try:
        field.stream_block.clean(value)
    except ValidationError as error:
        found = get_error_json_data(error)
        for text in found.pop("messages", []):
            yield str(field.verbose_name), text
        for index, nested in found.get("blockErrors", {}).items():
            label = str(value[int(index)].block.label)
            yield from ((label, text) for text in _messages(nested))


def _messages(found: dict[Any, Any]) -> Iterator[str]:
    """Yield every message in a tree of errors; tables nest them more deeply than other blocks."""
    for name, nested in found.items():
        if name == "messages":
            yield from nested
        else:
            yield from _messages(nested)
