"""The events app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """What happens: facts once, words once per language."""

    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Answer below the programme for its venues, its calendar and its roles."""
        # Models are not loaded before now.
        from events import month_views, sitemap, told_views
        from gpx_site.core import sitemap as core_sitemap
        from gpx_site.core import subroutes

        below = "<yyyy:year>/<mm:month>/"
        for name, view, en, cy in (
            ("venue", told_views.venue, "venues/<slug:slug>/", "lleoliadau/<slug:slug>/"),
            ("role", told_views.role, "for/<slug:slug>/", "ar-gyfer/<slug:slug>/"),
            ("calendar", month_views.calendar, "calendar/", "calendr/"),
            ("month", month_views.month, f"calendar/{below}", f"calendr/{below}"),
        ):
            subroutes.add("events.EventIndexPage", name, view, en=en, cy=cy)
        core_sitemap.add_source(sitemap.addresses)
