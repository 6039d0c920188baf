"""The front pages, the standing pages and the choice of language."""

import pytest
from django.test import Client

from gpx_site.home.models import StandardPage
from tests import factories
from tests.factories.blog import blog_index, many_posts, posts
from tests.pages import Reading, count_queries, read

pytestmark = pytest.mark.django_db


def test_the_front_door_offers_both_languages_and_remembers_nothing(client, db):
    response = client.get("/", headers={"accept-language": "cy"})
    page = read(client, "/")
    assert response.status_code == 200
    assert not response.cookies
    assert [href for href in page.hrefs if href in ("/cy/", "/en/")] == ["/cy/", "/en/"]
    assert page.alternates["x-default"] == page.canonical == "http://testserver/"
    assert len(page.headings) == 1


def test_the_front_page_shows_what_is_next_in_its_own_language(client, site_tree):
    event = factories.event()
    event_pages = factories.event_pages(factories.event_index(site_tree), event)
    factories.session(event=event)
    made = posts(blog_index(site_tree))
    topic = factories.topic()
    for n, language in enumerate(("en", "cy")):
        page = read(client, f"/{language}/")
        assert page.language == language
        assert page.headings == [site_tree.home(language).strapline]
        assert page.hrefs.count(event_pages[n].url) == 1
        assert page.hrefs.count(made[n].url) == 1
        assert event_pages[1 - n].url not in page.hrefs
        assert page.html.count((topic.name, topic.name_cy)[n]) == 1


def test_the_front_page_stands_without_events_or_posts(client, site_tree):
    assert read(client, "/en/").switch == {"cy": "/cy/"}


def test_no_page_sets_a_cookie(client, site_tree):
    factories.event_index(site_tree)
    blog_index(site_tree)
    for url in ("/en/", "/cy/blog/", "/cy/digwyddiadau/"):
        assert not client.get(url).cookies


def test_a_standing_page_leads_to_its_twin_and_is_in_the_footer(client, site_tree):
    en, cy = factories.translations(
        (site_tree.en, site_tree.cy),
        StandardPage(title="Privacy", slug="privacy", body="<h2>What we keep</h2>"),
        StandardPage(title="Preifatrwydd", slug="preifatrwydd", body="<h2>Yr hyn a gadwn</h2>"),
    )
    assert read(client, en.url).switch == {"cy": cy.url}
    assert read(client, cy.url).headings == ["Preifatrwydd"]
    assert read(client, "/en/").hrefs.count(en.url) == 1


def test_the_front_page_takes_as_many_queries_for_a_hundred(client, site_tree):
    index, programme = blog_index(site_tree), factories.event_index(site_tree)

    def add(count):
        events = [factories.event() for _ in range(count)]
        factories.many_event_pages(programme, events)
        for n, event in enumerate(events, 1):
            factories.session(event=event, starts_at=factories.in_days(n))
        many_posts(index, [{"authors": (factories.contributor(),)} for _ in range(count)])

    add(10)
    ten = count_queries(client, "/en/")
    add(90)
    assert count_queries(client, "/en/") == ten


def test_a_form_without_its_cookie_is_explained_in_the_pages_language(site_tree):
    response = Client(enforce_csrf_checks=True).post("/cy/", {})
    page = Reading(response.content.decode())
    assert response.status_code == 403
    assert page.language == "cy"
    assert len(page.headings) == 1
