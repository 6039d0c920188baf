"""How pages look where they are shared, and what they tell search engines."""

import json
import re
from html import unescape

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from events.models import EventRole
from gpx_site.routing import structured_data
from tests import factories
from tests.factories.blog import blog_index, posts, series
from tests.factories.images import image
from tests.pages import read

pytestmark = pytest.mark.django_db
META = re.compile(r'<meta (?:property|name)="((?:og|article|twitter):[^"]+)" content="([^"]*)">')
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
SITE = "http://testserver"


def card(client, url) -> dict[str, str]:
    """The card of a page; a property that comes twice fails."""
    pairs = META.findall(read(client, url).html)
    assert len(dict(pairs)) == len(pairs)
    return {name: unescape(value) for name, value in pairs}


def graph(client, url) -> dict[str, list[dict]]:
    """What a page tells, by type."""
    (text,) = DATA.findall(read(client, url).html)
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    kinds: dict[str, list[dict]] = {}
    for thing in data["@graph"]:
        kinds.setdefault(thing["@type"], []).append(thing)
    return kinds


@pytest.fixture
def index(site_tree):
    return blog_index(site_tree)


def test_a_post_is_shared_with_its_own_picture_and_words(client, index):
    made = posts(index, image=image(), image_alt="A kettle", date="2026-05-27")
    for n, (locale, other) in enumerate([("en_GB", "cy_GB"), ("cy_GB", "en_GB")]):
        found = card(client, made[n].url)
        picture = found.pop("og:image")
        assert re.fullmatch(rf"{SITE}/media/images/.+fill-1200x630.*\.jpg", picture)
        assert found == {
            "og:site_name": ("Good Practice Exchange", "Cyfnewidfa Arfer Da")[n],
            "og:type": "article",
            "og:title": made[n].title,
            "og:description": made[n].standfirst,
            "og:url": SITE + made[n].url,
            "og:locale": locale,
            "og:locale:alternate": other,
            "og:image:type": "image/jpeg",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": "A kettle",
            "article:published_time": "2026-05-27",
            "twitter:card": "summary_large_image",
        }


def test_what_has_no_picture_is_shared_with_our_own_card(client, site_tree, index):
    topic = factories.topic(slug="risk", slug_cy="risg")
    made = posts(index, topics=(topic,))
    for n, language in enumerate(("en", "cy")):
        archive = ("/en/blog/topic/risk/", "/cy/blog/pwnc/risg/")[n]
        for url in (f"/{language}/", index[n].url, archive, made[n].url):
            found = card(client, url)
            assert found["og:image"] == f"{SITE}/static/img/card-{language}.png"
            assert found["og:image:type"] == "image/png"
            assert found["og:title"]
            assert found["og:url"] == SITE + url
        with Image.open(finders.find(f"img/card-{language}.png")) as drawn:
            assert drawn.size == (1200, 630)


def test_a_page_without_a_twin_names_no_other_language(client, index):
    post, translation = posts(index)
    type(translation).objects.filter(pk=translation.pk).update(live=False)
    assert "og:locale:alternate" not in card(client, post.url)


def test_a_post_is_described_with_its_authors_series_and_twin(client, index):
    body = factories.organisation(name_en="Example Council", name_cy="Cyngor Enghraifft")
    mari = factories.contributor(name="Mari", slug="mari", organisation=body)
    risks, topic = series(), factories.topic(name="Risk", name_cy="Risg")
    made = posts(
        index, authors=(mari,), topics=(topic,), series=risks, series_part=1, date="2026-05-27"
    )
    found = graph(client, made[1].url)
    (post,) = found["BlogPosting"]
    assert post["headline"] == made[1].title
    assert post["url"] == post["mainEntityOfPage"] == SITE + made[1].url
    assert post["inLanguage"] == "cy"
    assert post["datePublished"] == "2026-05-27"
    assert post["keywords"] == ["Risg"]
    assert post["author"] == [
        {
            "@type": "Person",
            "name": "Mari",
            "jobTitle": "Pennaeth Dysgu",
            "url": f"{SITE}/cy/blog/awdur/mari/",
            "worksFor": {"@type": "Organization", "name": "Cyngor Enghraifft"},
        }
    ]
    assert post["isPartOf"] == {
        "@type": "CreativeWorkSeries",
        "name": "Rheoli risgiau’n dda",
        "position": 1,
    }
    assert post["workTranslation"] == {"@id": f"{SITE}{made[0].url}#post", "inLanguage": "en"}
    (organisation,) = found["Organization"]
    assert post["publisher"] == {"@id": organisation["@id"]}
    assert organisation["name"] == "Cyfnewidfa Arfer Da"


