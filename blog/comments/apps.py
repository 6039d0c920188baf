"""The comments app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Comments on posts: written by anybody, read by a moderator before they are public."""

    name = "blog.comments"
    label = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        """Register the addresses below every post, the e-mails, the tasks and the erasure."""
        # Models are not loaded before now.
        from blog.comments import emails, erasure, routes, tasks  # noqa: F401 - most only register
        from gpx_site.routing import sub_urls

        sub_urls.register(routes.sub_urls)
