"""The translations app."""

from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    """The publishing policy of pairs and the translation editor."""

    name = "gpx_site.translations"
    label = "translations"

    def ready(self) -> None:
        """Hold both languages of a page together, whichever way staff or code change one."""
        # Models are not loaded before now.
        from gpx_site.i18n import language_spans
        from gpx_site.translations import (
            actions,
            emails,  # noqa: F401 - registers its e-mails
            localize,
            signals,
        )

        language_spans.teach_localize()
        actions.guard()
        localize.tame()
        signals.connect()
