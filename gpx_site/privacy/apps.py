"""The privacy app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Subject access, erasure and the audit log."""

    name = "gpx_site.privacy"
    label = "privacy"
    verbose_name = _("Privacy")
