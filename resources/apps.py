"""The resources app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    """Case studies, toolkits, recordings, slides and links."""

    name = "resources"
    verbose_name = _("Resources")
