"""Comments in the staff admin: the queue, found and filtered."""

from typing import Any

import django_filters
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from blog.comments.models import Comment
from blog.comments.staff_views import RULE, ReviewView
from blog.models import BlogPage
from blog.querysets import BlogPageQuerySet
from gpx_site.admin.viewsets import MenuOrder
from gpx_site.i18n.bilingual import active_language


class ModerationPolicy(ModelPermissionPolicy):
    """Nobody writes a comment here or deletes one: it is published, rejected or taken down."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """As Django says, but for adding and deleting."""
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


def posts_with_comments(request: HttpRequest | None) -> BlogPageQuerySet:
    """The posts that anybody has commented on, in the reader's language."""
    written = Exists(Comment.objects.filter(post_key=OuterRef("translation_key")))
    posts: BlogPageQuerySet = BlogPage.objects.in_language(active_language())
    return posts.filter(written).order_by("title")


class CommentFilterSet(WagtailFilterSet):
    """By state, by whether it looks like spam, by language and by post."""

    spam = django_filters.ChoiceFilter(
        label=_("Looks like spam"),
        choices=(
            ("yes", pgettext_lazy("looks like spam", "Yes")),
            ("no", pgettext_lazy("looks like spam", "No")),
        ),
        method="filter_spam",
    )
    post = django_filters.ModelChoiceFilter(
        label=_("Post"),
        queryset=posts_with_comments,
        to_field_name="translation_key",
        method="filter_post",
    )

    class Meta:
        model = Comment
        fields = ["state", "spam", "language", "post"]

    def filter_spam(self, rows: Any, name: str, value: str) -> Any:
        """Those that look like spam, or those that do not."""
        return rows.suspected() if value == "yes" else rows.trusted()

    def filter_post(self, rows: Any, name: str, value: BlogPage) -> Any:
        """Those on a post, in whichever language."""
        return rows.on(value.translation_key)


class CommentIndexView(IndexView):
    """The list: what waits comes first."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Add the button to the rule by which comments close."""
        if not self.request.user.has_perm("comments.change_closingrule"):
            return []
        return [HeaderButton(_("When comments close"), url=reverse(RULE), icon_name="time")]


class QueueMenuItem(MenuItem):
    """The menu entry of the queue, with the number of comments that wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To those who moderate."""
        return request.user.has_perm("comments.change_comment")

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """The label with a number, which costs one count of an index."""
        component = super().render_component(request)
        waiting = Comment.objects.pending().trusted().count()
        if waiting:
            component.label = f"{self.label} ({waiting})"
        component.url = f"{self.url}?state=pending"
        return component


class CommentViewSet(SnippetViewSet):
    """Comments."""

    model = Comment
    icon = "comment"
    add_to_admin_menu = True
    menu_label = _("Comments")
    menu_order = MenuOrder.COMMENTS
    menu_item_class = QueueMenuItem
    index_view_class = CommentIndexView
    copy_view_enabled = False
    filterset_class = CommentFilterSet
    list_display = [
        "excerpt",
        "name",
        Column("post_title", label=_("Post")),
        "language",
        "state",
        Column("suspicion_labels", label=_("Signs of spam")),
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
    ]
    list_per_page = 50
    search_fields = ["name", "text"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the title of the post with each row."""
        return Comment.objects.with_posts().queue()

    def get_urlpatterns(self) -> list[URLPattern]:
        """Moderating in the place of editing: nobody changes what somebody else has written."""
        review = path("edit/<str:pk>/", ReviewView.as_view(), name="edit")
        return [*super().get_urlpatterns()[:2], review]
