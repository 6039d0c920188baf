"""The evaluation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Tallies, metrics and reports."""

    name = "events.evaluation"
    label = "evaluation"
    verbose_name = _("Evaluation")

    def ready(self) -> None:
        """Register the outbox handler, and evaluation's part of an event's footprint."""
        # Models are not loaded before now.
        from events.evaluation import audit_labels, footprint, tasks  # noqa: F401 - all only register
