"""The same address in the other language."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils.translation import override
from django.views.defaults import permission_denied, server_error

from tests import factories
from tests.events.registration.visitor import Visitor
from tests.factories.blog import blog_index, posts
from tests.factories.translated_pages import take_down
from tests.pages import Reading, read

pytestmark = pytest.mark.django_db


def test_a_page_without_a_live_twin_offers_no_switch(client, site_tree):
    en, cy = posts(blog_index(site_tree))
    take_down(cy)
    page = read(client, en.url)
    assert page.switch == {}
    assert set(page.alternates) == {"en", "x-default"}


def test_the_query_string_survives_the_switch(client, site_tree):
    index = blog_index(site_tree)
    query = "?page=1&from=mail"
    assert read(client, index[0].url + query).switch == {"cy": index[1].url + query}


def test_a_view_that_is_no_page_has_both_addresses(client, site_tree):
    assert read(client, "/en/search/?q=risg").switch == {"cy": "/cy/chwilio/?q=risg"}


# Errors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "other"), [("en", "cy"), ("cy", "en")])
def test_a_missing_page_is_missing_in_both_languages(client, site_tree, language, other):
    page = read(client, f"/{language}/no-such-page/?q=a%20b", status=404)
    assert page.language == language
    assert page.switch == {other: f"/{other}/no-such-page/?q=a%20b"}
    assert (page.canonical, page.alternates) == ("", {})
    there = read(client, page.switch[other], status=404)
    assert there.language == other
    assert there.headings != page.headings


def test_an_address_in_no_language_leads_to_both_front_pages(client, site_tree):
    for wish, other in (("en", "cy"), ("cy", "en")):
        answer = client.get("/no-such-page/", headers={"accept-language": wish})
        page = Reading(answer.content.decode())
        assert (answer.status_code, page.language) == (404, wish)
        assert page.switch == {other: f"/{other}/"}
        assert f"/{wish}/" in page.hrefs


@pytest.mark.parametrize("wish", ["en", "cy", "cy;q=0.9,en;q=0.8", "fr"])
@pytest.mark.parametrize("address", ["/", "/blog/", "/chwilio/", "/search/", "/en/", "/cy/"])
def test_nobody_is_sent_anywhere_by_what_a_browser_wishes(client, site_tree, address, wish):
    blog_index(site_tree)
    answer = client.get(address, headers={"accept-language": wish})
    assert answer.status_code in {200, 404}
    if address in {"/en/", "/cy/"}:
        assert Reading(answer.content.decode()).language == address.strip("/")
        assert "Accept-Language" not in answer.get("Vary", "")


def test_a_form_without_its_cookie_can_be_read_in_both_languages(site_tree):
    session = factories.session()
    en, cy = factories.event_pages(factories.event_index(site_tree), session.event)
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"{cy.url}cofrestru/{session.pk}/?a=1")
    page = Reading(answer.content.decode())
    assert (answer.status_code, page.language) == (403, "cy")
    assert page.switch == {"en": f"{en.url}register/{session.pk}/?a=1"}
    assert read(client, page.switch["en"]).headings == ["Your details"]


def test_a_forbidden_page_can_be_read_in_both_languages(client, site_tree):
    for language, other in (("en", "cy"), ("cy", "en")):
        request = RequestFactory().get(f"/{language}/private/?a=1")
        with override(language):
            request.resolver_match = resolve(request.path)
            answer = permission_denied(request, PermissionDenied())
        page = Reading(answer.content.decode())
        assert (answer.status_code, page.language) == (403, language)
        assert page.switch == {other: f"/{other}/private/?a=1"}


def test_a_broken_server_says_so_in_both_languages(site_tree):
    answer = server_error(RequestFactory().get("/en/"))
    page = Reading(answer.content.decode())
    assert answer.status_code == 500
    assert (page.language, '<div lang="en">' in page.html) == ("cy", True)
    assert {"/cy/", "/en/"} <= set(page.hrefs)


def test_too_many_tries_can_be_read_in_both_languages(site_tree, monkeypatch, settings):
    session = factories.session()
    en, cy = factories.event_pages(factories.event_index(site_tree), session.event)
    visitor = Visitor({"en": en, "cy": cy}, session)
    monkeypatch.setitem(settings.RATE_LIMITS, "registrations-of-one-address", (0, 3600))
    answer = visitor.register()
    page = Reading(answer.content.decode())
    assert answer.status_code == 429
    there = Visitor({"en": en, "cy": cy}, session, "cy").urls["check"]
    assert page.switch == {"cy": there}
    assert "Siân Ŵyn Ap Rhys" in unescape(visitor.get(there).content.decode())


def test_every_kind_of_page_has_one_main_heading_in_both_languages(client, site_tree):
    event = factories.event()
    factories.session(event=event)
    kinds = [
        (site_tree.en, site_tree.cy),
        blog_index(site_tree),
        factories.event_index(site_tree),
    ]
    kinds += [posts(kinds[1]), factories.event_pages(kinds[2], event)]
    for translations in kinds:
        for page, language in zip(translations, ("en", "cy"), strict=True):
            shown = read(client, page.url)
            assert (shown.language, len(shown.headings)) == (language, 1)
