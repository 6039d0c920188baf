"""The same address in the other language."""

import pytest

from tests import factories
from tests.factories.blog import blog_index, posts
from tests.factories.pairs import take_down
from tests.pages import read

pytestmark = pytest.mark.django_db


def test_a_page_without_a_live_twin_offers_no_switch(client, site_tree):
    en, cy = posts(blog_index(site_tree))
    take_down(cy)
    page = read(client, en.url)
    assert page.switch == {}
    assert set(page.alternates) == {"en", "x-default"}


def test_the_query_string_survives_the_switch(client, site_tree):
    index, topic = blog_index(site_tree), factories.topic()
    posts(index, topics=(topic,))
    query = f"?topic={topic.slug}&page=1"
    assert read(client, index[0].url + query).switch == {"cy": index[1].url + query}


def test_a_view_that_is_no_page_has_both_addresses(client, site_tree):
    assert read(client, "/en/search/?q=risg").switch == {"cy": "/cy/chwilio/?q=risg"}


def test_a_missing_page_leads_to_the_other_front_page(client, site_tree):
    page = read(client, "/en/no-such-page/", status=404)
    assert page.switch == {"cy": "/cy/"}
    assert page.language == "en"


def test_every_kind_of_page_has_one_main_heading_in_both_languages(client, site_tree):
    event = factories.event()
    factories.session(event=event)
    kinds = [
        (site_tree.en, site_tree.cy),
        blog_index(site_tree),
        factories.event_index(site_tree),
    ]
    kinds += [posts(kinds[1]), factories.event_pages(kinds[2], event)]
    for twins in kinds:
        for page, language in zip(twins, ("en", "cy"), strict=True):
            shown = read(client, page.url)
            assert (shown.language, len(shown.headings)) == (language, 1)
