"""The charts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChartsConfig(AppConfig):
    """Geometry, captions and markup of the charts."""

    name = "gpx_site.charts"
    label = "charts"
    verbose_name = _("Charts")
