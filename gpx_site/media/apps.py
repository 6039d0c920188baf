"""The media app."""

from django.apps import AppConfig
from django.db.models.signals import pre_save


class MediaConfig(AppConfig):
    """Pictures, videos and subtitles."""

    name = "gpx_site.media"
    label = "media"

    def ready(self) -> None:
        """Remove the location from every picture before it is stored."""
        # Models are loaded only now.
        from wagtail.images import get_image_model

        from gpx_site.media import images

        pre_save.connect(images.strip_place, sender=get_image_model())
