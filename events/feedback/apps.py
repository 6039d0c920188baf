"""The feedback app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Forms, invitations, responses, capture in the room."""

    name = "events.feedback"
    label = "feedback"
    verbose_name = _("Feedback")

    def ready(self) -> None:
        """Register the e-mail builders."""
        from events.feedback import emails  # noqa: F401 - models are not loaded before now
