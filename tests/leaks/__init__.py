"""Finds what is said in the other language than a page or a message says that it speaks.

A text leaks when a catalogue has it as a message of the other language, when a run of its words is
the other language's beyond doubt, or when all of its few words are. ``lang`` on an element is
obeyed. Names are known by their capitals, and no word decides alone that might be one.
"""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

import icalendar
from django.core.mail import EmailMessage

from gpx_site.demo.loader.content import CONTENT, read
from gpx_site.i18n.bilingual import LANGUAGES, other_language
from tests.leaks.texts import MARKUP, Page, Said
from tests.leaks.wording import PLACEHOLDER, bilingual, own_messages, wording
from tests.leaks.words import WORD, Language, Weights, words_of

#: What a run of words weighs that is the other language's beyond doubt: two strong words or more.
HEAVY = 7.0
#: What a few words weigh of which none is known in the page's language.
FEW_HEAVY = 3.5

__all__ = ["Said", "is_leak", "mail_leaks", "page_leaks"]


def page_leaks(html: str, language: str = "") -> list[Said]:
    """Return what a page or a part of one says in the other language than its own."""
    return _leaks(Page(html, language).said)


def mail_leaks(message: EmailMessage) -> list[Said]:
    """Return the same for a message: its subject, its text, its HTML and its calendar entry."""
    return _leaks(_said_in(message))


def _leaks(said: Iterable[Said]) -> list[Said]:
    return [each for each in dict.fromkeys(said) if _is_leak(each)]


def _is_leak(said: Said) -> bool:
    if said.fragment and said.language in LANGUAGES:
        return wording(other_language(said.language)).has(said.text)
    return is_leak(said.text, said.language)


@lru_cache(maxsize=20_000)
def is_leak(text: str, own: str) -> bool:
    """Whether ``text``, said to be in the language ``own``, is in the other one."""
    if own not in LANGUAGES or text in bilingual():
        return False
    other = other_language(own)
    return wording(other).has(text) or _weights(own).heaviest_run(text) >= HEAVY or _few(text, own)


def _few(text: str, own: str) -> bool:
    """Whether all of a text's few words are known, and known in the other language only."""
    weights = _weights(own)
    words = words_of(text)
    is_name = any(word[0].isupper() for word in WORD.findall(text)[1:])
    foreign = all(weights.other.counts[each] and not weights.own.counts[each] for each in words)
    return foreign and not is_name and sum(map(weights.weight, words)) >= FEW_HEAVY


@cache
def _weights(own: str) -> Weights:
    languages = {code: Language(_read(code)) for code in LANGUAGES}
    messages = frozenset().union(*own_messages().values())
    return Weights(languages[own], languages[other_language(own)], no_names=messages)


def _read(language: str) -> Iterator[str]:
    """What the project itself says in ``language``: its messages and the demonstration."""
    for message in own_messages()[language]:
        yield PLACEHOLDER.sub(" ", message)
    for path in CONTENT.glob("*.toml"):
        for text in _paired_texts(read(path.stem), language):
            yield MARKUP.sub(" ", text)


def _paired_texts(value: Any, language: str) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _paired_texts(each, language)
    elif isinstance(value, dict):
        for name, each in value.items():
            if not isinstance(each, str):
                yield from _paired_texts(each, language)
            elif name.endswith(f"_{language}") and not name.startswith("slug"):
                yield each


def _said_in(message: EmailMessage) -> Iterator[Said]:
    """What a message says; one in both languages says everything first in one, then in the other"""
    languages = message.extra_headers["Content-Language"].split(", ")
    yield from _in_turn(message.subject.split(" / "), languages, "subject")
    for part, language in zip(str(message.body).split("=" * 72), languages, strict=True):
        yield from (Said(language, line.strip(), "body") for line in part.splitlines() if line)
    for content, kind in getattr(message, "alternatives", []):
        if kind.startswith("text/calendar"):
            yield from _said_in_calendar(content, languages)
        elif kind == "text/html":
            yield from Page(content).said


def _said_in_calendar(content: str, languages: list[str]) -> Iterator[Said]:
    for entry in icalendar.Calendar.from_ical(content).walk("VEVENT"):
        for name, sign in (("summary", " / "), ("location", " / "), ("description", "\n\n")):
            value = entry.get(name)
            if value is not None:
                own = value.params.get("LANGUAGE")
                yield from _in_turn(str(value).split(sign), [own] if own else languages, name)


def _in_turn(texts: list[str], languages: list[str], where: str) -> Iterator[Said]:
    """Each of ``texts`` in the language whose turn it is; one that both share is in no language."""
    shared = len(texts) < len(languages)
    for place, text in enumerate(texts):
        language = "" if shared else languages[min(place, len(languages) - 1)]
        yield Said(language, text.strip(), where)
