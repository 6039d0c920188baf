"""Named reads of posts."""

import datetime as dt

from django.db.models import Prefetch
from wagtail.models import Locale, PageQuerySet

from gpx_site.core.models import Topic


class BlogPageQuerySet(PageQuerySet):
    """Reads of posts."""

    def in_language(self, locale: Locale):
        """Live posts in one language, newest first."""
        return self.live().filter(locale=locale).order_by("-date", "-pk")

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
        return self.select_related("series").prefetch_related(bylines, "image__renditions")
