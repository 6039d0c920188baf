"""How many queries a page takes: the same with 10 rows and with 100, few, and no write.

What is counted is one request of an anonymous reader, in a process that has served that address
once before. Such a process keeps what does not change with a request: Django's content types, the
addresses of the site's front pages and the renditions of pictures (Wagtail's own cache). Nothing of
an earlier request is used again: pages, menus and posts are asked for each time.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import EventRole
from resources.models import Resource
from tests import factories
from tests.factories.blog import blog_index, posts, series
from tests.factories.images import image
from tests.pages import read

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 1, 1)


class World:
    """A blog and a programme; every post has all that a post can have."""

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
        self.posts = []

    def _person(self):
        return factories.contributor(organisation=factories.organisation(), image=image())

    def grow(self, rows: int) -> None:
        """Have so many posts, and so many of all that the event shows."""
        while (number := len(self.posts)) < rows:
            topic = factories.topic()
            other = self._person() if number < 10 else factories.contributor()
            post, _twin = posts(
                self.blog,
                authors=(self.author, other),
                topics=(self.topic, topic),
                series=self.series,
                series_part=number + 1,
                event=self.event,
                image=self.pictures[number % len(self.pictures)],
                date=FIRST + dt.timedelta(days=9 * number),
            )
            self.posts.append(post)
            self._grow_event(number, other, topic)

    def _grow_event(self, number: int, person, topic) -> None:
        for days in (number + 1, -number - 1):
            factories.session(event=self.event, starts_at=factories.in_days(days))
        EventRole.objects.create(event=self.event, part="speaker", contributor=person)
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
            "event": self.event_page.url,
        }


BUDGETS = {
    "blog": 12,
    "post": 10,
    **dict.fromkeys(("year", "month", "topic", "author", "series"), 12),
    "programme": 12,
    "past programme": 12,
    "event": 12,
}


def queries(client, url: str) -> list[str]:
    """The queries of the second request of ``url``."""
    read(client, url)
    with CaptureQueriesContext(connection) as captured:
        read(client, url)
    return [query["sql"] for query in captured.captured_queries]


def test_pages_keep_their_budgets(client, site_tree):
    world = World(site_tree)
    taken = {}
    for rows in (10, 100):
        world.grow(rows)
        for kind, url in world.addresses().items():
            asked = queries(client, url)
            assert [sql for sql in asked if not sql.startswith("SELECT")] == []
            taken.setdefault(kind, []).append(len(asked))
    assert {kind: at_ten for kind, (at_ten, _hundred) in taken.items()} == {
        kind: at_hundred for kind, (_ten, at_hundred) in taken.items()
    }
    assert {kind: n for kind, (n, _n) in taken.items() if n > BUDGETS[kind]} == {}
