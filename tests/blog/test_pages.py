"""The blog as it is read, in both languages."""

import datetime as dt

import pytest

from tests import factories
from tests.factories.blog import blog_index, posts, series
from tests.pages import read

pytestmark = pytest.mark.django_db


def test_the_blog_and_a_post_lead_to_their_twins(client, site_tree):
    index = blog_index(site_tree)
    en, cy = posts(index)
    for here, there, language, other in ((en, cy, "en", "cy"), (cy, en, "cy", "en")):
        page = read(client, here.url)
        assert page.language == language
        assert page.headings == [here.title]
        assert page.switch == {other: there.url}
        assert page.alternates == {
            language: f"http://testserver{here.url}",
            other: f"http://testserver{there.url}",
            "x-default": "http://testserver/",
        }
        assert page.canonical == f"http://testserver{here.url}"
    assert read(client, index[1].url + "?page=1").switch == {"en": index[0].url + "?page=1"}


def test_both_languages_have_the_same_shape(client, site_tree):
    index = blog_index(site_tree)
    risks, event = series(), factories.event()
    factories.event_pages(factories.event_index(site_tree), event)
    factories.session(event=event)
    made = posts(
        index,
        authors=(factories.contributor(),),
        topics=(factories.topic(),),
        series=risks,
        series_part=1,
        event=event,
    )
    pages = [read(client, page.url) for page in made]
    assert len(pages[0].links) == len(pages[1].links)
    assert pages[0].html.count("<section") == pages[1].html.count("<section")
    assert [event_page.url in pages[n].hrefs for n, event_page in enumerate(event.pages.all())] == [
        True,
        True,
    ]


def test_a_draft_is_not_shown(client, site_tree):
    index = blog_index(site_tree)
    en, _cy = posts(index)
    en.unpublish()
    read(client, en.url, status=404)
    assert en.url not in read(client, index[0].url).hrefs


def test_ten_posts_to_a_page(client, site_tree):
    index = blog_index(site_tree)
    made = [posts(index, date=dt.date(2026, 1, 1) + dt.timedelta(days=n))[0] for n in range(12)]
    newest_first = [page.url for page in reversed(made)]
    urls = set(newest_first)
    pages = [read(client, f"{index[0].url}?page={number}") for number in (1, 2)]
    shown = [[href for href in page.hrefs if href in urls] for page in pages]
    assert shown == [newest_first[:10], newest_first[10:]]


def test_a_reblog_credits_its_original(client, site_tree):
    en, cy = posts(
        blog_index(site_tree),
        original_url="https://example.org/wall",
        original_site="Data at the Co-op",
        original_author="Imelda Northway",
        original_title="What we found on the wall",
        original_opening="Nineteen lists.",
        original_language="en",
        words_remaining=743,
    )
    page = read(client, cy.url)
    assert page.canonical == "https://example.org/wall"
    assert set(page.alternates) == {"en", "cy", "x-default"}
    assert 'id="original" lang="en">What we found on the wall</h2>' in page.html
    assert 'cite="https://example.org/wall" lang="en"><p>Nineteen lists.</p>' in page.html
    assert "View original post (743 more words)" in read(client, en.url).html


def test_the_blocks_of_a_body(client, site_tree):
    event = factories.event()
    event_page, _twin = factories.event_pages(factories.event_index(site_tree), event)
    body = [
        ("heading", "Who is the host?"),
        ("quotation", {"text": "Guests don’t criticise.", "attribution": "A carer"}),
        ("callout", {"heading": "Safe to fail", "text": "<p>It costs little.</p>"}),
        ("event", {"event": event, "text": "Come."}),
    ]
    post, _twin = posts(blog_index(site_tree), body=body)
    page = read(client, post.url)
    assert "<h2>Who is the host?</h2>" in page.html
    assert "<blockquote><p>Guests don’t criticise.</p></blockquote>" in page.html
    assert "<figcaption>A carer</figcaption>" in page.html
    assert '<p class="gpx-callout__title">Safe to fail</p>' in page.html
    assert page.hrefs.count(event_page.url) == 1
