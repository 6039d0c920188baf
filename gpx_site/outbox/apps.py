"""The outbox app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """The durable queue of side effects."""

    name = "gpx_site.outbox"
    label = "outbox"
    verbose_name = _("Side effects")
