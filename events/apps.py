"""The events app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """What happens: facts once, words once per language."""

    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Answer below the programme for its venues."""
        # Models are not loaded before now.
        from events import sitemap, venue_views
        from gpx_site.core import sitemap as core_sitemap
        from gpx_site.core import subroutes

        subroutes.add(
            "events.EventIndexPage",
            "venue",
            venue_views.venue,
            en="venues/<slug:slug>/",
            cy="lleoliadau/<slug:slug>/",
        )
        core_sitemap.add_source(sitemap.addresses)
