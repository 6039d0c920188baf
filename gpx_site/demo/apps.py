"""The demonstration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Demonstration content and the command that runs everything on one machine."""

    name = "gpx_site.demo"
    label = "demo"
    verbose_name = _("Demonstration")
