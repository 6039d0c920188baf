"""The text of a page as wagtail-localize extracts it, and its fingerprint."""

import hashlib
import json
import re
from collections import defaultdict

from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.types import BaseValue

# A changed slug does not make the other language outdated.
NOT_WORDS = {"slug"}
# From this number of words on, equal texts are untranslated; shorter ones may be names.
SENTENCE = 5
# The rich text editor gives each paragraph a key.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def fingerprint(page: Page) -> str:
    """Return the SHA-256 of the source segments of ``page``, in order, without its slug.

    The ids of blocks and paragraphs are left out: equal texts have equal fingerprints.
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
    """Return the texts of ``page`` by field, as plain text."""
    found = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and _field(segment) not in NOT_WORDS:
            found[_field(segment)].append(segment.render_text())
    return found


def untranslated(page: Page, translation: Page) -> tuple[list[str], list[str]]:
    """Return the empty fields of ``translation``, and those with the same text as ``page``."""
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
