"""The ops app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpsConfig(AppConfig):
    """Health, limits, logs and the tasks that keep the hub running."""

    name = "gpx_site.ops"
    label = "ops"
    verbose_name = _("Operations")
