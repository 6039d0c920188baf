"""What templates say of posts."""

from typing import Any

from django import template

from blog.models import BlogIndexPage, BlogPage
from blog.querysets import BlogPageQuerySet
from events.models import Event
from gpx_site.core.bilingual import active_language
from gpx_site.core.templatetags.gpx_dates import gpx_date

register = template.Library()


@register.filter
def byline(post: BlogPage) -> str:
    """The authors and the date in one line: "Mari Jones, 3 November 2026"."""
    return ", ".join([*(author.name for author in post.authors), gpx_date(post.date)])


@register.simple_tag
def latest_posts(count: int) -> dict[str, Any]:
    """The blog in the reader's language, as ``index``, and its latest ``posts``."""
    index = BlogIndexPage.objects.live().filter(locale__language_code=active_language()).first()
    return {"index": index, "posts": index.posts.for_cards()[:count]} if index else {}


@register.simple_tag
def posts_about(event: Event) -> BlogPageQuerySet:
    """The posts in the reader's language that announce or look back on ``event``."""
    posts = BlogPage.objects.newest().in_language(active_language())
    return posts.filter(event=event).for_cards()
