"""The feeds: RSS 2.0 and Atom, complete, in the language of their blog."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

import pytest
from defusedxml.ElementTree import fromstring
from wagtail.models import PageViewRestriction

from blog.feeds import NEWEST
from tests import factories
from tests.factories.blog import blog_index, posts
from tests.pages import read

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SITE = "http://testserver"
AUTODISCOVERY = re.compile(r'type="application/(?:rss|atom)\+xml" title="[^"]+" href="([^"]+)"')


@pytest.fixture
def index(site_tree):
    return blog_index(site_tree)


@pytest.fixture
def risk():
    return factories.topic(name="Risk", slug="risk", name_cy="Risg", slug_cy="risg")


def get(client, url: str, kind: str):
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == f"application/{kind}+xml; charset=utf-8"
    return fromstring(answer.content)


@pytest.mark.parametrize("n", [0, 1])
def test_rss_has_all_that_its_specification_asks(client, index, risk, n):
    people = (factories.contributor(name="Mari Môn"), factories.contributor(name="Siân Tŷ"))
    made = posts(index, authors=people, topics=(risk,), date="2026-05-27")
    root = get(client, f"{index[n].url}feed/", "rss")
    assert (root.tag, root.get("version"), root.get(LANGUAGE)) == ("rss", "2.0", ("en", "cy")[n])
    (channel,) = root
    site = ("Good Practice Exchange", "Cyfnewidfa Arfer Da")[n]
    assert channel.findtext("title") == f"Blog – {site}"
    assert channel.findtext("link") == SITE + index[n].url
    assert channel.find("description") is not None
    assert channel.findtext("language") == ("en", "cy")[n]
    assert channel.find(f"{ATOM}link").attrib == {
        "rel": "self",
        "href": f"{SITE}{index[n].url}feed/",
    }
    assert parsedate_to_datetime(channel.findtext("lastBuildDate"))
    (item,) = channel.iter("item")
    assert item.findtext("title") == made[n].title
    assert item.findtext("link") == SITE + made[n].url
    assert item.findtext("description") == made[n].standfirst
    assert item.findtext(f"{DC}creator") == "Mari Môn, Siân Tŷ"
    assert [each.text for each in item.iter("category")] == [("Risk", "Risg")[n]]
    assert parsedate_to_datetime(item.findtext("pubDate")).date() == dt.date(2026, 5, 27)
    guid = item.find("guid")
    assert guid.attrib == {"isPermaLink": "false"}
    assert guid.text.startswith("urn:uuid:")


@pytest.mark.parametrize("n", [0, 1])
def test_atom_has_all_that_its_specification_asks(client, index, risk, n):
    people = (factories.contributor(name="Mari Môn"), factories.contributor(name="Siân Tŷ"))
    made = posts(index, authors=people, topics=(risk,), date="2026-05-27")
    root = get(client, f"{index[n].url}feed/atom/", "atom")
    assert (root.tag, root.get(LANGUAGE)) == (f"{ATOM}feed", ("en", "cy")[n])
    assert root.findtext(f"{ATOM}title")
    assert root.findtext(f"{ATOM}id") == SITE + index[n].url
    assert dt.datetime.fromisoformat(root.findtext(f"{ATOM}updated")).tzinfo
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": SITE + index[n].url,
        "self": f"{SITE}{index[n].url}feed/atom/",
    }
    (entry,) = root.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == made[n].title
    assert entry.findtext(f"{ATOM}summary") == made[n].standfirst
    assert entry.find(f"{ATOM}link").get("href") == SITE + made[n].url
    names = [each.text for each in entry.iter(f"{ATOM}name")]
    assert names == ["Mari Môn", "Siân Tŷ"]
    assert [each.get("term") for each in entry.iter(f"{ATOM}category")] == [("Risk", "Risg")[n]]
    for name in ("published", "updated"):
        assert dt.datetime.fromisoformat(entry.findtext(f"{ATOM}{name}")).tzinfo


def test_an_item_keeps_its_name_for_good_and_differs_from_its_twins(client, index):
    post, _twin = posts(index)

    def names():
        urls = [f"{page.url}feed/" for page in index]
        return [get(client, url, "rss").findtext("channel/item/guid") for url in urls]

    before = names()
    post.slug = "another-slug"
    post.save()
    assert names() == before
    assert before[0] != before[1]


def test_the_newest_come_first_and_no_more_than_enough(client, index):
    made = [posts(index, date=dt.date(2026, 1, 1) + dt.timedelta(days=n))[0] for n in range(22)]
    draft, _twin = posts(index)
    draft.unpublish()
    root = get(client, f"{index[0].url}feed/", "rss")
    titles = [item.findtext("title") for item in root.iter("item")]
    assert titles == [post.title for post in reversed(made)][:NEWEST]


def test_whoever_has_it_already_is_told_so(client, index):
    posts(index)
    for url in (f"{index[0].url}feed/", f"{index[0].url}feed/atom/"):
        first = client.get(url)
        for header, name in (("if-none-match", "ETag"), ("if-modified-since", "Last-Modified")):
            again = client.get(url, headers={header: first[name]})
            assert (again.status_code, again.content) == (304, b"")
        assert not first.cookies
    posts(index)
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_empty_feed_is_the_same_each_time(client, index):
    url = f"{index[0].url}feed/"
    assert client.get(url)["ETag"] == client.get(url)["ETag"]
    assert list(get(client, url, "rss").iter("item")) == []


def test_a_topic_has_feeds_of_its_own(client, index, risk):
    about = posts(index, topics=(risk,))
    posts(index)
    for n, address in enumerate(("/en/blog/topic/risk/", "/cy/blog/pwnc/risg/")):
        rss = get(client, f"{address}feed/", "rss")
        assert rss.findtext("channel/title").startswith(("Risk – Blog", "Risg – Blog")[n])
        assert [each.findtext("title") for each in rss.iter("item")] == [about[n].title]
        atom = get(client, f"{address}feed/atom/", "atom")
        assert len(list(atom.iter(f"{ATOM}entry"))) == 1
    read(client, "/en/blog/topic/none/feed/", status=404)


def test_pages_name_their_feeds(client, index, risk):
    made = posts(index, topics=(risk,))
    for n, topic in enumerate(("/en/blog/topic/risk/", "/cy/blog/pwnc/risg/")):
        own = [f"{index[n].url}feed/", f"{index[n].url}feed/atom/"]
        of_topic = [f"{topic}feed/", f"{topic}feed/atom/"]
        for url, feeds in ((index[n].url, own), (made[n].url, own), (topic, own + of_topic)):
            assert AUTODISCOVERY.findall(read(client, url).html) == feeds


def test_what_xml_cannot_hold_breaks_no_feed(client, index):
    odd = factories.contributor(name="A \x0b<b>&amp;</b>")
    post, _twin = posts(index, authors=(odd,))
    post.title = "</title>\x0b]]> & <script>"
    post.save()
    root = get(client, f"{index[0].url}feed/", "rss")
    assert root.findtext("channel/item/title") == "</title> ]]> & <script>"
    assert root.findtext(f"channel/item/{DC}creator") == "A  <b>&amp;</b>"


def test_a_restricted_blog_has_no_open_feed(client, index):
    posts(index)
    PageViewRestriction.objects.create(page=index[0], restriction_type="login")
    assert client.get(f"{index[0].url}feed/").status_code == 302


def test_a_feed_takes_as_many_queries_for_twenty(client, index, risk, django_assert_num_queries):
    posts(index, topics=(risk,), authors=(factories.contributor(),))
    client.get(f"{index[0].url}feed/")
    for count in (0, 19):
        for _ in range(count):
            posts(index, topics=(risk, factories.topic()), authors=(factories.contributor(),))
        with django_assert_num_queries(6):
            client.get(f"{index[0].url}feed/")
