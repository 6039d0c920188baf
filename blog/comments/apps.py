"""The comments app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Comments on posts: written by anybody, read by a moderator before they are public."""

    name = "blog.comments"
    label = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        """Answer below every post, write to moderators, and erase people."""
        # Models are not loaded before now.
        from blog.comments import emails, erasure, tasks, views  # noqa: F401 - they register
        from gpx_site.routing import sub_urls

        page = "blog.BlogPage"
        sub_urls.add(page, "comment", views.comment, en="comment/", cy="sylw/")
        sub_urls.add(page, "comment_thanks", views.thanks, en="comment/thanks/", cy="sylw/diolch/")
