"""The programme as a calendar, in both languages."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup, Tag

from gpx_site.i18n.bilingual import LANGUAGES
from gpx_site.routing import sitemap
from tests import factories
from tests.pages import read

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
BELOW = {"en": "calendar/{}/", "cy": "calendr/{}/"}
in_both_languages = pytest.mark.parametrize("n", [0, 1], ids=LANGUAGES)


def at(*moment: int) -> dt.datetime:
    """A moment on the clocks of Wales."""
    return dt.datetime(*moment, tzinfo=LONDON)


@pytest.fixture
def programme(site_tree, time_machine):
    """A programme on Monday 5 October 2026."""
    time_machine.move_to(at(2026, 10, 5, 12), tick=False)
    return factories.event_index(site_tree)


@pytest.fixture
def held(programme):
    """Makes an event of one session, with its pages."""

    def make(starts: dt.datetime, ends: dt.datetime, **fields):
        session = factories.session(starts_at=starts, ends_at=ends, **fields)
        return session, *factories.event_pages(programme, session.event)

    return make


def month(client, page, address: str) -> BeautifulSoup:
    """The month at ``address`` ("2026/10") below ``page``."""
    url = page.url + BELOW[page.locale.language_code].format(address)
    return BeautifulSoup(read(client, url).html, "html.parser")


def said(tag: Tag) -> str:
    """The words of an element, on one line."""
    return " ".join(tag.get_text(" ").split())


def days(soup: BeautifulSoup) -> dict[str, list[str]]:
    """What each day of the month has, by its date; days without anything are left out."""
    return {
        cell.time["datetime"]: [said(entry) for entry in cell.find_all("li")]
        for cell in soup.select("td:has(time)")
        if cell.find("li")
    }


WORDS = [
    {
        "heading": "Events in October 2026",
        "caption": "Calendar: October 2026",
        "weekdays": ["Monday", "Sunday"],
        "today": "5 Monday 5 October 2026 Today",
        "entries": ("9:30am to 1pm Cardiff Cancelled", "From 2pm", "All day", "Until midday"),
    },
    {
        "heading": "Digwyddiadau ym mis Hydref 2026",
        "caption": "Calendr: Hydref 2026",
        "weekdays": ["Dydd Llun", "Dydd Sul"],
        "today": "5 Dydd Llun 5 Hydref 2026 Heddiw",
        "entries": ("9:30am tan 1pm Caerdydd Wedi’i ganslo", "O 2pm ymlaen", "Drwy’r dydd", "Tan"),
    },
]


@in_both_languages
def test_a_month_is_a_table_in_the_language_of_the_page(client, programme, held, n):
    off, *off_pages = held(at(2026, 10, 6, 9, 30), at(2026, 10, 6, 13), status="cancelled")
    _long, *pages = held(at(2026, 10, 13, 14), at(2026, 10, 15, 12), mode="online")
    soup, words = month(client, programme[n], "2026/10"), WORDS[n]
    assert said(soup.h1) == words["heading"]
    assert said(soup.title).startswith(f"{words['heading']} –")
    assert said(soup.caption) == words["caption"]
    heads = soup.select("thead th[scope=col]")
    assert (len(heads), [said(heads[0]), said(heads[6])]) == (7, words["weekdays"])
    assert [len(row.find_all("td")) for row in soup.select("tbody tr")] == [7] * 5
    assert [said(day.p) for day in soup.select(".gpx-month__day--today")] == [words["today"]]
    found = days(soup)
    called_off, begins, goes_on, ends = words["entries"]
    assert found["2026-10-06"] == [f"{off_pages[n].title} {called_off}"]
    assert list(found) == ["2026-10-06", "2026-10-13", "2026-10-14", "2026-10-15"]
    for day, part in (("13", begins), ("14", goes_on), ("15", ends)):
        assert found[f"2026-10-{day}"][0].startswith(f"{pages[n].title} {part}")
    assert soup.select_one("td li a")["href"] == f"{off_pages[n].url}#session-{off.pk}"
    switch = soup.select_one(".gpx-language__link")["href"]
    assert switch == programme[1 - n].url + BELOW[LANGUAGES[1 - n]].format("2026/10")
    assert soup.find("meta", attrs={"name": "robots"}) is None
    assert said(soup.select_one(".gpx-switch [aria-current]")) == ("Calendar", "Calendr")[n]


def test_days_are_those_of_wales_when_the_clocks_change(client, programme, held):
    """The clocks go back on 25 October 2026; 31 October ends in winter time."""
    _, before, _ = held(at(2026, 10, 24, 23, 30), at(2026, 10, 25, 0, 30))
    _, after, _ = held(at(2026, 10, 25, 9), at(2026, 10, 26, 0, 0))
    _, last, _ = held(at(2026, 10, 31, 23), at(2026, 11, 1, 0, 30))
    october, november = (days(month(client, programme[0], f"2026/{m}")) for m in (10, 11))
    assert list(october) == ["2026-10-24", "2026-10-25", "2026-10-31"]
    assert len(october["2026-10-25"]) == 2
    assert october["2026-10-25"][0].startswith(f"{before.title} Until 12:30am")
    assert october["2026-10-25"][1].startswith(f"{after.title} 9am to midnight")
    assert {day: len(entries) for day, entries in november.items()} == {"2026-11-01": 1}
    assert november["2026-11-01"][0].startswith(f"{last.title} Until 12:30am")


def test_one_goes_from_month_to_month_where_something_happens(client, programme, held):
    for year, number in ((2026, 3), (2026, 12), (2027, 2)):
        held(at(year, number, 9, 10), at(year, number, 9, 12))
    url = programme[0].url + "calendar/{}/"

    def ways(address: str) -> list[tuple[str, str]]:
        links = month(client, programme[0], address).select("a[rel=prev], a[rel=next]")
        return [(link["rel"][0], link["href"]) for link in links]

    assert ways("2026/10") == [("prev", url.format("2026/03")), ("next", url.format("2026/12"))]
    assert ways("2026/12") == [("prev", url.format("2026/03")), ("next", url.format("2027/02"))]
    assert ways("2027/02") == [("prev", url.format("2026/12"))]
    empty = month(client, programme[0], "2026/10")
    assert empty.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert "There are no events in this month." in said(empty.main)
    for nowhere in ("2026/02", "2027/03", "2026/13", "0000/01", "9999/12", "2026/00"):
        read(client, url.format(nowhere), status=404)
    listed = {found.url for found in sitemap.entries() if "/calendar/" in found.url}
    expected = [url.format(each) for each in ("2026/03", "2026/12", "2027/02")]
    assert listed == {f"http://testserver{each}" for each in expected}


def test_other_spellings_lead_to_the_month(client, programme, held):
    held(at(2026, 3, 9, 10), at(2026, 3, 9, 12))
    base = programme[1].url + "calendr/"
    assert client.get(base)["Location"] == base + "2026/10/"
    assert client.get(base + "2026/3/")["Location"] == base + "2026/03/"
    page = read(client, programme[1].url)
    assert base + "2026/10/" in page.hrefs
    assert not re.search(r"calendr/2026/03/", page.html)
