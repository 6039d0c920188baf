"""Mark the words of a query, in any of their forms: the text is analysed again."""

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search import analysis

EXCERPT = 240  # characters
LEAD = 60  # characters before the first word that is marked


def mark(text: str, keys: frozenset[str], language: str) -> SafeString:
    """Return ``text`` as HTML with ``<mark>`` around each word that has one of ``keys``."""
    parts = []
    end = 0
    for start, stop in _matches(text, keys, language):
        parts.append(f"{escape(text[end:start])}<mark>{escape(text[start:stop])}</mark>")
        end = stop
    return mark_safe("".join(parts) + escape(text[end:]))


def excerpt(summary: str, body: str, keys: frozenset[str], language: str) -> SafeString:
    """Return the summary, or where only the body has the words looked for, the part with them."""
    in_summary = next(_matches(summary, keys, language), None)
    in_body = None if in_summary else next(_matches(body, keys, language), None)
    if in_body:
        return mark(_part(body, max(0, in_body[0] - LEAD)), keys, language)
    start = max(0, in_summary[0] - LEAD) if in_summary and in_summary[1] > EXCERPT else 0
    return mark(_part(summary or body, start), keys, language)


def _matches(text: str, keys: frozenset[str], language: str) -> Iterator[tuple[int, int]]:
    if not keys:
        return
    for word in analysis.words(text):
        if not keys.isdisjoint(analysis.analyse(word.group(), language)):
            yield word.span()


def _part(text: str, start: int) -> str:
    """Cut about ``EXCERPT`` characters out of ``text``, between words."""
    if start:
        start = text.rfind(" ", 0, start) + 1
    stop = len(text) if len(text) <= start + EXCERPT else text.rfind(" ", start, start + EXCERPT)
    if stop <= start:
        stop = start + EXCERPT
    before = "… " if start else ""
    after = " …" if stop < len(text) else ""
    return f"{before}{text[start:stop].strip()}{after}"
