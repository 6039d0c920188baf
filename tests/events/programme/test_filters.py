"""Choosing among the dates of the programme, in both languages, without JavaScript."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from events.models import AudienceRole, EventSession
from events.programme.filters import in_months
from gpx_site.i18n.bilingual import LANGUAGES
from tests import factories
from tests.pages import read

pytestmark = pytest.mark.django_db
in_both_languages = pytest.mark.parametrize("n", [0, 1], ids=LANGUAGES)


@pytest.fixture
def programme(site_tree):
    return factories.event_index(site_tree)


@pytest.fixture
def world(programme):
    """A seminar on risk in Conwy in July 2031, and a full webinar on data that August."""
    role = AudienceRole.objects.create(slug="finance", name_en="Finance", name_cy="Cyllid")
    risk = factories.event(slug="risk", title_en="Risk", title_cy="Risg")
    data = factories.event(slug="data", title_en="Data", title_cy="Data", kind="webinar")
    risk.topics.add(topic := factories.topic())
    for event in (risk, data):
        event.audience.add(role)
        factories.event_pages(programme, event)
    conwy = factories.venue(town_en="Conwy", town_cy="Conwy")
    july, august = (dt.datetime(2031, month, 15, 9, tzinfo=dt.UTC) for month in (7, 8))
    factories.session(event=risk, starts_at=july, venue=conwy, delivery_language="cy")
    full = factories.session(event=data, starts_at=august, mode="online", capacity=1)
    EventSession.objects.filter(pk=full.pk).update(places_taken=1)
    return topic.slug


def html_of(client, page, query="") -> str:
    """The list with this query string."""
    return read(client, page.url + query).html


def shown(client, page, query="") -> list[str]:
    """The codes of the events that are listed."""
    slugs = re.findall(r'gpx-card__link" href="[^"]*/([\w-]+)/"', html_of(client, page, query))
    return [slug.removesuffix("-cy") for slug in slugs]


@in_both_languages
def test_each_filter(client, programme, world, n):
    for query, events in {
        "": ["risk", "data"],
        "?kind=webinar": ["data"],
        f"?topic={world}": ["risk"],
        "?role=finance": ["risk", "data"],
        "?place=conwy": ["risk"],
        "?place=online": ["data"],
        "?when=2031-08": ["data"],
        "?when=this-month": [],
        "?when=2031-05": [],
        "?when=9999-12": [],
        "?when=2030": [],
        "?language=cy": ["risk"],
        "?places=open": ["risk"],
        "?kind=webinar&place=conwy": [],
        "?when=&kind=&topic=&role=&place=&language=": ["risk", "data"],
    }.items():
        assert (query, shown(client, programme[n], query)) == (query, events)


SAID = [
    ("Webinar (1)", "Finance (2)", "July 2031 (1)", "In Welsh (1)", "1 date matches what you have"),
    ("Gweminar (1)", "Cyllid (2)", "Gorffennaf 2031 (1)", "Yn Gymraeg (1)", "Mae 1 dyddiad yn"),
]


@in_both_languages
def test_a_choice_is_told_and_can_be_taken_back(client, programme, world, n):
    *offered, found = SAID[n]
    untouched = read(client, programme[n].url)
    assert [text for text in offered if f">{text}</option>" not in untouched.html] == []
    assert untouched.html.count('<details class="govuk-details gpx-filters">') == 1
    assert found not in untouched.html
    query = "?place=conwy&language=cy"
    page = read(client, programme[n].url + query)
    assert page.html.count('<details class="govuk-details gpx-filters" open>') == 1
    assert page.html.count('<option value="conwy" selected>Conwy (1)</option>') == 1
    assert f">{offered[0].replace('(1)', '(0)')}</option>" in page.html
    assert found in page.html
    queries = [href.partition("?")[2] for href in page.hrefs if href.startswith(programme[n].url)]
    assert [each for each in queries if each] == [
        "place=conwy&language=cy",
        "when=past&place=conwy&language=cy",
        "language=cy",
        "place=conwy",
    ]
    assert page.switch == {LANGUAGES[1 - n]: programme[1 - n].url + query}
    assert '<meta name="robots" content="noindex">' in page.html
    assert '<meta name="robots"' not in untouched.html


def test_titles_tell_lists_apart(client, programme, world):
    titles = {
        query: re.search(r"<title>(.*?) –", html_of(client, programme[0], query))[1]
        for query in ("", "?when=past", "?place=conwy", "?kind=webinar&when=2031-08", "?kind=x")
    }
    assert titles == {
        "": "Events",
        "?when=past": "Past events",
        "?place=conwy": "Events: Conwy",
        "?kind=webinar&when=2031-08": "Events: August 2031, Webinar",
        "?kind=x": "Error: Events",
    }


NOTHING = ("No event matches what you have chosen", "Nid oes yr un digwyddiad yn cyfateb")


@in_both_languages
def test_nothing_found_says_how_to_go_on(client, programme, world, n):
    page = read(client, f"{programme[n].url}?kind=webinar&place=conwy")
    assert page.html.count(NOTHING[n]) == 1
    assert programme[n].url + "?when=past&kind=webinar&place=conwy" in page.hrefs


LABELS = {
    "kind": ("Kind", "Math"),
    "topic": ("Topic", "Pwnc"),
    "role": ("Who it is for", "Ar gyfer pwy"),
    "place": ("Place", "Lleoliad"),
    "when": ("When", "Pryd"),
    "language": ("Language spoken", "Iaith y digwyddiad"),
    "places": ("Places", "Lleoedd"),
}
NONSENSE = [
    ("kind", "nonsense"),
    ("topic", "unknown"),
    ("topic", "%00"),
    ("role", "’; drop table"),
    ("place", "%F0%9F%8F%94"),
    ("when", "2031-13"),
    ("when", "0000-00"),
    ("when", "never"),
    ("language", "fr"),
    ("places", "x" * 5000),
]


@in_both_languages
def test_what_makes_no_sense_is_told_and_left_out(client, programme, world, n):
    choose = ("Choose a filter from the list under", "Dewiswch hidlydd o’r rhestr o dan")[n]
    for name, value in NONSENSE:
        query = f"?{name}={value}" + "&kind=seminar" * (name != "kind")
        html = html_of(client, programme[n], query)
        said = f'<a href="#filter-{name}">{choose} “{LABELS[name][n]}”</a>'
        assert (query, html.count(said), html.count(f'id="filter-{name}-error"')) == (query, 1, 1)
        assert re.search(r"<title>(\w+):", html)[1] == ("Error", "Gwall")[n]
        assert shown(client, programme[n], query) == ["risk", "data"][: 2 - (name != "kind")]


def test_names_are_looked_for_that_no_date_has(client, programme, world):
    topic = factories.topic(name="Nobody’s", name_cy="Neb")
    html = html_of(client, programme[1], f"?topic={topic.slug}")
    assert html.count("selected>Neb (0)</option>") == 1
    assert html.count(NOTHING[1]) == 1


def test_what_has_been_is_chosen_from_by_the_same_form(client, programme):
    year = timezone.localdate().year
    for number in range(25):
        event = factories.event(kind="seminar" if number % 5 else "webinar")
        factories.session(event=event, starts_at=factories.in_days(-2 - number / 100))
        factories.event_pages(programme, event)
    held = timezone.localdate() - dt.timedelta(days=2)
    chosen = html_of(client, programme[1], f"?when={held.year}&kind=webinar")
    assert chosen.count('class="gpx-event__body"') == 5
    assert "Mae 5 dyddiad yn cyfateb i’ch dewis." in chosen
    assert '<option value="past">Pob un</option>' in chosen
    assert "?when=past&kind=webinar" in chosen.replace("&amp;", "&")
    assert len(shown(client, programme[0], f"?when={year + 3}")) == 0
    second = read(client, f"{programme[0].url}?when=past&kind=seminar&page=1")
    assert len(shown(client, programme[0], "?when=past&page=2")) == 5
    assert second.switch == {"cy": programme[1].url + "?when=past&kind=seminar&page=1"}
    assert len(shown(client, programme[0], "?when=past&kind=seminar")) == 20


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 11, 23), 3, dt.date(2027, 2, 23)),
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
        (dt.date(2027, 11, 30), 3, dt.date(2028, 2, 29)),
        (dt.date(2026, 12, 31), 1, dt.date(2027, 1, 31)),
    ],
)
def test_some_months_later(day, months, expected):
    assert in_months(day, months) == expected
