"""The blog app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    """Posts, series, reblogs, authors and comments."""

    name = "blog"
    verbose_name = _("Blog")

    def ready(self) -> None:
        """Register the blog's outbox handlers, its addresses and what the sitemap lists of them."""
        # Models are not loaded before now.
        from blog import (
            footprint,  # noqa: F401 - registers the posts of an event
            routes,
            sitemap,
            tasks,  # noqa: F401 - registers handlers
        )
        from gpx_site.routing import sitemap as core_sitemap
        from gpx_site.routing import sub_urls

        sub_urls.register(routes.sub_urls)
        core_sitemap.add_source(sitemap.addresses)
