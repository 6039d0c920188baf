"""The form below a post, and the page that follows it.

The form is a page of its own, so that the post itself sets no cookie and can be cached.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from blog.comments import services, spam
from blog.comments.closing import Closing, closing_of, read_rules
from blog.comments.forms import CommentForm
from blog.comments.models import Comment
from blog.models import BlogPage
from gpx_site.i18n import language_switch
from gpx_site.i18n.bilingual import active_language
from gpx_site.ops import rate_limits

#: How soon a moderator reads a comment, as the pages promise.
WORKING_DAYS = 2


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, page: BlogPage) -> HttpResponse:
    """Show the form and take a comment; ``switch`` shows the form again in the other language."""
    closing = closing_of(_shown(page), read_rules())
    if request.method != "POST":
        form = CommentForm(initial={"language": active_language()})
        return _form_page(request, page, closing, form)
    form = CommentForm(request.POST)
    if language_switch.requested(request):
        return _form_page(request, page, closing, language_switch.refill(form))
    if not closing.is_open:
        return _form_page(request, page, closing, language_switch.refill(form), status=409)
    if not form.is_valid():
        return _form_page(request, page, closing, form, status=422)
    wait = _seconds_to_wait(request, page)
    if wait:
        return _too_many(request, page, closing, form, wait)
    return _take(request, page, closing, form)


def _take(
    request: HttpRequest, page: BlogPage, closing: Closing, form: CommentForm
) -> HttpResponse:
    suspicions = spam.suspicions(
        name=form.words.name,
        text=form.words.text,
        trap=form.cleaned_data["website"],
        opened=request.POST.get("opened", ""),
        post_key=str(page.translation_key),
    )
    try:
        services.submit(
            post=_shown(page), words=form.words, parent_id=_answered(request), suspicions=suspicions
        )
    except services.CommentsClosed:
        return _form_page(
            request, page, Closing(is_open=False), language_switch.refill(form), status=409
        )
    except services.NothingToAnswer:
        return _form_page(request, page, closing, language_switch.refill(form), status=409)
    return redirect(page.sub_url("comment_thanks"))


@require_safe
def thanks(request: HttpRequest, page: BlogPage) -> HttpResponse:
    """Show the page of thanks; it is the same for everybody, so nothing is stored."""
    return _render(request, page, "thanks.html", working_days=WORKING_DAYS)


def _form_page(
    request: HttpRequest,
    page: BlogPage,
    closing: Closing,
    form: CommentForm,
    status: int = 200,
) -> HttpResponse:
    answered = _answered(request)
    public = Comment.objects.published().on(page.translation_key)
    parent = public.filter(pk=answered).first() if answered is not None else None
    language = form["language"].value()
    context = {
        "form": form,
        "written_in": language if language in Comment.Language else "",
        "closing": closing,
        "parent": parent,
        "parent_is_gone": answered is not None and parent is None,
        "opened": _opened(request, page),
        "working_days": WORKING_DAYS,
        "unsent": status == 409,
        # The switch of language sends this form, so that what was typed goes along.
        "switch_form": "comment" if closing.is_open else "",
    }
    return _render(request, page, "form.html", status=status, **context)


def _too_many(
    request: HttpRequest, page: BlogPage, closing: Closing, form: CommentForm, wait: int
) -> HttpResponse:
    """Show how long to wait; the form keeps what was written."""
    minutes = -(-wait // 60)
    message = ngettext(
        "Too many comments have been sent. Your comment is kept here: try again in %(n)s minute.",
        "Too many comments have been sent. Your comment is kept here: try again in %(n)s minutes.",
        minutes,
    )
    form.add_error(None, message % {"n": minutes})
    response = _form_page(request, page, closing, form, status=429)
    response["Retry-After"] = str(wait)
    return response


def _seconds_to_wait(request: HttpRequest, page: BlogPage) -> int:
    by_sender = rate_limits.seconds_to_wait("comments-from-one-sender", rate_limits.sender(request))
    on_post = rate_limits.seconds_to_wait("comments-on-one-post", str(page.translation_key))
    return max(by_sender, on_post)


def _answered(request: HttpRequest) -> int | None:
    """The number of the comment that is answered; 0, which is nobody's, where it is no number."""
    text = (request.POST if request.method == "POST" else request.GET).get("reply", "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _opened(request: HttpRequest, page: BlogPage) -> str:
    """The stamp that the form came with, or a new one: an error does not begin the time again."""
    key = str(page.translation_key)
    sent = request.POST.get("opened", "")
    return sent if spam.is_stamp(sent, key) else spam.stamp(key)


def _render(
    request: HttpRequest, page: BlogPage, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    request.page = page  # type: ignore[attr-defined]  # where templates look for Wagtail's page
    context |= {"page": page, "post": _shown(page)}
    return render(request, f"comments/{template}", context, status=status)


def _shown(page: BlogPage) -> BlogPage:
    """Return the post whose text is at this address: the original of a fallback page, or itself."""
    return page.fallback_for or page
