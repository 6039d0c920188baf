"""The registration app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """Registration, waiting list, manage links, attendance, calendar files."""

    name = "events.registration"
    label = "registration"
    verbose_name = _("Registration")

    def ready(self) -> None:
        """Answer below every event page, write messages, and erase people."""
        # Models are not loaded before now.
        from events.registration import actions, emails, views  # noqa: F401 - two only register
        from events.registration.services import erasure, held  # noqa: F401 - they register
        from gpx_site.core import subroutes

        page = "events.EventPage"
        start = ("register/<int:session_id>/", "cofrestru/<int:session_id>/")
        for name, view, en, cy in (
            ("register", views.details, "", ""),
            ("register_language", views.language, "language/", "iaith/"),
            ("register_needs", views.needs, "needs/", "anghenion/"),
            ("register_questions", views.questions, "questions/", "cwestiynau/"),
            ("register_check", views.check, "check/", "gwirio/"),
            ("register_done", views.done, "done/", "wedi-gorffen/"),
        ):
            subroutes.add(page, name, view, en=start[0] + en, cy=start[1] + cy)
