"""The events app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Events: facts once, text once per language."""

    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Register the addresses below the programme, and their sitemap."""
        # Imported here because models are not loaded before.
        from events import routes
        from events.programme import sitemap
        from gpx_site.routing import sitemap as core_sitemap
        from gpx_site.routing import sub_urls

        sub_urls.register(routes.sub_urls)
        core_sitemap.add_source(sitemap.addresses)
