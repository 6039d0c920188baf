"""The evaluation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Tallies, metrics and reports."""

    name = "events.evaluation"
    label = "evaluation"
    verbose_name = _("Evaluation")
