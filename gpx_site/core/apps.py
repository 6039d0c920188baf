"""The core app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_save
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Shared models and helpers."""

    name = "gpx_site.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Keep the staff groups in step with the code, and both languages of a page together."""
        # Models are not loaded before now.
        from wagtail.images import get_image_model

        from gpx_site.core import choosers, other_language, pictures, ticks
        from gpx_site.core.pairs import (
            doors,
            emails,  # noqa: F401 - registers letters
            localize,
            signals,
        )
        from gpx_site.core.roles import ensure_groups
        from gpx_site.core.sorting import teach_sqlite

        connection_created.connect(teach_sqlite)
        post_migrate.connect(ensure_groups, sender=self)
        pre_save.connect(pictures.strip_place, sender=get_image_model())
        choosers.teach()
        doors.guard()
        localize.tame()
        other_language.teach_localize()
        signals.connect()
        ticks.teach()
