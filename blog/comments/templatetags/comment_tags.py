"""The conversation below a post, for its template."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest

from blog.comments.closing import Closing, cached_rules, closing_of
from blog.comments.models import Comment
from blog.comments.querysets import Thread
from blog.comments.states import State
from blog.models import BlogPage

register = template.Library()


@dataclass(frozen=True)
class Conversation:
    """What is shown of the comments on a post; ``count`` leaves out empty places."""

    threads: list[Thread]
    closing: Closing
    form_url: str

    @property
    def count(self) -> int:
        """How many comments and answers are public."""
        rows = [row for thread in self.threads for row in (thread.comment, *thread.replies)]
        return sum(row.state == State.PUBLISHED for row in rows)


@register.simple_tag
def conversation(post: BlogPage, request: HttpRequest) -> Conversation | None:
    """The public comments on ``post``, in one query; None for a draft, which has no address yet.

    The form is in the language of the address that was asked for, even where ``post`` is shown
    there in the place of its missing twin.
    """
    if not post.live:
        return None
    here: BlogPage = getattr(request, "stand_in", None) or post
    return Conversation(
        threads=Comment.objects.threads(post.translation_key),
        closing=closing_of(post, cached_rules()),
        form_url=here.subroute_url("comment"),
    )
