"""No page says in one language what the catalogue says in the other.

A text is a leak when the whole of it is what the catalogue says in the other language, and nothing
around it says so with ``lang``. What both languages say alike ("Seminar") is no leak.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils.translation import override

from events.models import EventSession
from events.registration import links
from events.registration.models import Registration
from gpx_site.core import catalogue

SPOKEN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
VOID = {"br", "circle", "hr", "img", "input", "line", "link", "meta", "path", "rect", "use"}
MARKUP = re.compile(r"<[^>]+>")
LETTERS = re.compile(r"[^\W\d_]{2,}")
OTHER = {"cy": "en", "en": "cy"}
PAGES_OF_EACH_LANGUAGE = 30


class Texts(HTMLParser):
    """Collects the texts of a page, each with the language that the page says it is in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.found: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        language = attributes.get("lang", self.open[-1][1])
        said = [attributes.get(name, "") for name in SPOKEN_ATTRIBUTES]
        if tag == "meta" and attributes.get("name") == "description":
            said.append(attributes["content"])
        self.found += [(language, " ".join(text.split())) for text in said if text]
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while tag in (name for name, _language in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1]
        if data.strip() and tag not in {"script", "style"}:
            self.found.append((language, " ".join(data.split())))


def pieces(texts: Iterable[str]) -> set[str]:
    """Split messages where markup splits a page's text, leaving out what has no words."""
    found = (" ".join(piece.split()) for text in texts for piece in MARKUP.split(text))
    return {piece for piece in found if LETTERS.search(catalogue.PLACEHOLDER.sub("", piece))}


@cache
def wording() -> dict[str, re.Pattern[str]]:
    """Return what matches the wording of each language that is not the other's as well."""
    english, welsh = set(), set()
    for entry in catalogue.read_po():
        english |= pieces([entry.msgid, entry.msgid_plural])
        welsh |= pieces([entry.msgstr, *entry.msgstr_plural.values()])
    return {"en": _any_of(english - welsh), "cy": _any_of(welsh - english)}


def _any_of(texts: set[str]) -> re.Pattern[str]:
    literal = ([re.escape(part) for part in catalogue.PLACEHOLDER.split(text)] for text in texts)
    # What is put in is short: "%(count)s of %(base)s" is no description of a whole paragraph.
    return re.compile("|".join(sorted(".{1,60}".join(parts) for parts in literal)))


def leaks(html: str) -> list[str]:
    """Return the texts of a page that are the catalogue's wording in the other language."""
    return [
        text
        for language, text in Texts(html).found
        if language in OTHER and wording()[OTHER[language]].fullmatch(text)
    ]


@dataclass
class Reader:
    """Reads pages of one language, noting what leaks into them."""

    language: str

    def __post_init__(self) -> None:
        self.client = Client()
        self.leaks: dict[str, list[str]] = {}

    def note(self, response, url: str) -> str:
        """Note the leaks of a page, and return the page."""
        html = response.content.decode()
        assert f'<html lang="{self.language}"' in html, url
        if found := leaks(html):
            self.leaks[url] = found
        return html

    def crawl(self, limit: int) -> int:
        """Follow links from the front page; return how many pages were read."""
        waiting = [f"/{self.language}/"]
        for number, url in enumerate(waiting):  # which grows as it is read
            if number == limit:
                return number
            html = self.note(self.client.get(url), url)
            for link in Texts(html).links:
                path = urlsplit(link)._replace(fragment="").geturl()
                if path.startswith(f"/{self.language}/") and path not in waiting:
                    waiting.append(path)
        return len(waiting)


def send(reader: Reader, url: str, answers: dict[str, str]) -> str:
    """Send a page's form with its hidden fields; return the address that it leads to."""
    page = reader.client.get(url).content.decode()
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    response = reader.client.post(url, dict(hidden) | answers, follow=True)
    reader.note(response, url)
    return response.redirect_chain[-1][0] if response.redirect_chain else url


