"""Adopt the text that the translation of a page already has.

A text of the translation belongs to the text of the page at the same position: the same field, the
same block by its id (or by its index, if all blocks are of the same types), the same index within a
rich text.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments, quote_path_component
from wagtail_localize.strings import extract_ids

from gpx_site.translations.editor.segments import key


@dataclass
class _Words:
    """The content of one page: its texts by position, and its values that are not text."""

    texts: dict[str, list[StringSegmentValue]] = field(default_factory=lambda: defaultdict(list))
    values: dict[str, Any] = field(default_factory=dict)


def adopt(
    translation: Translation,
    *,
    base: Page,
    target: Page,
    trusted: bool,
    by: User | None,
) -> int:
    """Store the texts of ``target`` as translations of those of ``base`` at the same positions.

    ``base`` is the version of the page from which the translation's source was made. Texts that are
    equal in both count as translated only if the two were declared ready beside each other
    (``trusted``). Return the number of texts of ``target`` that have no position.
    """
    here, there = _words(base), _words(target, _same_blocks(base, target))
    found: dict[tuple[str, str], str] = {}
    links: dict[str, str] = {}
    lost = 0
    for path, theirs in there.texts.items():
        ours = here.texts.get(path, [])
        if len(ours) != len(theirs):
            lost += len(theirs)
            continue
        for one, other in zip(ours, theirs, strict=True):
            if extract_ids(other.string.data) - extract_ids(one.string.data):
                lost += 1
            elif trusted or one.string.data != other.string.data:
                found[path, one.string.data] = other.string.data
            links |= dict(_own_links(path, one, other))
    _translate(translation, found, by)
    values = {path: value for path, value in there.values.items() if path in here.values}
    changed = {path: value for path, value in values.items() if value != here.values[path]}
    _override(translation, links | changed, by)
    return lost


def _words(page: Page, renamed: dict[str, str] | None = None) -> _Words:
    words = _Words()
    for segment in extract_segments(page):
        path = ".".join((renamed or {}).get(part, part) for part in segment.path.split("."))
        if isinstance(segment, StringSegmentValue):
            words.texts[path].append(segment)
        elif isinstance(segment, OverridableSegmentValue):
            words.values[path] = segment.data
    return words


def _same_blocks(page: Page, target: Page) -> dict[str, str]:
    """Return the id of ``page``'s block by the id of ``target``'s block at the same position."""
    renamed: dict[str, str] = {}
    for each in page._meta.get_fields():
        if isinstance(each, StreamField):
            ours, theirs = (getattr(one, each.name).get_prep_value() for one in (page, target))
            renamed |= dict(_pair_ids(ours, theirs))
    return renamed


def _pair_ids(ours: Any, theirs: Any) -> Iterator[tuple[str, str]]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in ours.keys() & theirs.keys():
            yield from _pair_ids(ours[name], theirs[name])
    elif isinstance(ours, list) and isinstance(theirs, list) and _kinds(ours) == _kinds(theirs):
        for one, other in zip(ours, theirs, strict=True):
            if isinstance(one, dict) and "id" in one and "id" in other:
                yield other["id"], one["id"]
                yield from _pair_ids(one.get("value"), other.get("value"))


def _kinds(blocks: list[Any]) -> list[str | None]:
    return [each.get("type") if isinstance(each, dict) else None for each in blocks]


def _own_links(
    path: str, one: StringSegmentValue, other: StringSegmentValue
) -> Iterator[tuple[str, str]]:
    """Yield the links of ``other`` with another target, since a Welsh page has its own."""
    others = other.attrs or {}
    for name, attrs in (one.attrs or {}).items():
        here, there = attrs.get("href"), others.get(name, {}).get("href")
        if here and there and here != there:
            yield f"{path}.{quote_path_component(here)}", there


def _translate(
    translation: Translation, found: dict[tuple[str, str], str], by: User | None
) -> None:
    segments = StringSegment.objects.filter(source=translation.source)
    wanted = {key(each): each for each in segments.select_related("context", "string")}
    for segment in wanted.values():
        data = found.get((segment.context.path, segment.string.data))
        if data is None:
            continue
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={
                "data": data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": "",
                "last_translated_by": by,
                "has_error": False,
                "field_error": "",
            },
        )


def _override(translation: Translation, values: dict[str, Any], by: User | None) -> None:
    segments = OverridableSegment.objects.filter(source=translation.source)
    for segment in segments.select_related("context"):
        if segment.context.path in values:
            SegmentOverride.objects.update_or_create(
                locale=translation.target_locale,
                context=segment.context,
                defaults={
                    "data_json": json.dumps(values[segment.context.path]),
                    "last_translated_by": by,
                },
            )
