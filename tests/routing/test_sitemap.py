"""The sitemap of both trees."""

import pytest
from defusedxml.ElementTree import fromstring

from events.models import EventRole
from tests import factories
from tests.factories.blog import blog_index, many_posts, posts, series
from tests.factories.translated_pages import draft, draft_pair, take_down
from tests.pages import count_queries
from tests.translations.test_exceptions import alone

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
FIRST, SECOND, THIRD = (f"2026-0{n}-01T09:00:00+00:00" for n in (1, 2, 3))


NAMES = {
    "": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


def read_sitemap(client):
    """Every address with its alternates and its last change."""
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    root = fromstring(answer.content)
    assert root.tag == f"{{{NAMES['']}}}urlset"
    found = {}
    for url in root.iterfind("url", NAMES):
        links = url.iterfind("xhtml:link", NAMES)
        alternates = {link.get("hreflang"): link.get("href") for link in links}
        address = url.findtext("loc", namespaces=NAMES)
        assert address not in found
        found[address] = (alternates, url.findtext("lastmod", namespaces=NAMES))
    return found


def listed(client):
    return {address: alternates for address, (alternates, _changed) in read_sitemap(client).items()}


def test_both_trees_and_the_views_are_listed_with_their_alternates(client, site_tree):
    index = blog_index(site_tree)
    post = posts(index)
    kinds = [(site_tree.en, site_tree.cy), index, post]
    below = ["feed/", "feed/atom/", "2026/", "2026/05/"]
    pairs = [(en.url, cy.url) for en, cy in kinds] + [("/en/search/", "/cy/chwilio/")]
    pairs += [(f"/en/blog/{each}", f"/cy/blog/{each}") for each in below]
    found = listed(client)
    assert set(found) == {HOST + url for pair in pairs for url in pair}
    for en, cy in pairs:
        both = {"en": HOST + en, "cy": HOST + cy, "x-default": f"{HOST}/"}
        assert found[HOST + en] == found[HOST + cy] == both
    assert [client.get(url).status_code for url in found] == [200] * len(found)


@pytest.mark.crawl
def test_every_address_of_the_demonstration_answers_and_has_its_twin_beside_it(client, demo):
    found = listed(client)
    assert len(found) > 150
    for address, alternates in found.items():
        assert address in alternates.values()
        assert set(alternates) == {"en", "cy", "x-default"}, address
        for language in ("en", "cy"):
            assert found[alternates[language]] == alternates
            assert alternates[language].startswith(f"{HOST}/{language}/")
    answered = {address: client.get(address) for address in found}
    assert {address for address, answer in answered.items() if answer.status_code != 200} == set()
    assert {
        address for address, answer in answered.items() if b"noindex" in answer.content
    } == set()


ARCHIVES = {
    "2025/": "2025/",
    "2025/05/": "2025/05/",
    "topic/risk/": "pwnc/risg/",
    "topic/risk/feed/": "pwnc/risg/feed/",
    "topic/risk/feed/atom/": "pwnc/risg/feed/atom/",
    "series/risks/": "cyfres/risgiau/",
    "author/mari/": "awdur/mari/",
}


def test_archives_have_the_last_change_of_what_they_show(client, site_tree, time_machine):
    index = blog_index(site_tree)
    fields = {
        "authors": [factories.contributor(slug="mari")],
        "topics": [factories.topic(slug="risk", slug_cy="risg")],
        "series": series(slug="risks", slug_cy="risgiau"),
        "date": "2025-05-27",
    }
    for part, moment in enumerate((FIRST, SECOND), 1):
        time_machine.move_to(moment, tick=False)
        many_posts(index, [fields | {"series_part": part}])
    time_machine.move_to(THIRD, tick=False)
    many_posts(index, [{"date": "2025-06-01"}])
    found = read_sitemap(client)
    for en, cy in ARCHIVES.items():
        urls = {"en": f"{HOST}/en/blog/{en}", "cy": f"{HOST}/cy/blog/{cy}"}
        changed = THIRD if en == "2025/" else SECOND
        for url in urls.values():
            assert found[url] == ({**urls, "x-default": f"{HOST}/"}, changed)
            assert client.get(url).status_code == 200
    assert found[f"{HOST}/en/blog/feed/"][1] == THIRD


def test_a_speaker_who_wrote_nothing_is_listed_and_a_stranger_is_not(client, site_tree):
    blog_index(site_tree)
    event, speaker = factories.event(), factories.contributor(slug="sian")
    factories.contributor(slug="stranger")
    EventRole.objects.create(event=event, part="speaker", contributor=speaker)
    assert not any("/author/" in url for url in listed(client))
    factories.event_pages(factories.event_index(site_tree), event)
    authors = {url for url in listed(client) if "/author/" in url or "/awdur/" in url}
    assert authors == {f"{HOST}/en/blog/author/sian/", f"{HOST}/cy/blog/awdur/sian/"}


def test_an_archive_of_one_language_alone_has_no_alternate(client, site_tree):
    index = blog_index(site_tree)
    post = posts(index, topics=[factories.topic(slug="risk", slug_cy="risg")])
    take_down(post[1])
    found = listed(client)
    assert set(found[f"{HOST}/en/blog/topic/risk/"]) == {"en", "x-default"}
    assert f"{HOST}/cy/blog/pwnc/risg/" not in found


def test_it_takes_as_many_queries_for_a_hundred_pages_as_for_ten(client, site_tree):
    index, programme = blog_index(site_tree), factories.event_index(site_tree)

    def grow(rows):
        fields = {"topics": [factories.topic()], "authors": [factories.contributor()]}
        many_posts(index, [fields | {"date": f"20{n % 20 + 10}-01-01"} for n in range(rows)])
        factories.many_event_pages(programme, [factories.event() for _ in range(rows)])
        for part in range(rows):
            many_posts(index, [{"series": series(), "series_part": part + 1}])
        return count_queries(client, "/sitemap.xml")

    assert grow(10) == grow(90)


def test_drafts_and_stand_ins_are_not(client, site_tree):
    before = set(listed(client))
    draft_pair(site_tree)
    assert set(listed(client)) == before
    page, fallback_page = alone(draft(site_tree, title="Flood", slug="flood"), "urgent")
    found = listed(client)
    assert set(found) - before == {HOST + page.url}
    assert set(found[HOST + page.url]) == {"en", "x-default"}
    assert HOST + fallback_page.url not in found


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
