"""Feeds of the blog in RSS 2.0 and Atom, in the language of the blog that is asked."""

import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Iterable
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from blog import archive_views
from blog.models import BlogIndexPage, BlogPage
from gpx_site.core.models import Topic
from gpx_site.i18n import language_hosts
from gpx_site.i18n.bilingual import by_slug

NEWEST = 20
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Rss(Rss201rev2Feed):
    """RSS 2.0 with its language, and with the time of its last change, not of the request."""

    def rss_attributes(self) -> dict[str, str]:
        """Add the language, for the words of every item."""
        return super().rss_attributes() | {"xml:lang": self.feed["language"]}

    def latest_post_date(self) -> dt.datetime:
        """When something in it last changed."""
        updated: dt.datetime = self.feed["updated"]
        return updated


class Atom(Atom1Feed):
    """Atom, with an element for each author."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Add the authors after the first, whom Django adds."""
        super().add_item_elements(handler, item)
        for name in item["other_authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")

    def latest_post_date(self) -> dt.datetime:
        """When something in it last changed."""
        updated: dt.datetime = self.feed["updated"]
        return updated


def rss(request: HttpRequest, page: BlogIndexPage) -> HttpResponseBase:
    """The newest posts as RSS."""
    return _answer(request, page, Rss)


def atom(request: HttpRequest, page: BlogIndexPage) -> HttpResponseBase:
    """The newest posts as Atom."""
    return _answer(request, page, Atom)


def topic_rss(request: HttpRequest, page: BlogIndexPage, slug: str) -> HttpResponseBase:
    """The newest posts on a topic as RSS."""
    return _answer_topic(request, page, slug, Rss)


def topic_atom(request: HttpRequest, page: BlogIndexPage, slug: str) -> HttpResponseBase:
    """The newest posts on a topic as Atom."""
    return _answer_topic(request, page, slug, Atom)


def _answer_topic(
    request: HttpRequest, page: BlogIndexPage, slug: str, kind: type[Rss | Atom]
) -> HttpResponseBase:
    topic = by_slug(Topic.objects.all(), slug, page.locale.language_code)
    return _answer(request, page, kind, topic) if topic else archive_views.not_found(request, page)


def _answer(
    request: HttpRequest,
    page: BlogIndexPage,
    kind: type[Rss | Atom],
    topic: Topic | None = None,
) -> HttpResponseBase:
    """Return the feed, or 304 if it has not changed since the client fetched it."""
    found = page.posts.about(topic) if topic else page.posts
    posts = list(found.for_cards().prefetch_related("topic_items__tag")[:NEWEST])
    feed = _feed(request, page, kind, posts, topic)
    body = feed.writeString("utf-8").encode()
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    modified = int(feed.feed["updated"].timestamp())
    headers = {"ETag": tag, "Last-Modified": http_date(modified)}
    answer = HttpResponse(body, content_type=feed.content_type, headers=headers)
    return get_conditional_response(request, tag, modified, answer) or answer


def _feed(
    request: HttpRequest,
    page: BlogIndexPage,
    kind: type[Rss | Atom],
    posts: Iterable[BlogPage],
    topic: Topic | None,
) -> Rss | Atom:
    name = _plain(f"{topic.label} – {page.title}" if topic else page.title)
    about = _plain(page.meta_description)
    changes = [post.last_published_at for post in posts if post.last_published_at]
    link = page.url
    if topic:
        link = page.sub_url("topic", slug=topic.slugs[page.locale.language_code])
    feed = kind(
        title=f"{name} – {_('Good Practice Exchange')}",
        link=language_hosts.absolute(link),
        description=about,
        subtitle=about,
        language=page.locale.language_code,
        author_name=_("Good Practice Exchange"),
        feed_url=language_hosts.absolute(request.path),
        updated=max(changes, default=page.last_published_at or LONG_AGO),
    )
    for post in posts:
        _add(feed, post)
    return feed


def _add(feed: Rss | Atom, post: BlogPage) -> None:
    published = timezone.make_aware(dt.datetime.combine(post.date, dt.time.min))
    # It stays the same when the post moves, and differs from the translation's.
    own = uuid.uuid5(post.translation_key, feed.feed["language"])
    names = [_plain(author.name) for author in post.authors]
    first, others = next(iter(names), None), names[1:]
    feed.add_item(
        title=_plain(post.title),
        link=language_hosts.absolute(post.url),
        description=_plain(post.standfirst),
        unique_id=f"urn:uuid:{own}",
        unique_id_is_permalink=False,
        author_name=first if isinstance(feed, Atom) else ", ".join(names),
        other_authors=others,
        categories=[_plain(item.tag.label) for item in post.topic_items.all()],
        pubdate=published,
        updateddate=max(published, post.last_published_at or published),
    )


def _plain(text: str) -> str:
    """``text`` without what XML cannot hold, such as the line tabulation of a word processor."""
    return NOT_IN_XML.sub(" ", text)
