"""The charts app."""

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    """Geometry, captions and markup of the charts."""

    name = "gpx_site.charts"
    label = "charts"
