"""Template tags of posts."""

from typing import Any

from django import template

from blog import structured_data
from blog.models import BlogIndexPage, BlogPage, Series
from blog.querysets import BlogPageQuerySet
from events.models import Event
from gpx_site.core.models import Contributor, Topic
from gpx_site.core.templatetags.gpx_dates import gpx_date
from gpx_site.i18n.bilingual import active_language
from gpx_site.routing import page_path
from gpx_site.routing.structured_data import Thing
from gpx_site.routing.templatetags.gpx_social import picture_url

register = template.Library()


@register.filter
def byline(post: BlogPage) -> str:
    """The authors and the date in one line: "Mari Jones, 3 November 2026"."""
    return ", ".join([*(author.name for author in post.authors), gpx_date(post.date)])


@register.simple_tag(takes_context=True)
def latest_posts(context: template.Context, count: int) -> dict[str, Any]:
    """The blog in the reader's language, as ``index``, and its latest ``posts``."""
    index = the_blog(context)
    return {"index": index, "posts": index.posts.for_cards()[:count]} if index else {}


@register.simple_tag(takes_context=True)
def the_blog(context: template.Context) -> BlogIndexPage | None:
    """Return the blog in the reader's language, without a query for what the request knows."""
    return page_path.find(context["request"]).section(BlogIndexPage)


@register.simple_tag
def archive_url(
    index: BlogIndexPage | None, of: Topic | Series | Contributor, below: str = ""
) -> str:
    """The address on the blog ``index`` of a topic, a series or an author; empty without a blog.

    ``below`` ("_rss" or "_atom") is for a topic's feed.
    """
    if index is None:
        return ""
    if isinstance(of, Contributor):
        return index.sub_url("author", slug=of.slug)
    name = "topic" if isinstance(of, Topic) else "series"
    return index.sub_url(name + below, slug=of.slugs[index.locale.language_code])


@register.simple_tag(takes_context=True)
def posting(context: template.Context, post: BlogPage) -> list[Thing]:
    """``post`` for search engines."""
    picture = picture_url(post.image) if post.image else ""
    return [structured_data.posting(post, the_blog(context), picture)]


@register.simple_tag
def posts_about(event: Event) -> BlogPageQuerySet:
    """The posts in the reader's language that announce or look back on ``event``.

    Their pictures have no renditions yet: the event's page fetches those of all its pictures.
    """
    posts: BlogPageQuerySet = BlogPage.objects.newest().in_language(active_language())
    return posts.filter(event=event).but_for_renditions()
