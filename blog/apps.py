"""The blog app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    """Posts, series, reblogs, authors and comments."""

    name = "blog"
    verbose_name = _("Blog")

    def ready(self) -> None:
        """Carry out the blog's messages of the outbox; answer for its archives."""
        # Models are not loaded before now.
        from blog import (
            archive_views,
            feeds,
            footprint,  # noqa: F401 - registers the posts of an event
            sitemap,
            tasks,  # noqa: F401 - registers handlers
        )
        from gpx_site.routing import sitemap as core_sitemap
        from gpx_site.routing import sub_urls

        month, topic = "<yyyy:year>/<mm:month>/", ("topic/<slug:slug>/", "pwnc/<slug:slug>/")
        for name, view, en, cy in (
            ("year", archive_views.of_year, "<yyyy:year>/", "<yyyy:year>/"),
            ("month", archive_views.of_month, month, month),
            ("topic", archive_views.of_topic, *topic),
            ("author", archive_views.of_author, "author/<slug:slug>/", "awdur/<slug:slug>/"),
            ("series", archive_views.of_series, "series/<slug:slug>/", "cyfres/<slug:slug>/"),
            ("rss", feeds.rss, "feed/", "feed/"),
            ("atom", feeds.atom, "feed/atom/", "feed/atom/"),
            ("topic_rss", feeds.topic_rss, *(f"{start}feed/" for start in topic)),
            ("topic_atom", feeds.topic_atom, *(f"{start}feed/atom/" for start in topic)),
        ):
            sub_urls.add("blog.BlogIndexPage", name, view, en=en, cy=cy)
        core_sitemap.add_source(sitemap.addresses)
