"""The feedback app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Forms, invitations, responses, capture in the room."""

    name = "events.feedback"
    label = "feedback"
    verbose_name = _("Feedback")

    def ready(self) -> None:
        """Register the e-mail builders and the labels of the audit log."""
        # Models are not loaded before now.
        from events.feedback import audit_labels, emails  # noqa: F401 - both only register
