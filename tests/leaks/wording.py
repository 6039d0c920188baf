"""What the message catalogues say in each language."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib

from gpx_site.i18n import catalogue
from tests.catalogues import welsh_entries
from tests.leaks.texts import MARKUP
from tests.leaks.words import words_of

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")
TWO_LETTERS = re.compile(r"..").match
#: Packages whose own English a page may show.
PACKAGES = ("django", "wagtail", "wagtail_localize")


def pieces(texts: Iterable[str]) -> set[str]:
    """Split messages where markup splits a page's text, leaving out what has no words."""
    found = (" ".join(piece.split()) for text in texts for piece in MARKUP.split(text))
    return {piece for piece in found if any(map(TWO_LETTERS, _words(piece)))}


def _words(message: str) -> set[str]:
    """The words of a message; what is put in may be a figure, to which "th" belongs."""
    return set(words_of(PLACEHOLDER.sub("0", message)))


@cache
def own_messages() -> dict[str, frozenset[str]]:
    """The project's own messages in each language.

    The overlay of other packages' messages is left out: their English is known from themselves,
    and their labels of one word ("You", "2 walls") tell little of how a language is written.
    """
    english: set[str] = set()
    welsh: set[str] = set()
    for entry in catalogue.read_po():
        english |= pieces([entry.msgid, entry.msgid_plural])
        welsh |= pieces([entry.msgstr, *entry.msgstr_plural.values()])
    return {"en": frozenset(english), "cy": frozenset(welsh)}


@cache
def packages_english() -> frozenset[str]:
    """Every message of the packages below, none of which is to be seen on a Welsh page."""
    return frozenset(
        piece
        for path in _english_catalogues()
        for entry in polib.pofile(str(path))
        for piece in pieces([entry.msgid, entry.msgid_plural])
    )


def _english_catalogues() -> Iterator[Path]:
    for package in PACKAGES:
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        yield from Path(spec.origin).parent.glob("**/locale/en/LC_MESSAGES/django*.po")


@cache
def bilingual() -> frozenset[str]:
    """Messages that stand beside their translation, as the hub's name does on its mark."""
    pairs = [(entry.msgid, entry.msgstr) for entry in welsh_entries() if entry.msgstr]
    both = {(english, welsh) for english, welsh in pairs if english != welsh}
    orders = [each for english, welsh in both for each in ((english, welsh), (welsh, english))]
    return frozenset(sign.join(order) for order in orders for sign in (" – ", " / "))


@dataclass(frozen=True)
class Wording:
    """What messages say in one language and not in the other, with whatever is put into them."""

    whole: frozenset[str]
    filled: re.Pattern[str]

    def has(self, text: str) -> bool:
        """Whether the whole of ``text`` is such a message."""
        return text in self.whole or self.filled.fullmatch(text) is not None


@cache
def wording(language: str) -> Wording:
    """Return what only ``language`` says."""
    other = "en" if language == "cy" else "cy"
    texts = set(own_messages()[language])
    if language == "en":
        texts |= packages_english()
    # "Data" and "at" are words of both.
    others = {word for message in own_messages()[other] for word in _words(message)}
    texts = {text for text in texts - own_messages()[other] if _words(text) - others}
    filled = {text for text in texts if PLACEHOLDER.search(text)}
    # What is put in is short: "%(count)s of %(base)s" is no description of a whole paragraph.
    patterns = {".{1,60}".join(map(re.escape, PLACEHOLDER.split(text))) for text in filled}
    return Wording(frozenset(texts - filled), re.compile("|".join(sorted(patterns))))
