"""Archives: an address for each month, topic and author in each language."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import Page

from events.models import EventRole
from tests import factories
from tests.factories.blog import blog_index, posts, series
from tests.factories.images import image
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(site_tree):
    return blog_index(site_tree)


@pytest.fixture
def risk():
    return factories.topic(name="Risk", slug="risk", name_cy="Risg", slug_cy="risg")


def shown(client, url, *candidates):
    """Which of the posts the archive shows, in order."""
    urls = [post.url for post in candidates]
    return [href for href in read(client, url).hrefs if href in urls]


ARCHIVES = {
    "year": ("/en/blog/2026/", "/cy/blog/2026/", "2026", "2026"),
    "month": ("/en/blog/2026/05/", "/cy/blog/2026/05/", "May 2026", "Mai 2026"),
    "topic": ("/en/blog/topic/risk/", "/cy/blog/pwnc/risg/", "Risk", "Risg"),
    "author": ("/en/blog/author/mari/", "/cy/blog/awdur/mari/", "Mari Môn", "Mari Môn"),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_an_archive_shows_its_posts_and_leads_to_its_twin(client, index, risk, kind):
    mari = factories.contributor(name="Mari Môn", slug="mari")
    within = posts(index, authors=(mari,), topics=(risk,), date="2026-05-31")
    later = posts(index, authors=(mari,), topics=(risk,), date="2026-05-31")
    outside = posts(index, date="2025-06-01")
    *addresses, english, welsh = ARCHIVES[kind]
    for n, heading in enumerate((english, welsh)):
        page = read(client, f"{addresses[n]}?page=1&a=b")
        assert page.headings == [heading]
        assert page.switch == {("cy", "en")[n]: f"{addresses[1 - n]}?page=1&a=b"}
        assert ("2 posts", "2 flogbost")[n] in page.html
        found = shown(client, addresses[n], within[n], later[n], outside[n])
        assert found == [later[n].url, within[n].url]
        assert index[n].url in page.hrefs  # by the breadcrumbs


def test_an_archive_has_pages(client, index, risk):
    made = [posts(index, topics=(risk,), date=dt.date(2026, 1, n + 1))[0] for n in range(12)]
    newest = [post.url for post in reversed(made)]
    assert shown(client, "/en/blog/topic/risk/", *made) == newest[:10]
    assert shown(client, "/en/blog/topic/risk/?page=2", *made) == newest[10:]
    page = read(client, "/en/blog/topic/risk/?page=2")
    assert page.switch == {"cy": "/cy/blog/pwnc/risg/?page=2"}
    assert "<title>Risk – Blog – page 2 –" in page.html


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/en/blog/?topic=risk", "/en/blog/topic/risk/"),
        ("/cy/blog/?topic=risk&page=2", "/cy/blog/pwnc/risg/?page=2"),
        ("/en/blog/?month=2026-05", "/en/blog/2026/05/"),
        ("/cy/blog/?month=2026-05&topic=risk", "/cy/blog/pwnc/risg/"),
        ("/en/blog/2026/5/", "/en/blog/2026/05/"),
        ("/en/blog/pwnc/risg/?page=2", "/en/blog/topic/risk/?page=2"),
        ("/en/blog/topic/risg/", "/en/blog/topic/risk/"),
        ("/cy/blog/topic/risk/", "/cy/blog/pwnc/risg/"),
        ("/cy/blog/author/mari/", "/cy/blog/awdur/mari/"),
        ("/cy/blog/series/risks/", "/cy/blog/cyfres/risgiau/"),
    ],
)
def test_other_addresses_lead_for_good_to_the_one(client, index, risk, address, to):
    mari = factories.contributor(slug="mari")
    risks = series(slug="risks", slug_cy="risgiau")
    posts(index, authors=(mari,), topics=(risk,), series=risks, series_part=1)
    answer = client.get(address)
    assert (answer.status_code, answer.url) == (301, to)
    assert client.get(to).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "2026/13/",
        "2026/00/",
        "0000/",
        "9999/",
        "9999/12/",
        "topic/nothing/",
        "author/nobody/",
        "series/none/",
    ],
)
def test_what_there_is_not_is_helpfully_not_found(client, index, risk, address):
    posts(index, topics=(risk,))
    page = read(client, f"/en/blog/{address}", status=404)
    assert page.headings == ["We cannot find these posts"]
    assert {"/en/blog/", "/en/blog/topic/risk/", "/en/blog/2026/05/"} <= set(page.hrefs)
    (switch,) = page.switch.values()
    assert read(client, switch, status=404).language == "cy"


@pytest.mark.parametrize("query", ["topic=none", "topic=%00", "month=2026-13", "month=May"])
def test_an_unknown_filter_of_old_is_not_found(client, index, query):
    assert len(read(client, f"{index[1].url}?{query}", status=404).headings) == 1


def test_an_archive_without_posts_says_so_and_is_not_indexed(client, index, risk):
    for address in ("/en/blog/topic/risk/", f"/en/blog/{timezone.localdate():%Y/%m}/"):
        html = read(client, address).html
        assert "There are no posts here yet" in html
        assert '<meta name="robots" content="noindex">' in html


def test_the_months_are_listed_by_year(client, index):
    for date in ("2024-12-31", "2026-05-01", "2026-05-31", "2026-06-01"):
        posts(index, date=date)
    hrefs = read(client, index[0].url).hrefs
    found = [href for href in hrefs if href.startswith("/en/blog/20")]
    assert [href.removeprefix("/en/blog/") for href in found] == [
        "2026/",
        "2026/06/",
        "2026/05/",
        "2024/",
        "2024/12/",
    ]


def test_the_archive_that_is_read_is_marked(client, index, risk):
    posts(index, topics=(risk,))
    for address in ("/en/blog/topic/risk/", "/en/blog/2026/", "/en/blog/2026/05/"):
        links = read(client, address).links
        marked = [href for href, attributes in links if attributes.get("aria-current") == "page"]
        assert marked == [address]


def test_an_author_has_a_page_in_both_languages(client, site_tree, index):
    body = factories.organisation(name_en="Example Council", name_cy="Cyngor Enghraifft")
    mari = factories.contributor(
        slug="mari",
        organisation=body,
        image=image(),
        biography_en="She began at sea.",
        biography_cy="Dechreuodd ar y môr.",
    )
    made = posts(index, authors=(mari,))
    event = factories.event()
    factories.session(event=event, starts_at=factories.in_days(-9))
    EventRole.objects.create(event=event, part="speaker", contributor=mari)
    told = factories.event_pages(factories.event_index(site_tree), event)
    words = [
        ("Head of Learning", "Example Council", "She began at sea.", "Guest author"),
        ("Pennaeth Dysgu", "Cyngor Enghraifft", "Dechreuodd ar y môr.", "Awdur gwadd"),
    ]
    for n, address in enumerate(("/en/blog/author/mari/", "/cy/blog/awdur/mari/")):
        page = read(client, address)
        assert [word for word in words[n] if word not in page.html] == []
        assert [url for url in (made[n].url, told[n].url) if url not in page.hrefs] == []
        assert made[1 - n].url not in page.hrefs
        assert address in read(client, made[n].url).hrefs
        assert address in read(client, told[n].url).hrefs


@pytest.mark.parametrize(
    ("staff", "writes", "label"),
    [(True, True, "Our team"), (False, True, "Guest author"), (False, False, "Speaker")],
)
def test_staff_guests_and_speakers_are_told_apart(client, site_tree, index, staff, writes, label):
    mari = factories.contributor(slug="mari", is_staff=staff)
    if writes:
        posts(index, authors=(mari,))
    event = factories.event()
    EventRole.objects.create(event=event, part="speaker", contributor=mari)
    factories.event_pages(factories.event_index(site_tree), event)
    html = read(client, "/en/blog/author/mari/").html
    assert f'<p class="gpx-masthead__label">{label}</p>' in html


def test_nobody_is_shown_before_there_is_something_to_see(client, site_tree, index):
    mari = factories.contributor(slug="mari")
    post, _twin = posts(index, authors=(mari,))
    event = factories.event()
    EventRole.objects.create(event=event, part="speaker", contributor=mari)
    page, _twin = factories.event_pages(factories.event_index(site_tree), event)
    Page.objects.filter(pk__in=[post.pk, page.pk]).update(live=False)
    read(client, "/en/blog/author/mari/", status=404)
    read(client, "/cy/blog/awdur/mari/")


def test_a_post_leads_to_its_event_and_to_what_to_read_next(client, site_tree, index, risk):
    session = factories.session()
    told = factories.event_pages(factories.event_index(site_tree), session.event)
    made = posts(index, topics=(risk,), event=session.event)
    others = [posts(index, topics=(risk,), date=f"2026-0{n}-01") for n in range(1, 5)]
    for n in range(2):
        hrefs = read(client, made[n].url).hrefs
        assert told[n].url in hrefs
        related = [pair[n].url for pair in reversed(others)]
        assert [href for href in hrefs if href in related] == related[:3]
        assert made[n].url in read(client, told[n].url).hrefs
