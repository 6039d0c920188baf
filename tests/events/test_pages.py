"""The programme and an event as they are read, in both languages."""

import pytest

from events.models import EventRole, EventSession
from gpx_site.i18n.bilingual import LANGUAGES
from resources.models import Resource
from tests import factories
from tests.factories.blog import blog_index, posts
from tests.pages import read

pytestmark = pytest.mark.django_db
REGISTER = {"en": "register/{}/", "cy": "cofrestru/{}/"}


@pytest.fixture
def programme(site_tree):
    return factories.event_index(site_tree)


def test_an_event_leads_to_its_twin_and_to_registration(client, programme):
    event = factories.event()
    session = factories.session(event=event)
    pages = factories.event_pages(programme, event)
    for n, language in enumerate(LANGUAGES):
        page = read(client, pages[n].url)
        assert page.language == language
        assert page.headings == [pages[n].title]
        assert page.switch == {LANGUAGES[1 - n]: pages[1 - n].url}
        assert page.alternates["x-default"] == "http://testserver/"
        register = pages[n].url + REGISTER[language].format(session.pk)
        assert [href for href in page.hrefs if f"/{session.pk}/" in href] == [register]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "cancelled"},
        {"closes_at": factories.in_days(-1)},
        {"opens_at": factories.in_days(1)},
        {"starts_at": factories.in_days(-2)},
    ],
)
def test_a_closed_session_has_no_register_button(client, programme, fields):
    session = factories.session(**fields)
    page, _twin = factories.event_pages(programme, session.event)
    assert not [href for href in read(client, page.url).hrefs if "register" in href]


def test_a_full_session_offers_its_waiting_list(client, programme):
    session = factories.session(capacity=1)
    EventSession.objects.filter(pk=session.pk).update(places_taken=1)
    page, _twin = factories.event_pages(programme, session.event)
    html = read(client, page.url).html
    assert html.count("Join the waiting list") == 1
    assert html.count("Places available") == 0


def test_the_joining_address_is_never_public(client, programme):
    session = factories.session(mode="online", join_url="https://meet.example.org/secret")
    for page in (*programme, *factories.event_pages(programme, session.event)):
        assert "meet.example.org" not in read(client, page.url).html


def test_who_takes_part_and_who_it_is_for(client, programme):
    event = factories.event()
    factories.session(event=event)
    role = event.audience.create(slug="budget", name_en="Budget holders", name_cy="Deiliaid")
    person, body = factories.contributor(), factories.organisation()
    EventRole.objects.create(event=event, part="speaker", contributor=person)
    EventRole.objects.create(event=event, part="host", organisation=body)
    en, cy = (read(client, page.url).html for page in factories.event_pages(programme, event))
    # The host also for search engines.
    assert [en.count(text) for text in (role.name_en, person.role_en, body.name_en)] == [1, 1, 2]
    assert [cy.count(text) for text in (role.name_cy, person.role_cy, body.name_cy)] == [1, 1, 2]


def test_an_event_shows_its_posts_and_after_it_what_it_left(client, site_tree, programme):
    session = factories.session(starts_at=factories.in_days(-3))
    Resource.objects.create(
        kind="slides",
        title_en="The slides",
        title_cy="Y sleidiau",
        url="https://example.org/slides",
        event=session.event,
        year=2026,
    )
    about = posts(blog_index(site_tree), event=session.event)
    for n, page in enumerate(factories.event_pages(programme, session.event)):
        hrefs = read(client, page.url).hrefs
        assert hrefs.count("https://example.org/slides") == 1
        assert hrefs.count(about[n].url) == 1
        assert about[1 - n].url not in hrefs


def test_the_programme_lists_sessions_to_come_soonest_first(client, programme):
    later, sooner = factories.session(starts_at=factories.in_days(9)), factories.session()
    gone = factories.session(starts_at=factories.in_days(-3))
    EventSession.objects.filter(pk=sooner.pk).update(
        starts_at=factories.in_days(2), ends_at=factories.in_days(3)
    )
    urls = {
        session: factories.event_pages(programme, session.event)[0].url
        for session in (later, sooner, gone)
    }

    def shown(query):
        hrefs = read(client, programme[0].url + query).hrefs
        return [href for href in hrefs if href in urls.values()]

    assert shown("") == [urls[sooner], urls[later]]
    assert shown("?when=past") == [urls[gone]]


def test_past_events_switch_language_and_keep_the_query(client, programme):
    page = read(client, programme[0].url + "?when=past")
    assert page.switch == {"cy": programme[1].url + "?when=past"}


def test_an_event_whose_page_is_a_draft_is_not_listed(client, programme):
    event = factories.event()
    factories.session(event=event)
    page, _twin = factories.event_pages(programme, event)
    page.unpublish()
    assert page.url not in read(client, programme[0].url).hrefs
