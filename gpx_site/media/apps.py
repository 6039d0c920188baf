"""The media app."""

from django.apps import AppConfig
from django.db.models.signals import pre_save


class MediaConfig(AppConfig):
    """Pictures, videos and subtitles."""

    name = "gpx_site.media"
    label = "media"

    def ready(self) -> None:
        """Strip the place from every picture before it is stored."""
        # Models are not loaded before now.
        from wagtail.images import get_image_model

        from gpx_site.media import images

        pre_save.connect(images.strip_place, sender=get_image_model())
