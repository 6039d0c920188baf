"""The blog app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    """Posts, series, reblogs, authors and comments."""

    name = "blog"
    verbose_name = _("Blog")

    def ready(self) -> None:
        """Register what carries out the blog's messages of the outbox."""
        from blog import tasks  # noqa: F401 - models are not loaded before now
