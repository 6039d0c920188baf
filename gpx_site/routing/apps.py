"""The routing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutingConfig(AppConfig):
    """Addresses, navigation, feeds and middleware."""

    name = "gpx_site.routing"
    label = "routing"
    verbose_name = _("Addresses")
