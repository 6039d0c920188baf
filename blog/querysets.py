"""Named reads of posts."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from wagtail.models import PageQuerySet as WagtailPageQuerySet

from gpx_site.core.models import Contributor, Topic

if TYPE_CHECKING:
    from blog.models import BlogPage, Series
    from blog.models.pages import PostAuthor

    class PageQuerySet(QuerySet["BlogPage"]):
        """What is used here of Wagtail's queryset, which has no types."""

        def live(self) -> Self: ...  # noqa: D102 - Wagtail's
        def sibling_of_q(self, other: BlogPage) -> Q: ...  # noqa: D102 - Wagtail's
        def defer_streamfields(self) -> Self: ...  # noqa: D102 - Wagtail's
else:
    PageQuerySet = WagtailPageQuerySet


def bylines() -> "Prefetch[str, QuerySet[PostAuthor], str]":
    """Return the authors of posts with all that is shown of them, in one query."""
    authors = apps.get_model("blog.PostAuthor").objects
    shown = authors.select_related("contributor__organisation", "contributor__image")
    return Prefetch("bylines", shown)


class BlogPageQuerySet(PageQuerySet):
    """Reads of posts."""

    def newest(self) -> Self:
        """Return live posts, newest first."""
        return self.live().order_by("-date", "-pk")

    def in_language(self, language: str) -> Self:
        """Return the posts in ``"en"`` or ``"cy"``."""
        return self.filter(locale__language_code=language)

    def about(self, topic: Topic) -> Self:
        """Return the posts with ``topic``."""
        return self.filter(topic_items__tag=topic)

    def by(self, author: Contributor) -> Self:
        """Return the posts that ``author`` wrote, alone or with others."""
        return self.filter(bylines__contributor=author)

    def part_of(self, series: "Series") -> Self:
        """Return the parts of ``series``, the first one first."""
        return self.filter(series=series).order_by("series_part")

    def in_year(self, year: int) -> Self:
        """Return the posts of a year."""
        return self.filter(date__year=year)

    def in_month(self, month: dt.date) -> Self:
        """Return the posts of the month in which ``month`` falls."""
        return self.filter(date__year=month.year, date__month=month.month)

    def around(
        self, post: "BlogPage", topics: Iterable[Topic], related: int
    ) -> tuple[list["BlogPage"], list["BlogPage"]]:
        """Live posts in the language of ``post`` that belong with it, in one query.

        First those that share ``topics`` with it, no more than ``related``: those with most in
        common come first, then the newest. Then the parts of its own series, itself included.
        """
        items = self.model.topics.through.objects.filter(content_object=OuterRef("pk"))
        common = items.filter(tag__in=list(topics)).order_by().values("content_object")
        count = Subquery(common.annotate(count=Count("pk")).values("count"))
        live = self.live().filter(locale=post.locale_id).annotate(common=count)
        alike = live.filter(common__gt=0).exclude(pk=post.pk)
        part = Q()
        if post.series_id:
            alike = alike.exclude(series=post.series_id)
            part = Q(series=post.series_id) & self.sibling_of_q(post)
        order = ("-common", "-date", "-pk")
        closest = Q(pk__in=alike.order_by(*order).values("pk")[:related])
        found = live.filter(closest | part).order_by(*order).select_related("series", "image")
        posts = list(found.defer_streamfields())
        parts = [each for each in posts if post.series_id and each.series_id == post.series_id]
        return [each for each in posts if each not in parts], parts

    def for_cards(self) -> Self:
        """Return the posts with what a card shows of them, in a fixed number of queries."""
        return self.but_for_renditions().prefetch_related("image__renditions")

    def but_for_renditions(self) -> Self:
        """Return the posts for cards on a page that fetches all its renditions at once."""
        return self.select_related("series", "image").prefetch_related(bylines())
