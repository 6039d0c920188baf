"""Named reads of posts."""

import datetime as dt

from django.db.models import Prefetch
from wagtail.models import PageQuerySet

from gpx_site.core.models import Topic


class BlogPageQuerySet(PageQuerySet):
    """Reads of posts."""

    def newest(self):
        """Live posts, newest first."""
        return self.live().order_by("-date", "-pk")

    def in_language(self, language: str):
        """Posts in ``"en"`` or ``"cy"``."""
        return self.filter(locale__language_code=language)

    def about(self, topic: Topic):
        """Posts with ``topic``."""
        return self.filter(topic_items__tag=topic)

    def in_month(self, month: dt.date):
        """Posts of the month in which ``month`` falls."""
        return self.filter(date__year=month.year, date__month=month.month)

    def for_cards(self):
        """Posts with what a card shows of them, in a fixed number of queries."""
        byline = self.model._meta.get_field("bylines").related_model
        bylines = Prefetch("bylines", byline.objects.select_related("contributor"))
        return self.select_related("series", "image").prefetch_related(bylines, "image__renditions")
