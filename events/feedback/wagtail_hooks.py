"""Feedback in the staff admin's menu."""

from typing import Any

from django.contrib.auth.models import Permission
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from events.feedback.viewsets import FeedbackFormViewSet

register_snippet(FeedbackFormViewSet)


@hooks.register("register_permissions")
def permissions() -> Any:
    """Let groups be given the reading of comments."""
    return Permission.objects.filter(content_type__app_label="feedback", codename="view_comments")
