"""Publishing, rejecting and taking down many comments at once."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from blog.comments import services
from blog.comments.models import Comment
from blog.comments.staff_views import ReasonForm
from blog.comments.states import State
from blog.comments.viewsets import CommentFilterSet


class CommentBulkAction(SnippetBulkAction):
    """A decision about many comments; those in another state than ``applies_to`` are left alone."""

    models = [Comment]
    template_name = "comments/admin/bulk.html"
    applies_to: State
    question: Any

    def check_perm(self, comment: Comment) -> bool:
        """Whether this member of staff may moderate."""
        allowed: bool = self.permission_policy.user_has_permission(self.request.user, "change")
        return allowed

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """What the list shows as it is filtered, and not every comment there is."""
        query = QueryDict(urlsplit(self.next_url).query)
        rows = CommentFilterSet(query, Comment.objects.all(), request=self.request).qs
        return rows.filter(state=self.applies_to).values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which of the chosen it is about, and which it leaves alone."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        chosen = [each["item"] for each in context["items"]]
        return context | {
            "comments": [each for each in chosen if each.state == self.applies_to],
            "left_alone": sum(each.state != self.applies_to for each in chosen),
            "question": self.question,
            "button": self.display_name,
        }

    def get_execution_context(self) -> dict[str, Any]:
        """Who decides, and why."""
        given = self.cleaned_form.cleaned_data
        return {"actor": self.request.user, "request": self.request, **given}

    @classmethod
    def execute_action(
        cls, objects: list[Comment], *, actor: Any, request: HttpRequest, **given: Any
    ) -> tuple[int, int]:
        """Decide, and report those that were left alone as they had been decided meanwhile."""
        done = cls.decide([each.pk for each in objects], actor=actor, **given)
        left = len(objects) - done
        if left:
            text = ngettext(
                "%(n)s comment was left as it is: it is in another state by now.",
                "%(n)s comments were left as they are: they are in another state by now.",
                left,
            )
            messages.warning(request, text % {"n": left})
        return done, 0

    @staticmethod
    def decide(comments: Iterable[int], *, actor: Any, **given: Any) -> int:
        """Call the service; return how many it has changed."""
        raise NotImplementedError


class PublishBulkAction(CommentBulkAction):
    """Publish what waits."""

    display_name = gettext_lazy("Publish")
    action_type = "publish-comments"
    aria_label = gettext_lazy("Publish the selected comments")
    question = gettext_lazy("Publish these comments?")
    action_priority = 10
    applies_to = State.PENDING
    form_class = forms.Form

    @staticmethod
    def decide(comments: Iterable[int], *, actor: Any, **given: Any) -> int:
        """Publish them."""
        return services.publish(comments=comments, actor=actor)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """How many were."""
        text = ngettext(
            "%(n)s comment is published.", "%(n)s comments are published.", num_parent_objects
        )
        return text % {"n": num_parent_objects} if num_parent_objects else None


class RejectBulkAction(CommentBulkAction):
    """Reject what waits, for one reason."""

    display_name = gettext_lazy("Reject")
    action_type = "reject-comments"
    aria_label = gettext_lazy("Reject the selected comments")
    question = gettext_lazy("Reject these comments?")
    action_priority = 20
    applies_to = State.PENDING
    form_class = ReasonForm

    @staticmethod
    def decide(comments: Iterable[int], *, actor: Any, **given: Any) -> int:
        """Reject them."""
        return services.reject(comments=comments, actor=actor, **given)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """How many were."""
        text = ngettext(
            "%(n)s comment is rejected.", "%(n)s comments are rejected.", num_parent_objects
        )
        return text % {"n": num_parent_objects} if num_parent_objects else None


class WithdrawBulkAction(CommentBulkAction):
    """Take down what is public, for one reason.

    It stands where Wagtail's own bulk deletion would: nobody deletes a comment.
    """

    display_name = gettext_lazy("Take down")
    action_type = "delete"
    aria_label = gettext_lazy("Take down the selected comments")
    question = gettext_lazy("Take down these comments?")
    action_priority = 30
    classes = {"serious"}
    applies_to = State.PUBLISHED
    form_class = ReasonForm

    @staticmethod
    def decide(comments: Iterable[int], *, actor: Any, **given: Any) -> int:
        """Take them down."""
        return services.withdraw(comments=comments, actor=actor, **given)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """How many were."""
        text = ngettext(
            "%(n)s comment is taken down.", "%(n)s comments are taken down.", num_parent_objects
        )
        return text % {"n": num_parent_objects} if num_parent_objects else None
