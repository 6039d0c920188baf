"""The blog's archives: the posts of a year, a month, a topic, an author or a series.

Each has one address in each language; other spellings of it (the slug of the other language, a
month with one digit) lead there.
"""

import datetime as dt
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.models import BlogIndexPage, Series
from blog.querysets import BlogPageQuerySet
from events.models import EventPage
from gpx_site.core.models import Contributor, Topic
from gpx_site.core.templatetags.gpx_dates import gpx_month
from gpx_site.i18n.bilingual import by_slug
from gpx_site.routing import sub_urls


def of_year(request: HttpRequest, page: BlogIndexPage, year: int) -> HttpResponseBase:
    """The posts of a year."""
    if not _has_begun(year, 1):
        return not_found(request, page)
    address = {"year": year}
    return _answer(
        request,
        page,
        en=address,
        cy=address,
        posts=page.posts.in_year(year),
        heading=str(year),
        year=year,
    )


def of_month(request: HttpRequest, page: BlogIndexPage, year: int, month: int) -> HttpResponseBase:
    """The posts of a month."""
    if not _has_begun(year, month):
        return not_found(request, page)
    address = {"year": year, "month": month}
    first = dt.date(year, month, 1)
    return _answer(
        request,
        page,
        en=address,
        cy=address,
        posts=page.posts.in_month(first),
        heading=gpx_month(first),
        year=year,
        month=first,
    )


def of_topic(request: HttpRequest, page: BlogIndexPage, slug: str) -> HttpResponseBase:
    """The posts on a topic."""
    topic = by_slug(Topic.objects.all(), slug, page.locale.language_code)
    if topic is None:
        return not_found(request, page)
    return _answer(
        request,
        page,
        en={"slug": topic.slug},
        cy={"slug": topic.slug_cy},
        posts=page.posts.about(topic),
        label=_("Topic"),
        heading=topic.label,
        topic=topic,
    )


def of_series(request: HttpRequest, page: BlogIndexPage, slug: str) -> HttpResponseBase:
    """The parts of a series in order, those still to come among them."""
    series = by_slug(Series.objects.all(), slug, page.locale.language_code)
    if series is None:
        return not_found(request, page)
    return _answer(
        request,
        page,
        en={"slug": series.slug},
        cy={"slug": series.slug_cy},
        template="blog/series.html",
        posts=page.posts.none(),  # all parts are on one page
        series=series,
        parts=series.parts(page.posts.part_of(series).for_cards()),
    )


def of_author(request: HttpRequest, page: BlogIndexPage, slug: str) -> HttpResponseBase:
    """An author or speaker: who it is, the posts, and the events.

    Nobody is shown before there is something of theirs to see.
    """
    people = Contributor.objects.select_related("organisation", "image")
    author = people.filter(slug=slug).first()
    if author is None:
        return not_found(request, page)
    posts = page.posts.by(author)
    event_pages = EventPage.objects.live().filter(locale=page.locale_id)
    events = list(event_pages.with_contributor(author))
    if not events and not posts.exists():
        return not_found(request, page)
    address = {"slug": author.slug}
    return _answer(
        request,
        page,
        en=address,
        cy=address,
        template="blog/author.html",
        posts=posts,
        author=author,
        events=events,
    )


def not_found(request: HttpRequest, page: BlogIndexPage) -> HttpResponseBase:
    """Say that there is no such archive, and where the posts are."""
    answer: HttpResponseBase = page.render(
        request, template="blog/not_found.html", posts=page.posts.none()
    )
    answer.status_code = HTTPStatus.NOT_FOUND
    return answer


def _answer(
    request: HttpRequest,
    page: BlogIndexPage,
    *,
    en: dict[str, Any],
    cy: dict[str, Any],
    posts: BlogPageQuerySet,
    template: str = "blog/archive.html",
    **context: Any,
) -> HttpResponseBase:
    """Show an archive, which has the arguments ``en`` and ``cy`` in the addresses of a language.

    Another spelling of its address leads to the right one.
    """
    if elsewhere := sub_urls.right_address(request, page, en=en, cy=cy):
        return elsewhere
    answer: HttpResponseBase = page.render(
        request, template=template, posts=posts, context_overrides=context
    )
    return answer


def _has_begun(year: int, month: int) -> bool:
    """Whether there is such a month, and it is not in the future."""
    try:
        return dt.date(year, month, 1) <= timezone.localdate()
    except ValueError:
        return False
