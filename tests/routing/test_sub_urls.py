"""Addresses below a page, in both languages, and the switch between them."""

import pytest

from tests import factories
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(site_tree):
    session = factories.session()
    pages = factories.event_pages(factories.event_index(site_tree), session.event)
    return (*pages, session)


def test_a_page_names_the_address_in_its_own_language(pages):
    en, cy, _session = pages
    assert en.sub_url("register", session_id=7) == f"{en.url}register/7/"
    assert cy.sub_url("register", session_id=7) == f"{cy.url}cofrestru/7/"


def test_the_switch_leads_to_the_same_address_of_the_twin(client, pages):
    en, cy, session = pages
    there = f"{cy.url}cofrestru/{session.pk}/"
    page = read(client, f"{en.url}register/{session.pk}/")
    assert page.switch == {"cy": there}
    assert page.alternates["cy"] == f"http://testserver{there}"
    assert read(client, there).switch == {"en": f"{en.url}register/{session.pk}/"}


def test_the_page_itself_is_no_subroute(client, pages):
    en, cy, _session = pages
    page = read(client, en.url)
    assert page.switch == {"cy": cy.url}
    assert page.hrefs.count(en.url) == 0  # no breadcrumb leads to where one is


def test_an_unknown_address_below_a_page_is_not_found(client, pages):
    assert len(read(client, f"{pages[0].url}no-such-thing/", status=404).headings) == 1


@pytest.mark.parametrize("number", [0, 1])
def test_the_programme_is_the_page_itself(client, pages, number):
    """An app serves it, but at the address of the page: the trail ends above it."""
    index = pages[number].get_parent()
    trail = client.get(index.url).context["breadcrumbs"]
    assert [link.url for link in trail] == [index.get_parent().url]
