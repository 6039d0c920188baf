"""From text to keys: what both engines index and what both look for.

A key stands for a word whatever its form. The keys are plain for now: the word itself, composed
and in lower case. Change ``VERSION`` with the rules, so that an index is known to be out of date.
"""

import re
import unicodedata
from collections.abc import Iterator

VERSION = 1

# A word is letters (with their accents, composed or not) and digits; an apostrophe may stand
# inside it, a hyphen divides.
_LETTERS = r"(?:[^\W_][\u0300-\u036f]*)+"
_WORD = re.compile(f"{_LETTERS}(?:['’ʼ‘]{_LETTERS})*")
_APOSTROPHES = str.maketrans("’ʼ‘", "'''")


def words(text: str) -> Iterator[re.Match[str]]:
    """Yield a match for every word of ``text``, with its place in it."""
    return _WORD.finditer(text)


def analyse(text: str, lang: str | None) -> list[str]:
    """Return the keys under which ``text`` is found, in order.

    ``lang`` is ``"en"``, ``"cy"``, or None where it is not known. A key holds letters and digits
    only, never a space or a quotation mark.
    """
    return [key for word in words(text) for key in _keys(word.group())]


def analyse_query(text: str, lang: str | None) -> list[str]:
    """Return the keys to look for; a word may give several, any of which will do."""
    return analyse(text, lang)


def _keys(word: str) -> list[str]:
    parts = unicodedata.normalize("NFC", word.lower()).translate(_APOSTROPHES).split("'")
    return [part for part in ("".join(filter(str.isalnum, part)) for part in parts) if part]
