"""The pages of venues, in both languages."""

import json
import re

import pytest
from django.db import IntegrityError

from events.models import EventSession, Venue
from gpx_site.i18n.bilingual import LANGUAGES
from tests import factories
from tests.pages import count_queries, read

pytestmark = pytest.mark.django_db
BELOW = {"en": "venues/the-mill-cardiff/", "cy": "lleoliadau/y-felin-caerdydd/"}
WORDS = {
    "travel_en": "Train: over the bridge.\nCar: behind the mill.",
    "travel_cy": "Trên: dros y bont.\nCar: y tu ôl i’r felin.",
    "access_en": "No steps.",
    "access_cy": "Dim grisiau.",
}


@pytest.fixture
def programme(site_tree):
    return factories.event_index(site_tree)


@pytest.fixture
def mill():
    return factories.venue(name_en="The Mill", name_cy="Y Felin", **WORDS)


def addresses(programme):
    """The venue's address in each language."""
    return [page.url + BELOW[each] for page, each in zip(programme, LANGUAGES, strict=True)]


def test_a_venue_says_how_to_get_there_and_what_is_held_there(client, programme, mill):
    later = factories.session(venue=mill, starts_at=factories.in_days(20))
    sooner = factories.session(venue=mill, starts_at=factories.in_days(2))
    gone = factories.session(venue=mill, starts_at=factories.in_days(-20))
    factories.session(venue=mill, status="cancelled")
    elsewhere = factories.session()
    told = [factories.event_pages(programme, each.event) for each in (sooner, later, gone)]
    other = factories.event_pages(programme, elsewhere.event)
    for n, language in enumerate(LANGUAGES):
        page = read(client, addresses(programme)[n])
        assert page.headings == [getattr(mill, f"name_{language}")]
        assert page.switch == {LANGUAGES[1 - n]: addresses(programme)[1 - n]}
        assert page.alternates[language] == f"http://testserver{addresses(programme)[n]}"
        listed = [pair[n].url for pair in told]
        assert [href for href in page.hrefs if href in listed] == listed
        assert other[n].url not in page.hrefs
        travel = getattr(mill, f"travel_{language}").splitlines()
        said = [*travel, getattr(mill, f"access_{language}"), mill.postcode]
        assert [line for line in said if line not in page.html] == []
        assert not [href for href in page.hrefs if re.search("register|cofrestru", href)]


def test_a_place_for_search_engines_is_the_place_of_its_sessions(client, programme, mill):
    session = factories.session(venue=mill)
    page, _twin = factories.event_pages(programme, session.event)

    def things(url):
        found = re.search(
            r'<script type="application/ld\+json">(.+?)</script>', read(client, url).html
        )
        return {each["@type"]: each for each in json.loads(found[1])["@graph"]}

    place = things(addresses(programme)[0])["Place"]
    assert place["url"] == f"http://testserver{addresses(programme)[0]}"
    assert (place["name"], place["address"]["postalCode"]) == ("The Mill", mill.postcode)
    assert things(page.url)["Event"]["location"] == place


def test_sessions_lead_to_their_venue(client, programme, mill):
    event = factories.event()
    for days in (-3, 3):
        factories.session(event=event, venue=mill, starts_at=factories.in_days(days))
    for n, page in enumerate(factories.event_pages(programme, event)):
        assert read(client, page.url).hrefs.count(addresses(programme)[n]) == 2


def test_the_other_spelling_leads_to_the_right_one(client, programme, mill):
    factories.event_pages(programme, factories.session(venue=mill).event)
    wrong = programme[0].url + "venues/y-felin-caerdydd/?page=1"
    assert client.get(wrong).headers["Location"] == addresses(programme)[0] + "?page=1"


def test_a_venue_of_no_live_event_is_not_found(client, programme, mill):
    session = factories.session(venue=mill)
    read(client, addresses(programme)[0], status=404)
    page, _twin = factories.event_pages(programme, session.event)
    read(client, addresses(programme)[0])
    page.unpublish()
    read(client, addresses(programme)[0], status=404)
    read(client, programme[0].url + "venues/none/", status=404)


def test_the_sitemap_names_both_languages_of_a_venue(client, programme, mill):
    factories.event_pages(programme, factories.session(venue=mill).event)
    factories.venue(name_en="Nowhere")
    sitemap = client.get("/sitemap.xml").content.decode()
    for url in addresses(programme):
        assert sitemap.count(f"<loc>http://testserver{url}</loc>") == 1
        assert sitemap.count(f'href="http://testserver{url}"') == 2
    assert "nowhere" not in sitemap


def test_a_venue_takes_as_many_queries_for_100_sessions_as_for_10(client, programme, mill):
    def grow(count):
        sessions = [
            factories.session(venue=mill, starts_at=factories.in_days(sign * (n + 1)))
            for n in range(count)
            for sign in (-1, 1)
        ]
        factories.many_event_pages(programme, [each.event for each in sessions])
        return count_queries(client, addresses(programme)[0])

    assert grow(10) == grow(90) <= 12
    assert EventSession.objects.filter(venue=mill).count() == 200


def test_two_venues_of_one_name_have_addresses_of_their_own():
    made = [
        factories.venue(name_en="The Mill", name_cy="Y Felin", postcode=f"CF1 {n}AA")
        for n in (1, 2)
    ]
    assert [venue.slugs for venue in made] == [
        {"en": "the-mill-cardiff", "cy": "y-felin-caerdydd"},
        {"en": "the-mill-cardiff-2", "cy": "y-felin-caerdydd-2"},
    ]


@pytest.mark.parametrize("field", ["travel_en", "access_cy"])
def test_what_is_said_of_a_venue_is_said_in_both_languages(field):
    with pytest.raises(IntegrityError):
        Venue.objects.create(name_en="A", name_cy="B", postcode="CF1 1AA", **{field: "x"})
