"""The editor's guide: the same in both languages, and true to what is on the screen."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext, override, pgettext

from tests.catalogues import welsh_entries

GUIDE = Path(settings.BASE_DIR) / "docs" / "editors"
PAGES = sorted((GUIDE / "en").glob("*.md"))
LARGEST_PICTURE = 100_000
LABEL = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
LIST_ITEM = re.compile(r"^(?:-|\d+\.|\|) ?", re.MULTILINE)
#: Labels that the admin makes of a sentence and the name of what is added.
MADE_OF = {"Add %(snippet_type_name)s": "snippet_type_name", "Add %(label)s": "label"}


def translation_of(page: Path) -> Path:
    """The page in the other language, which is the first link."""
    return (page.parent / LINK.findall(page.read_text())[0][1]).resolve()


def labels(page: Path) -> list[str]:
    """The words in bold: what is on the screen."""
    return [" ".join(each.split()) for each in LABEL.findall(page.read_text())]


def pictures(page: Path) -> list[Path]:
    """The pictures on the page, in order."""
    found = LINK.findall(page.read_text())
    return [(page.parent / address).resolve() for mark, address in found if mark]


def anchors(page: Path) -> set[str]:
    """What a link may lead to on the page: its headings, as a reader of Markdown names them."""
    kept = (re.sub(r"[^\w\- ]", "", text.lower()) for _marks, text in HEADING.findall(read(page)))
    return {text.strip().replace(" ", "-") for text in kept}


@cache
def read(page: Path) -> str:
    """The words of the page."""
    return page.read_text(encoding="utf-8")


def messages() -> Iterator[tuple[str, str, str]]:
    """Every message of the project and of the admin: its context, English and Welsh."""
    for entry in welsh_entries():
        yield entry.msgctxt or "", entry.msgid, entry.msgstr or entry.msgid
    for config in apps.get_app_configs():
        for path in Path(config.path).glob("locale/en/LC_MESSAGES/django.po"):
            for entry in polib.pofile(str(path)):
                context = entry.msgctxt or ""
                with override("cy"):
                    said = pgettext(context, entry.msgid) if context else gettext(entry.msgid)
                yield context, entry.msgid, said


@cache
def screen() -> dict[str, set[str]]:
    """What the screen says in English, with all that it says for it in Welsh."""
    found: dict[str, set[str]] = {}
    for _context, english, welsh in messages():
        found.setdefault(capfirst(english), set()).add(capfirst(welsh))
    return found


def welsh_of(label: str) -> set[str]:
    """What the Welsh screen says for an English label; empty for what is on no screen."""
    found = set(screen().get(label, ()))
    for sentence, name in MADE_OF.items():
        before = sentence.partition("%")[0]
        if label.startswith(before):
            for welsh in screen().get(sentence, ()):
                things = screen().get(capfirst(label.removeprefix(before)), ())
                found |= {welsh % {name: thing} for thing in things}
                found |= {welsh % {name: thing[:1].lower() + thing[1:]} for thing in things}
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
class TestPair:
    def test_leads_to_its_twin_and_back(self, page):
        translation = translation_of(page)
        assert translation.parent == GUIDE / "cy"
        assert translation_of(translation) == page

    def test_has_the_same_parts(self, page):
        here, there = read(page), read(translation_of(page))
        levels = [[len(marks) for marks, _text in HEADING.findall(each)] for each in (here, there)]
        assert levels[0] == levels[1]
        assert len(LIST_ITEM.findall(here)) == len(LIST_ITEM.findall(there))
        assert len(LINK.findall(here)) == len(LINK.findall(there))

    def test_has_the_same_pictures(self, page):
        here, there = pictures(page), pictures(translation_of(page))
        assert [each.name for each in here] == [each.name for each in there]
        for language, found in (("en", here), ("cy", there)):
            assert {each.parent for each in found} <= {GUIDE / "images" / language}

    def test_says_what_the_screen_says(self, page):
        """A button that has been renamed is found here."""
        english, welsh = labels(page), set(labels(translation_of(page)))
        expected = {label: welsh_of(label) for label in english}
        assert [label for label, found in expected.items() if not found] == []
        untold = {label: found for label, found in expected.items() if not found & welsh}
        assert untold == {}
        assert welsh - set().union(*expected.values()) == set()


@pytest.mark.parametrize("page", sorted(GUIDE.glob("??/*.md")), ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page):
    for _mark, address in LINK.findall(read(page)):
        path, _hash, anchor = address.partition("#")
        goal = (page.parent / path).resolve() if path else page
        assert goal.is_file(), address
        if anchor:
            assert anchor in anchors(goal), address


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_is_in_the_index(language):
    folder = GUIDE / language
    listed = {
        (folder / address).resolve() for _mark, address in LINK.findall(read(folder / "index.md"))
    }
    assert set(folder.glob("*.md")) - {folder / "index.md"} == {
        each for each in listed if each.parent == folder
    }


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_picture_is_shown_and_small(language):
    shown = {each for page in (GUIDE / language).glob("*.md") for each in pictures(page)}
    stored = set((GUIDE / "images" / language).iterdir())
    assert stored == shown
    assert {each.name for each in stored if each.stat().st_size >= LARGEST_PICTURE} == set()
