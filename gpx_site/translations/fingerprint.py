"""The words of a page: what a translator works from, and a fingerprint of it."""

import hashlib
import json
import re
from collections import defaultdict

from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.types import BaseValue

# An address is not words: changing one leaves the other language right.
NOT_WORDS = {"slug"}
# So many of the same words are no name; fewer may well be the same in both languages.
SENTENCE = 5
# The editor of rich text gives each paragraph a key of its own.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def fingerprint(page: Page) -> str:
    """Return the SHA-256 of ``page``'s source segments, in order, without its address.

    The ids of blocks and paragraphs are left out: the same words have the same fingerprint.
    """
    parts = []
    for segment in extract_segments(page):
        field = _field(segment)
        if field in NOT_WORDS:
            continue
        content: str | list[object]
        if isinstance(segment, StringSegmentValue):
            content = [segment.string.data, segment.attrs]
        elif isinstance(segment, TemplateSegmentValue):
            content = BLOCK_KEY.sub("", segment.template)
        else:
            content = str(getattr(segment, "data", None) or segment.translation_key)
        parts.append([field, type(segment).__name__, content])
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def strings(page: Page) -> dict[str, list[str]]:
    """Return ``page``'s texts by field, as plain text."""
    found = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and _field(segment) not in NOT_WORDS:
            found[_field(segment)].append(segment.render_text())
    return found


def untranslated(page: Page, translation: Page) -> tuple[list[str], list[str]]:
    """Return the fields of ``twin`` that are empty, and those that still have ``page``'s words."""
    source, target = strings(page), strings(translation)
    empty = [name for name in source if name not in target]
    same = [
        name
        for name, texts in source.items()
        if texts == target.get(name) and sum(len(text.split()) for text in texts) >= SENTENCE
    ]
    return empty, same


def _field(segment: BaseValue) -> str:
    path: str = segment.path
    return path.partition(".")[0]
