"""The conversation below a post, for its template."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest

from blog.comments.closing import Closing, cached_rules, closing_of
from blog.comments.models import Comment
from blog.comments.querysets import Threads
from blog.models import BlogPage

register = template.Library()


#: What an address calls the page of the conversation.
PAGE = "comments"


@dataclass(frozen=True)
class Conversation:
    """What is shown of the comments on a post: a page of them, and whether there may be more."""

    shown: Threads
    closing: Closing
    form_url: str


@register.simple_tag
def conversation(post: BlogPage, request: HttpRequest) -> Conversation | None:
    """A page of the public comments on ``post``; None for a draft, which has no address yet.

    The form is in the language of the address that was asked for, even where ``post`` is shown
    there in the place of its missing twin.
    """
    if not post.live:
        return None
    here: BlogPage = getattr(request, "fallback_page", None) or post
    return Conversation(
        shown=Comment.objects.threads(post.translation_key, _page(request)),
        closing=closing_of(post, cached_rules()),
        form_url=here.sub_url("comment"),
    )


def _page(request: HttpRequest) -> int:
    """The page that the address asks for; the first where it asks for none that can be."""
    asked = request.GET.get(PAGE, "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
