"""The evaluation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Tallies, metrics and reports."""

    name = "events.evaluation"
    label = "evaluation"
    verbose_name = _("Evaluation")

    def ready(self) -> None:
        """Register evaluation's labels of the audit log and its part of an event's footprint."""
        # Models are not loaded before now.
        from events.evaluation import audit_labels, footprint  # noqa: F401 - both only register
