"""The ops app."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Health, limits, logs and the tasks that keep the hub running."""

    name = "gpx_site.ops"
    label = "ops"
