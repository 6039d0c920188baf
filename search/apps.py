"""The search app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search over everything that is shared, in either language."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Connect the signals, and register the handler of the updates that they enqueue."""
        from gpx_site.routing import sitemap
        from search import signals

        signals.connect()
        sitemap.add("search")
