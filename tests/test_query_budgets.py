"""How many queries a page takes: the same with 10 rows and with 100, few, and no write.

What is counted is one request of an anonymous reader, in a process that has served that address
once before. Such a process keeps what does not change with a request: Django's content types, the
addresses of the site's front pages and the renditions of pictures (Wagtail's own cache). Nothing of
an earlier request is used again: pages, menus and posts are asked for each time. Cold, with the
cache emptied, a page may take more, but no more for a hundred rows.
"""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.blocks import PostBody
from blog.models import BlogPage
from events.models import EventRole, Photograph
from resources.models import Resource
from tests import factories
from tests.factories.blocks import every_block
from tests.factories.blog import blog_index, many_posts, series
from tests.factories.comments import comment
from tests.factories.images import image
from tests.pages import read

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 1, 1)


class World:
    """A blog and a programme; every post has every block, a picture, and all else that it can."""

    def __init__(self, tree) -> None:
        self.blog = blog_index(tree)
        self.programme = factories.event_index(tree)
        self.event = factories.event()
        self.event_page, _twin = factories.event_pages(self.programme, self.event)
        self.event_page.image = image()
        self.event_page.save()
        self.topic, self.series = factories.topic(), series()
        self.author = self._person()
        EventRole.objects.create(event=self.event, part="speaker", contributor=self.author)
        self.pictures = [image() for _ in range(12)]
        self.body = every_block(self.event)
        self.posts = []

    def _person(self):
        return factories.contributor(organisation=factories.organisation(), image=image())

    def grow(self, rows: int) -> None:
        """Have so many posts, so many comments, and so many of all that the event shows."""
        numbers = range(len(self.posts), rows)
        added = many_posts(self.blog, [self._post(number) for number in numbers])
        self.posts += [post for post, _twin in added]
        for _ in numbers:
            answered = comment(self.posts[0])
            comment(self.posts[0], parent=answered)

    def _post(self, number: int) -> dict:
        topic = factories.topic()
        other = self._person() if number < 10 else factories.contributor()
        self._grow_event(number, other, topic)
        fields = {
            "authors": (self.author, other),
            "topics": (self.topic, topic),
            "event": self.event,
            "image": self.pictures[number % len(self.pictures)],
            "body": self.body,
            "date": FIRST + dt.timedelta(days=9 * number),
        }
        # The parts of a post's own series are not among those to read next.
        part = {} if number % 2 else {"series": self.series, "series_part": number // 2 + 1}
        return fields | part

    def _grow_event(self, number: int, person, topic) -> None:
        for days in (number + 1, -number - 1):
            factories.session(event=self.event, starts_at=factories.in_days(days))
        EventRole.objects.create(event=self.event, part="speaker", contributor=person)
        picture = self.pictures[number % len(self.pictures)]
        Photograph.objects.create(event=self.event, image=picture, alt_en="A", alt_cy="B")
        body = factories.organisation()
        EventRole.objects.create(event=self.event, part="partner", organisation=body)
        self.event.topics.add(topic)
        Resource.objects.create(
            kind="slides",
            title_en=f"Slides {number}",
            title_cy=f"Sleidiau {number}",
            url=f"https://example.org/{number}",
            event=self.event,
            organisation=body,
            year=2026,
        )

    def addresses(self) -> dict[str, str]:
        """One address of each kind of page, by the name of its budget."""
        return {
            "blog": self.blog[0].url,
            "post": self.posts[0].url,
            "year": f"{self.blog[0].url}2026/",
            "month": f"{self.blog[0].url}2026/01/",
            "topic": f"{self.blog[0].url}topic/{self.topic.slug}/",
            "author": f"{self.blog[0].url}author/{self.author.slug}/",
            "series": f"{self.blog[0].url}series/{self.series.slug}/",
            "programme": self.programme[0].url,
            "past programme": f"{self.programme[0].url}?when=past",
            "calendar": f"{self.programme[0].url}calendar/{timezone.localdate():%Y/%m}/",
            "chosen dates": f"{self.programme[0].url}?kind=seminar&topic={self.topic.slug}",
            "no such dates": f"{self.programme[0].url}?place=nowhere&role=nobody&topic=nothing",
            "event": self.event_page.url,
        }


BUDGETS = {
    "blog": 12,
    "post": 10,
    **dict.fromkeys(("year", "month", "topic", "author", "series"), 12),
    "programme": 12,
    **dict.fromkeys(("past programme", "chosen dates", "calendar"), 12),
    "no such dates": 15,  # three names are looked for that no date has
    "event": 12,
}


def queries(client, url: str) -> list[str]:
    """The queries of one request of ``url``."""
    with CaptureQueriesContext(connection) as captured:
        read(client, url)
    return [query["sql"] for query in captured.captured_queries]


@pytest.fixture
def taken(client, site_tree) -> dict[str, dict[str, list[int]]]:
    """How many queries each kind of page takes with 10 and with 100 rows, warm and cold."""
    world, counts = World(site_tree), {"warm": {}, "cold": {}}
    for rows in (10, 100):
        world.grow(rows)
        for kind, url in world.addresses().items():
            read(client, url)
            for state in ("warm", "cold"):
                if state == "cold":
                    cache.clear()
                asked = queries(client, url)
                assert [sql for sql in asked if not sql.startswith("SELECT")] == []
                counts[state].setdefault(kind, []).append(len(asked))
    return counts


def test_pages_keep_their_budgets(taken):
    for state, kinds in taken.items():
        at_ten = {kind: ten for kind, (ten, _hundred) in kinds.items()}
        assert (state, at_ten) == (
            state,
            {kind: hundred for kind, (_ten, hundred) in kinds.items()},
        )
    assert {kind: n for kind, (n, _n) in taken["warm"].items() if n > BUDGETS[kind]} == {}


def test_the_post_that_is_counted_shows_all_that_a_post_can(client, site_tree):
    world = World(site_tree)
    world.grow(10)
    page = read(client, world.posts[0].url)
    assert {block["type"] for block in world.body} == set(PostBody().child_blocks)
    for shown in (
        'class="gpx-figure gpx-opening"',
        "gpx-video__poster",
        "gpx-evidence--room",
        'class="gpx-series"',
        'id="related"',
        'class="gpx-comments__list gpx-comments__list--replies"',
        'class="gpx-aside gpx-aside--call"',
        "gpx-callout--event",
        'class="gpx-document"',
        'class="gpx-chip"',
    ):
        assert shown in page.html, shown
    assert page.html.partition('id="related"')[2].count("<img") >= BlogPage.RELATED
