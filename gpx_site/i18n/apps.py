"""The i18n app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from gpx_site.i18n.collation import register_collations


class I18nConfig(AppConfig):
    """Languages, collation, the catalogue."""

    name = "gpx_site.i18n"
    label = "gpx_i18n"

    def ready(self) -> None:
        """Give every SQLite connection the collations of both languages."""
        connection_created.connect(register_collations)