def test_the_way_down_is_described(client, index):
    post, _twin = posts(index)
    (way,) = graph(client, post.url)["BreadcrumbList"]
    steps = [(each["position"], each["name"], each["item"]) for each in way["itemListElement"]]
    assert steps == [
        (1, "Home", f"{SITE}/en/"),
        (2, "Blog", SITE + index[0].url),
        (3, post.title, SITE + post.url),
    ]
    assert "BreadcrumbList" not in graph(client, "/en/")
    assert len(graph(client, "/en/")["Organization"]) == 1


def test_the_sessions_of_an_event_are_described(client, site_tree):
    event = factories.event()
    here = factories.session(event=event, delivery_language="bilingual")
    online = factories.session(
        event=event,
        mode="online",
        delivery_language="cy",
        starts_at=factories.in_days(20),
        status="postponed",
        join_url="https://meet.example.org/secret",
    )
    factories.session(event=event, starts_at=factories.in_days(-20))
    EventRole.objects.create(
        event=event, part="speaker", contributor=factories.contributor(name="Mari")
    )
    page, _twin = factories.event_pages(factories.event_index(site_tree), event)
    first, second = graph(client, page.url)["Event"]
    assert first["@id"] == f"{SITE}{page.url}#session-{here.pk}"
    assert first["name"] == page.title
    assert first["startDate"].startswith(f"{here.starts_at:%Y-%m-%dT}")
    assert first["inLanguage"] == ["cy", "en"]
    assert first["eventStatus"] == "https://schema.org/EventScheduled"
    assert first["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert first["location"]["@type"] == "Place"
    assert first["location"]["address"]["addressLocality"] == "Cardiff"
    assert first["performer"] == [{"@type": "Person", "name": "Mari"}]
    assert first["offers"]["availability"] == "https://schema.org/InStock"
    assert second["@id"].endswith(f"#session-{online.pk}")
    assert second["inLanguage"] == ["cy"]
    assert second["eventStatus"] == "https://schema.org/EventPostponed"
    assert second["location"] == {"@type": "VirtualLocation", "url": SITE + page.url}
    assert "secret" not in read(client, page.url).html


PAYLOADS = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]></script>",
    "\u2028alert(1)\u2029",
    '"><img src=x onerror=alert(1)>',
    "&lt;/script&gt;",
    "\\u003c/script>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_words_end_the_data_early(client, index, payload):
    mari = factories.contributor(name=payload)
    post, _twin = posts(index, authors=(mari,))
    post.title = post.standfirst = payload
    post.save()
    (told,) = graph(client, post.url)["BlogPosting"]
    assert told["headline"] == told["author"][0]["name"] == payload
    html = read(client, post.url).html
    (data,) = DATA.findall(html)
    assert not re.search("[<>&\u2028\u2029]", data)
    assert html.count("<script") == 3  # two files of our own, and the data
    assert card(client, post.url)["og:title"] == payload


def test_what_is_not_known_is_left_out():
    thing = {"a": "", "b": None, "c": [], "d": {}, "e": 0, "f": False, "g": "x"}
    assert structured_data.without_blanks(thing) == {"e": 0, "f": False, "g": "x"}
