"""The public pages of feedback, from the one-time link to the thanks.

The link's token is exchanged for an entry in the session and a clean address, so that it is in no
address bar, history or referrer. Only the exchange sends ``no-referrer``: a page that posts a
form must not, as browsers then hide the origin by which the post is checked.
"""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.feedback import services
from events.feedback.forms import AnswerForm, PostedId
from events.feedback.models import FeedbackForm, Invitation, Response
from gpx_site.i18n import language_switch
from gpx_site.i18n.bilingual import active_language

SESSION_KEY = "feedback"
PROBLEMS = {
    services.LinkUnknown: ("unknown", 404),
    services.InvitationUsed: ("used", 410),
    services.FormClosed: ("closed", 410),
}


@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the link for an entry in the session; change nothing else."""
    try:
        invitation = services.open_invitation(token=token)
    except services.FeedbackError as error:
        response = _problem(request, error)
    else:
        # A new session key prevents session fixation.
        request.session.cycle_key()
        held = request.session.get(SESSION_KEY, {})
        # The newest last: the clean address opens that one.
        held.pop(invitation.form.code, None)
        request.session[SESSION_KEY] = {**held, invitation.form.code: invitation.pk}
        response = redirect("feedback")
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """Show the form and take the answers; ``switch`` shows it again in the other language."""
    invitation = _remembered_invitation(request)
    if invitation is None:
        if _was_received(request):
            return redirect("feedback-thanks")
        return _problem(request, services.LinkUnknown())
    feedback_form = FeedbackForm.objects.with_questions().get(pk=invitation.form_id)
    if request.method != "POST":
        if services.is_used(invitation):
            return _problem(request, services.InvitationUsed())
        return _form_page(request, feedback_form, new_form(feedback_form))
    form = AnswerForm(request.POST, feedback_form=feedback_form)
    if language_switch.requested(request):
        form = language_switch.refill(form, feedback_form=feedback_form)
        return _form_page(request, feedback_form, form)
    if not form.is_valid():
        return _form_page(request, feedback_form, form, status=422)
    try:
        _submit(form, invitation=invitation, source=Response.Source.WEB)
    except services.FeedbackError as error:
        return _problem(request, error)
    _forget(request, feedback_form.code)
    return redirect("feedback-thanks")


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Show the page of thanks."""
    return render(request, "feedback/thanks.html")


# Capture in the room ------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def capture(request: HttpRequest, code: str) -> HttpResponse:
    """Show the join page and take answers under a random key."""
    found = FeedbackForm.objects.live().with_questions().filter(code=code).exclude(status="draft")
    feedback_form = found.first()
    if feedback_form is None:
        return _problem(request, services.LinkUnknown())
    if not feedback_form.is_open:
        return _problem(request, services.FormClosed())
    if request.method != "POST":
        return _form_page(request, feedback_form, new_form(feedback_form))
    form = AnswerForm(request.POST, feedback_form=feedback_form)
    if language_switch.requested(request):
        form = language_switch.refill(form, feedback_form=feedback_form)
        return _form_page(request, feedback_form, form)
    if not form.is_valid():
        return _form_page(request, feedback_form, form, status=422)
    try:
        _submit(form, source=Response.Source.LIVE, participant_key=uuid.uuid4().hex)
    except services.FeedbackError as error:
        return _problem(request, error)
    return redirect("feedback-thanks")


# Parts --------------------------------------------------------------------------------------------


def new_form(feedback_form: FeedbackForm) -> AnswerForm:
    """Return an empty form with a new submission id, which identifies a repeated submission."""
    initial = {"submission_id": uuid.uuid4(), "form_code": feedback_form.code}
    return AnswerForm(initial=initial, feedback_form=feedback_form)


def _submit(form: AnswerForm, **how: Any) -> None:
    services.submit_response(
        form=form.feedback_form,
        answers=form.answers(),
        language=active_language(),
        submission_id=form.cleaned_data["submission_id"],
        consent_open=form.cleaned_data["consent_open"],
        **how,
    )


def _remembered_invitation(request: HttpRequest) -> Invitation | None:
    """Return the session's invitation to the posted form, or else the one opened last."""
    held: dict[str, int] = request.session.get(SESSION_KEY, {})
    code = request.POST.get("form_code") or next(reversed(held), "")
    return Invitation.objects.select_related("form").filter(pk=held.get(code, 0)).first()


def _was_received(request: HttpRequest) -> bool:
    """Whether a submission is repeated after the first has ended the session."""
    form = PostedId(request.POST)
    return form.is_valid() and services.was_received(**form.cleaned_data)


def _forget(request: HttpRequest, code: str) -> None:
    """End the session of a visitor who has no other form open.

    Another session stays as it is: to write it now would note when these answers were given.
    """
    others = request.session.get(SESSION_KEY, {}).keys() - {code}
    if not others and not request.user.is_authenticated:
        request.session.flush()


def _form_page(
    request: HttpRequest, feedback_form: FeedbackForm, form: AnswerForm, status: int = 200
) -> HttpResponse:
    context = {"feedback_form": feedback_form, "form": form, "switch_form": "answers"}
    return render(request, "feedback/form.html", context, status=status)


def _problem(request: HttpRequest, error: services.FeedbackError) -> HttpResponse:
    reason, status = PROBLEMS.get(type(error), ("used", 409))
    return render(request, "feedback/link_problem.html", {"reason": reason}, status=status)
