"""Comments in the staff admin's menu, and their button on a post."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from blog.comments import routes
from blog.comments.bulk_actions import PublishBulkAction, RejectBulkAction, WithdrawBulkAction
from blog.comments.emails import LIST
from blog.comments.models import Comment
from blog.comments.staff_views import RULE
from blog.comments.viewsets import CommentViewSet, ModerationPolicy
from blog.models import BlogPage

register_permission_policy(Comment, ModerationPolicy(Comment))
register_snippet(CommentViewSet)
hooks.register("register_bulk_action", PublishBulkAction)
hooks.register("register_bulk_action", RejectBulkAction)
# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", WithdrawBulkAction, order=100)
hooks.register("register_admin_urls", lambda: routes.admin_urlpatterns)


@hooks.register("register_page_header_buttons")
def header_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """From a post to its comments, and to when they close."""
    if not isinstance(page.specific_deferred, BlogPage):
        return
    if user.has_perm("comments.change_comment"):
        url = f"{reverse(LIST)}?post={page.translation_key}"
        yield Button(_("Comments on this post"), url, icon_name="comment", priority=70)
    if user.has_perm("comments.change_closingrule"):
        url = reverse(RULE, args=[page.translation_key])
        yield Button(_("When comments close"), url, icon_name="time", priority=71)
