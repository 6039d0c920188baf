"""The resources app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    """Case studies, toolkits, recordings, slides and links."""

    name = "resources"
    verbose_name = _("Resources")

    def ready(self) -> None:
        """Register the resources' part of an event's footprint."""
        # Models are not loaded before now.
        from resources import footprint  # noqa: F401 - registers where slides are kept
