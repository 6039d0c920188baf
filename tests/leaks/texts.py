"""What a page says, and in which language it says that it says it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

MARKUP = re.compile(r"<[^>]+>")
# A value of several words, which is no list of names for a script.
MANY_WORDS = re.compile(r"\s*(?!w-)[^\W\d_][^-{}[\]>#]*\s[^{}[\]>#]*", re.DOTALL)
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}
SPOKEN_META = {"author", "description", "og:title", "og:description", "og:site_name"}
SPOKEN_META |= {"og:image:alt", "twitter:title", "twitter:description", "twitter:image:alt"}
SPOKEN_JSON = {"headline", "description", "name", "articleSection", "keywords", "caption"}
BUTTONS = {"button", "reset", "submit"}
VOID = {"area", "br", "circle", "col", "ellipse", "hr", "img", "input", "line", "link", "meta"}
VOID |= {"path", "polygon", "polyline", "rect", "source", "track", "use", "wbr"}
# Elements that stand within a sentence.
INLINE = {"a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "kbd", "mark", "q", "s"}
INLINE |= {"small", "span", "strong", "sub", "sup", "time", "tspan", "u", "wbr"}
UNSPOKEN = {"code", "kbd", "samp", "script", "style", "textarea"}


@dataclass(frozen=True)
class Said:
    """A text, the language that the page says it is in, and what says it.

    A ``fragment`` is what markup sets apart in a sentence, as ``<b>Does</b> dim`` does.
    """

    language: str
    text: str
    where: str
    fragment: bool = False

    def __str__(self) -> str:
        return f"{self.text!r} ({self.where}) in {self.language!r}"


@dataclass(frozen=True)
class Open:
    """An element that has begun."""

    tag: str
    language: str
    silent: bool
    kind: str = ""


class Page(HTMLParser):
    """Collects what a page says: each sentence across its markup, and each fragment of it."""

    def __init__(self, html: str, language: str = "") -> None:
        super().__init__()
        self.said: list[Said] = []
        self._open = [Open("", language, silent=False)]
        self._block: list[Said] = []
        self.feed(html)
        self.close()
        self._end_block()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element and note what its attributes say."""
        attributes = {name: value or "" for name, value in attrs}
        above = self._open[-1]
        language = attributes.get("lang", above.language)
        if tag not in INLINE:
            self._end_block()
        for where, text in _spoken(tag, attributes):
            self._note(language, text, where)
        if tag not in VOID:
            silent = above.silent or tag in UNSPOKEN
            self._open.append(Open(tag, language, silent, attributes.get("type", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin and end an element."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those in it that were never ended."""
        if tag not in INLINE:
            self._end_block()
        if tag in {each.tag for each in self._open}:
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Note a text."""
        above = self._open[-1]
        if above.kind == "application/ld+json":
            self.said += _json_texts(json.loads(data), above.language)
        elif not above.silent:
            self._block.append(Said(above.language, data, f"<{above.tag}>"))

    def _note(self, language: str, text: str, where: str, *, fragment: bool = False) -> None:
        if text := " ".join(text.split()):
            self.said.append(Said(language, text, where, fragment))

    def _end_block(self) -> None:
        """Put together what markup has divided, for each language of a sentence apart."""
        for language in dict.fromkeys(each.language for each in self._block):
            parts = [each for each in self._block if each.language == language]
            where = " ".join(dict.fromkeys(each.where for each in parts))
            self._note(language, "".join(each.text for each in parts), where)
            for part in parts[: len(parts) if len(parts) > 1 else 0]:
                self._note(language, part.text, part.where, fragment=True)
        self._block = []


def _spoken(tag: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what the attributes of an element say."""
    for name, value in attributes.items():
        many_words = name.startswith("data-") and MANY_WORDS.fullmatch(value)
        if name in SPOKEN_ATTRIBUTES or many_words:
            yield f"{tag} {name}", value
    if tag == "input" and attributes.get("type") in BUTTONS:
        yield "input value", attributes.get("value", "")
    if tag == "meta":
        name = attributes.get("name") or attributes.get("property", "")
        if name in SPOKEN_META:
            yield f"meta {name}", attributes.get("content", "")


def _json_texts(data: object, language: str) -> Iterator[Said]:
    """Yield what structured data says; a part may name its own language."""
    if isinstance(data, list):
        for each in data:
            yield from _json_texts(each, language)
    elif isinstance(data, dict):
        language = str(data.get("inLanguage", language))[:2]
        for name, value in data.items():
            if name in SPOKEN_JSON and isinstance(value, str):
                yield Said(language, value, f"JSON-LD {name}")
            else:
                yield from _json_texts(value, language)
