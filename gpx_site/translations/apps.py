"""The translations app."""

from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    """The publishing policy of pairs and the translation editor."""

    name = "gpx_site.translations"
    label = "translations"

    def ready(self) -> None:
        """Register e-mails and signals; make Wagtail and wagtail-localize follow the policy."""
        # Models are not loaded before now.
        from gpx_site.translations import (
            emails,  # noqa: F401 - registers its e-mails
            patch_localize,
            patch_wagtail,
            signals,
        )

        patch_wagtail.upstream.apply()
        patch_localize.upstream.apply()
        signals.connect()