def register(reader: Reader) -> str:
    """Register for a session, each page first with errors; return the registrant's own address."""
    session = EventSession.objects.get(event__slug="thinking-long-term")
    url = links.event_url(session.event, reader.language).removeprefix(settings.SITE_URL)
    page = reader.client.get(url).content.decode()
    url = next(link for link in Texts(page).links if re.search(r"/(register|cofrestru)/\d", link))
    for wrong, right in (
        ({}, {"name": "Gwen", "email": f"{reader.language}@example.org"}),
        ({}, {"mail_locale": reader.language, "wants_welsh": "yes"}),
        ({"access": "x" * 501}, {"bsl": "on"}),
    ):
        assert send(reader, url, wrong) == url
        url = send(reader, url, right)
    send(reader, url, {})
    registration = Registration.objects.get(email_key=f"{reader.language}@example.org")
    return links.manage_url(registration, reader.language).removeprefix(settings.SITE_URL)


def cancel(reader: Reader, own: str) -> None:
    """Cancel by the registrant's own address."""
    home = reader.client.get(own).headers["Location"]
    page = reader.note(reader.client.get(home), home)
    url = next(link for link in Texts(page).links if re.search(r"/(cancel|canslo)/", link))
    reader.note(reader.client.get(url), url)
    send(reader, url, {})


def mail_leaks(message: EmailMessage) -> list[str]:
    """Return the lines of a message that are in the other language than its own."""
    other = wording()[OTHER[message.extra_headers["Content-Language"]]]
    lines = [message.subject, *message.body.splitlines()]
    return [line for line in lines if other.fullmatch(line.strip())]


ODD = {
    "en": (
        "nothing-here/",
        "search/?q=zzzz",
        "search/?topic=none",
        "search/?page=99",
        "bookings/",
        "bookings/x/",
        "feedback/",
        "feedback/x/",
        "feedback/thanks/",
        "capture/risk-capture/",
        "capture/risk-capture/screen/",
        "capture/none/",
    ),
    "cy": (
        "dim-byd/",
        "chwilio/?q=zzzz",
        "chwilio/?topic=dim",
        "chwilio/?page=99",
        "cofrestriadau/",
        "cofrestriadau/x/",
        "adborth/",
        "adborth/x/",
        "adborth/diolch/",
        "cipio/risk-capture/",
        "cipio/risk-capture/sgrin/",
        "cipio/dim/",
    ),
}


def test_nothing_of_one_language_is_said_in_the_other(demo, drain):
    mail.outbox.clear()
    for language in OTHER:
        reader = Reader(language)
        assert reader.crawl(limit=PAGES_OF_EACH_LANGUAGE) == PAGES_OF_EACH_LANGUAGE
        for path in ODD[language]:
            url = f"/{language}/{path}"
            reader.note(reader.client.get(url), url)
        own = register(reader)
        drain()
        cancel(reader, own)
        drain()
        assert reader.leaks == {}
    languages = [message.extra_headers["Content-Language"] for message in mail.outbox]
    assert languages == ["cy", "cy", "en", "en"]
    assert [mail_leaks(message) for message in mail.outbox] == [[], [], [], []]


def test_a_planted_leak_is_found(site_tree, client):
    english, welsh = (client.get(f"/{language}/").content.decode() for language in ("en", "cy"))
    assert leaks(english) == leaks(welsh) == []
    skip, hop = "Skip to main content", "Neidio i’r prif gynnwys"
    assert leaks(welsh.replace(hop, skip)) == [skip]
    assert leaks(english.replace(skip, hop)) == [hop]
    assert leaks(welsh.replace('aria-label="Iaith"', 'aria-label="Language"')) == ["Language"]
    # With a name in the sentence, beside markup, and in words that are marked as the other's.
    assert leaks('<p lang="cy">Dear Mair,</p>') == ["Dear Mair,"]
    assert leaks('<p lang="cy">Next<span> page</span></p>') == ["Next", "page"]
    assert leaks('<p lang="cy">Gweler <i lang="en">Skip to main content</i></p>') == []


class Form(forms.Form):
    """Fields with nothing but Django's own messages."""

    text = forms.CharField(max_length=3)
    number = forms.IntegerField()


def test_a_form_refuses_in_welsh():
    with override("cy"):
        form = Form({"text": "abcd", "number": ""})
        assert form.errors == {
            "text": ["Rhowch werth sydd â hyd at 3 nod (mae ganddo 4 ar hyn o bryd)."],
            "number": ["Rhaid llenwi’r maes hwn."],
        }
