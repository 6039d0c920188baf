"""The i18n app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from gpx_site.i18n.collation import teach_sqlite


class I18nConfig(AppConfig):
    """Languages, collation, the catalogue."""

    name = "gpx_site.i18n"
    label = "gpx_i18n"
    verbose_name = _("Languages")

    def ready(self) -> None:
        """Give every SQLite connection the collations of both languages."""
        connection_created.connect(teach_sqlite)
