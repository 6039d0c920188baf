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
        from events.programme import month_views, sitemap, venue_role_views, views
        from gpx_site.routing import sitemap as core_sitemap
        from gpx_site.routing import sub_urls

        below = "<yyyy:year>/<mm:month>/"
        for name, view, en, cy in (
            ("programme", views.programme, "", ""),
            ("venue", venue_role_views.venue, "venues/<slug:slug>/", "lleoliadau/<slug:slug>/"),
            ("role", venue_role_views.role, "for/<slug:slug>/", "ar-gyfer/<slug:slug>/"),
            ("calendar", month_views.calendar, "calendar/", "calendr/"),
            ("month", month_views.month, f"calendar/{below}", f"calendr/{below}"),
        ):
            sub_urls.add("events.EventIndexPage", name, view, en=en, cy=cy)
        core_sitemap.add_source(sitemap.addresses)
