"""The blog's archives and feeds, for the sitemap."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from blog.models import BlogIndexPage, Series
from blog.querysets import BlogPageQuerySet
from events.models import EventPage
from gpx_site.core.models import Contributor, Topic
from gpx_site.i18n import language_hosts
from gpx_site.routing.sitemap import Found

#: The name of a subroute, the arguments in its address, what it is of, and its last change.
Archive = tuple[str, dict[str, Any], object, datetime | None]


def addresses() -> Iterator[Found]:
    """Yield the archives that have something to read, and the feeds of the blog and its topics."""
    for index in BlogIndexPage.objects.live().public().select_related("locale"):
        for name, arguments, of, changed in _archives(index):
            url = language_hosts.absolute(index.sub_url(name, **arguments))
            both = (index.translation_key, name, of)
            yield Found(both, index.locale.language_code, url, changed)


def _archives(index: BlogIndexPage) -> Iterator[Archive]:
    """Every archive and feed of one blog: five queries, however many posts there are."""
    language, posts = index.locale.language_code, index.posts.order_by()
    newest = None
    for name, date, changed in _dates(posts):
        newest = max(filter(None, (newest, changed)), default=None)
        yield name, date, tuple(date.values()), changed
    for name in ("rss", "atom"):
        yield name, {}, None, newest
    for topic in _with_change(Topic.objects.all(), "post_items__content_object", posts):
        for name in ("topic", "topic_rss", "topic_atom"):
            yield name, {"slug": topic.slugs[language]}, topic.pk, topic.changed
    for series in _with_change(Series.objects.all(), "posts", posts):
        yield "series", {"slug": series.slugs[language]}, series.pk, series.changed
    for author, changed in _authors(index, posts).items():
        yield "author", {"slug": author.slug}, author.pk, changed


def _dates(posts: BlogPageQuerySet) -> Iterator[tuple[str, dict[str, int], datetime | None]]:
    """The years and the months that have posts."""
    months = posts.annotate(year=ExtractYear("date"), month=ExtractMonth("date"))
    years: dict[int, list[datetime]] = {}
    for year, month, changed in months.values_list("year", "month").annotate(changed=_changed()):
        years.setdefault(year, []).extend([changed] if changed else [])
        yield "month", {"year": year, "month": month}, changed
    for year, changes in years.items():
        yield "year", {"year": year}, max(changes, default=None)


def _authors(index: BlogIndexPage, posts: BlogPageQuerySet) -> dict[Contributor, datetime | None]:
    """Those of whom there is a post or an event, each with the last change of these."""
    people, event_pages = (
        Contributor.objects.all(),
        EventPage.objects.live().filter(locale=index.locale_id),
    )
    written = _with_change(people, "bylines__page", posts)
    spoken = _with_change(people, "event_roles__event__pages", event_pages)
    found: dict[Contributor, datetime | None] = {}
    for each in (*written, *spoken):
        changes = filter(None, (found.get(each), each.changed))
        found[each] = max(changes, default=None)
    return found


def _with_change(rows: QuerySet[Any], to_pages: str, pages: QuerySet[Any]) -> QuerySet[Any]:
    """The ``rows`` that lead to ``pages``, with the last change of those pages as ``changed``."""
    leading = rows.filter(**{f"{to_pages}__in": pages.values("pk")}).order_by("pk")
    changed: QuerySet[Any] = leading.annotate(changed=_changed(f"{to_pages}__"))
    return changed


def _changed(prefix: str = "") -> Max:
    names = ("last_published_at", "latest_revision_created_at")
    return Max(Coalesce(*(prefix + name for name in names)))
