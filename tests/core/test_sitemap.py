"""The sitemap of both trees."""

import pytest
from bs4 import BeautifulSoup

from tests.core.test_pairs_alone import alone
from tests.factories.blog import blog_index, posts
from tests.factories.pairs import draft, draft_pair, take_down

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def listed(client):
    soup = BeautifulSoup(client.get("/sitemap.xml").content, "html.parser")
    return {
        url.loc.get_text(): {link["hreflang"]: link["href"] for link in url.select("[hreflang]")}
        for url in soup.select("url")
    }


def test_both_trees_and_the_views_are_listed_with_their_alternates(client, site_tree):
    index = blog_index(site_tree)
    post = posts(index)
    kinds = [(site_tree.en, site_tree.cy), index, post]
    pairs = [(en.url, cy.url) for en, cy in kinds] + [("/en/search/", "/cy/chwilio/")]
    found = listed(client)
    assert set(found) == {HOST + url for pair in pairs for url in pair}
    for en, cy in pairs:
        both = {"en": HOST + en, "cy": HOST + cy, "x-default": f"{HOST}/"}
        assert found[HOST + en] == found[HOST + cy] == both
    assert [client.get(url).status_code for url in found] == [200] * len(found)


def test_drafts_and_stand_ins_are_not(client, site_tree):
    before = set(listed(client))
    draft_pair(site_tree)
    assert set(listed(client)) == before
    page, stand_in = alone(draft(site_tree, title="Flood", slug="flood"), "urgent")
    found = listed(client)
    assert set(found) - before == {HOST + page.url}
    assert set(found[HOST + page.url]) == {"en", "x-default"}
    assert HOST + stand_in.url not in found


def test_what_is_taken_down_is_gone(client, site_tree):
    post = posts(blog_index(site_tree))
    take_down(post[0])
    assert HOST + post[0].url not in listed(client)


def test_robots_are_told_of_it(client, site_tree):
    text = client.get("/robots.txt").content.decode()
    assert text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        f"Sitemap: {HOST}/sitemap.xml",
    ]
