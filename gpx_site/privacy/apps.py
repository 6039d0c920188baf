"""The privacy app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Subject access, erasure and the audit log."""

    name = "gpx_site.privacy"
    label = "privacy"
