"""The routing app."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """Addresses, navigation, feeds and middleware."""

    name = "gpx_site.routing"
    label = "routing"
