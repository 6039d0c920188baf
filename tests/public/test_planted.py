"""Leaks that were planted where real ones come from: each is found, where nothing was before.

A message without translation, words written into a template or a form, and a field that holds the
other language's words; in a page's text, an attribute, a title, a form's error and a message; ten
in Welsh and ten in English.
"""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core import mail
from django.test import Client
from django.utils.translation import gettext as _
from django.utils.translation import override, trans_real

from events.registration.booking.forms import DetailsForm
from events.registration.models import Registration
from gpx_site.demo.loader.facts import load_image
from gpx_site.i18n.bilingual import LANGUAGES, other_language
from tests import factories, leaks
from tests.events.registration.visitor import Visitor
from tests.factories.blog import blog_index, posts

Words = tuple[str, str]


@dataclass
class Ground:
    """A small site in one language, and the means to plant in it."""

    language: str
    pages: dict[str, Any]
    visitor: Visitor
    patch: pytest.MonkeyPatch
    settings: Any
    folder: Path
    drain: Callable[[], int]

    def foreign(self, words: Words) -> str:
        """What should not be read here."""
        return words[LANGUAGES.index(other_language(self.language))]

    def read(self, url: str) -> list[leaks.Said]:
        """The leaks of a page."""
        return leaks.page_leaks(Client().get(url).content.decode())


# Where one looks ----------------------------------------------------------------------------------


def front_page(ground: Ground) -> list[leaks.Said]:
    return ground.read(f"/{ground.language}/")


def no_page(ground: Ground) -> list[leaks.Said]:
    return ground.read(f"/{ground.language}/2026/")


def post(ground: Ground) -> list[leaks.Said]:
    return ground.read(ground.pages["post"].url)


def refusal(ground: Ground) -> list[leaks.Said]:
    answer = ground.visitor.post("details", {"email": "gwen"})
    return leaks.page_leaks(answer.content.decode())


def confirmation(ground: Ground) -> list[leaks.Said]:
    address = f"gwen{Registration.objects.count()}@example.org"
    words = {"name": "Siân", "role_text": "", "access": ""}
    ground.visitor.register(mail_locale=ground.language, email=address, **words)
    ground.drain()
    return leaks.mail_leaks(mail.outbox[-1])


# How a leak comes about ---------------------------------------------------------------------------


def message(text: str) -> Callable[[Ground], str]:
    """The catalogue says ``text`` in the other language."""

    def plant(ground: Ground) -> str:
        with override(other_language(ground.language)):
            words = _(text)
        messages = trans_real.translation(ground.language)._catalog._catalogs[0]
        ground.patch.setitem(messages, text, words)
        return words.replace("%(title)s", ground.pages["event"].title)

    return plant


def template(name: str, before: str, words: Words) -> Callable[[Ground], str]:
    """A template says ``words`` without asking the catalogue."""

    def plant(ground: Ground) -> str:
        source = (project.BASE_DIR / "templates" / name).read_text()
        assert before in source
        changed = ground.folder / name
        changed.parent.mkdir(parents=True)
        changed.write_text(source.replace(before, f"{before}{ground.foreign(words)}. "))
        engines = deepcopy(project.TEMPLATES)
        engines[0]["DIRS"].insert(0, ground.folder)
        ground.settings.TEMPLATES = engines
        return ground.foreign(words)

    return plant


def field(name: str, words: Words) -> Callable[[Ground], str]:
    """An editor has typed ``words`` into a field of the wrong page."""

    def plant(ground: Ground) -> str:
        page = ground.pages["post"]
        setattr(page, name, ground.foreign(words))
        page.save()
        return ground.foreign(words)

    return plant


def form(words: Words) -> Callable[[Ground], str]:
    """A form's error is not marked for translation."""

    def plant(ground: Ground) -> str:
        errors = DetailsForm.base_fields["email"].error_messages
        ground.patch.setitem(errors, "invalid", ground.foreign(words))
        return ground.foreign(words)

    return plant


PLANTS = {
    "text without translation": ("<a>", message("Skip to main content"), front_page),
    "text in a template": (
        "<p>",
        template(
            "home/home_page.html",
            '<p class="gpx-hero__lead">',
            ("Come round next Thursday", "Dewch draw ddydd Iau nesaf"),
        ),
        front_page,
    ),
    "attribute without translation": ("nav aria-label", message("Language"), front_page),
    "attribute of a picture": (
        "img alt",
        field("image_alt", ("Kites above the allotments", "Barcutiaid uwchben y rhandiroedd")),
        post,
    ),
    "title without translation": ("<title>", message("Page not found"), no_page),
    "title of a post": (
        "<title>",
        field("title", ("Meeting the neighbours", "Cwrdd â’r cymdogion")),
        post,
    ),
    "error without translation": ("<a>", message("Enter your full name"), refusal),
    "error of a form": (
        "<a>",
        form(("That address lacks its at sign", "Mae arwydd at yn eisiau")),
        refusal,
    ),
    "subject of a message": (
        "subject",
        message("Your place is confirmed: %(title)s"),
        confirmation,
    ),
    "text of a message": (
        "body",
        template(
            "emails/registration_confirmation.txt",
            "{% block news %}",
            ("Wear stout shoes for the walk", "Gwisgwch esgidiau cadarn at y daith"),
        ),
        confirmation,
    ),
}


@pytest.fixture(params=LANGUAGES)
def ground(request, site_tree, monkeypatch, settings, tmp_path, drain) -> Ground:
    language = request.param
    place = LANGUAGES.index(language)
    event = factories.event(title_en="Well managed risks", title_cy="Risgiau a reolir yn dda")
    events = factories.event_pages(factories.event_index(site_tree), event)
    session = factories.session(event=event)
    picture = load_image("workshop-tables.jpg")
    written = posts(blog_index(site_tree), image=picture, body=[])
    visitor = Visitor(dict(zip(LANGUAGES, events, strict=True)), session, language)
    pages = {"post": written[place], "event": events[place]}
    return Ground(language, pages, visitor, monkeypatch, settings, tmp_path, drain)


def test_there_are_two_of_each_kind_in_each_language():
    kinds = Counter(name.partition(" ")[0] for name in PLANTS)
    assert kinds == {"text": 3, "attribute": 2, "title": 2, "error": 2, "subject": 1}


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_leak_is_found(ground, name):
    where, plant, look = PLANTS[name]
    assert look(ground) == []
    words = plant(ground)
    assert [leak for leak in look(ground) if words in leak.text and where in leak.where]
