"""The announcements app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncementsConfig(AppConfig):
    """News of events by e-mail, to addresses that were confirmed."""

    name = "events.announcements"
    label = "announcements"
    verbose_name = _("Announcements")

    def ready(self) -> None:
        """Register the e-mail builders, the eraser and the exporter."""
        from events.announcements import emails, privacy  # noqa: F401 - they register
