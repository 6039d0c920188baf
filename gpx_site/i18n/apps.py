"""The i18n app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from gpx_site.i18n.collation import register_collations


class I18nConfig(AppConfig):
    """Languages, collation and the message catalogues."""

    name = "gpx_site.i18n"
    label = "gpx_i18n"

    def ready(self) -> None:
        """Register the collations of both languages on every SQLite connection."""
        connection_created.connect(register_collations)
