"""The announcements app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncementsConfig(AppConfig):
    """News of events by e-mail, for those who asked for it twice."""

    name = "events.announcements"
    label = "announcements"
    verbose_name = _("Announcements")

    def ready(self) -> None:
        """Write messages, and answer for what is held about a person."""
        from events.announcements import emails, privacy  # noqa: F401 - they register
