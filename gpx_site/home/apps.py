"""The home app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The front page and the standing pages."""

    name = "gpx_site.home"
    label = "home"
    verbose_name = _("Home")
