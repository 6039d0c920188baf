"""The core app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """People, organisations, topics, the base page, shared blocks and components."""

    name = "gpx_site.core"
    label = "core"
    verbose_name = _("Core")
