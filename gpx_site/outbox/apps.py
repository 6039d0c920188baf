"""The outbox app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The durable queue of side effects."""

    name = "gpx_site.outbox"
    label = "outbox"
