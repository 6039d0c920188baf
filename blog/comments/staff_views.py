"""What moderators do with one comment, and when comments close."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from blog.comments import services
from blog.comments.emails import LIST
from blog.comments.models import EVERY_POST, ClosingRule, Comment
from blog.comments.states import Kind, Reason, State
from blog.models import BlogPage
from gpx_site.core.requests import StaffRequest
from gpx_site.i18n.bilingual import active_language
from gpx_site.privacy.models import AuditEntry

RULE = "comments-closing"
#: What each entry of the audit log did.
DONE = {f"comment.{state}": state.label for state in State}


def post_of(post_key: uuid.UUID) -> BlogPage | None:
    """The post with this key, in the reader's language where there is such a page."""
    pages = list(BlogPage.objects.filter(translation_key=post_key).select_related("locale"))
    own = [page for page in pages if page.locale.language_code == active_language()]
    return next(iter(own or pages), None)


class ReasonForm(forms.Form):
    """Why a comment is rejected or taken down."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", gettext_lazy("Choose a reason")), *Reason.choices],
        help_text=gettext_lazy(
            "Other moderators see it. “The writer asked us to delete it” deletes the name and the "
            "words at once; after any other reason they are deleted in 30 days."
        ),
        error_messages={"required": gettext_lazy("Choose a reason.")},
    )


# Django's views take a type argument in the stubs alone.
if TYPE_CHECKING:
    StaffFormView = FormView[forms.Form]
else:
    StaffFormView = FormView


class StaffView(PermissionRequiredMixin, WagtailAdminTemplateMixin, StaffFormView):
    """A page of the admin for staff with the right permission; the admin turns others away."""

    request: StaffRequest
    raise_exception = True
    header_icon = "comment"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list of comments."""
        here = [
            {"url": reverse(LIST), "label": _("Comments")},
            {"url": "", "label": self.page_title},
        ]
        return [*self.breadcrumbs_items, *here]


class ReviewView(StaffView):
    """One comment with all that is known of it, and the buttons that decide."""

    permission_required = "comments.change_comment"
    template_name = "comments/admin/review.html"
    page_title = gettext_lazy("Moderate a comment")
    form_class = ReasonForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the comment."""
        super().setup(request, *args, **kwargs)
        pk = str(kwargs["pk"])
        number = int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 18 else 0
        rows = Comment.objects.select_related("parent")
        self.comment = get_object_or_404(rows, pk=number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The comment, its post and its history."""
        subject = f"{self.comment._meta.label_lower}:{self.comment.pk}"
        entries = AuditEntry.objects.filter(subject=subject).select_related("actor")
        history = [
            {
                "entry": entry,
                "done": DONE.get(entry.action, entry.action),
                "reason": Reason(entry.detail["reason"]).label if entry.detail["reason"] else "",
            }
            for entry in entries
        ]
        return super().get_context_data(**kwargs) | {
            "comment": self.comment,
            "post": post_of(self.comment.post_key),
            "history": history,
            "back": f"{reverse(LIST)}?state=pending",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish at once; reject or take down once a reason is given."""
        if request.POST.get("do") == State.PUBLISHED:
            return self._decide(State.PUBLISHED)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Reject what waits, take down what is public."""
        public = self.request.POST.get("seen") == State.PUBLISHED
        to = State.WITHDRAWN if public else State.REJECTED
        return self._decide(to, form.cleaned_data["reason"])

    def _decide(self, to: State, reason: str = "") -> HttpResponse:
        seen = self.request.POST.get("seen", "")
        try:
            if seen not in State.values:
                raise services.DecidedMeanwhile
            services.decide(
                comment=self.comment,
                to=to,
                seen=State(seen),
                reason=reason,
                actor=self.request.user,
            )
        except services.DecidedMeanwhile:
            text = _("Somebody else has decided about this comment. See what was done below.")
            messages.error(self.request, text)
            return redirect(self.request.path)
        done = {
            State.PUBLISHED: _("The comment is published."),
            State.REJECTED: _("The comment is rejected."),
            State.WITHDRAWN: _("The comment is taken down."),
        }
        messages.success(self.request, done[to])
        return redirect(f"{reverse(LIST)}?state=pending")


class RuleForm(forms.Form):
    """When comments close."""

    kind = forms.ChoiceField(
        label=gettext_lazy("When comments close"), widget=forms.RadioSelect, required=False
    )
    days = forms.IntegerField(
        label=gettext_lazy("Number of days"),
        help_text=gettext_lazy("Counted from the date of the post."),
        min_value=1,
        max_value=3650,
        required=False,
    )

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        default = [("", gettext_lazy("As for every post"))] if own else []
        kind_field = cast(forms.ChoiceField, self.fields["kind"])
        kind_field.choices = [*default, *Kind.choices]
        kind_field.required = not own

    def clean(self) -> dict[str, Any]:
        """Ask for the days where they count."""
        cleaned = super().clean() or {}
        missing = cleaned.get("kind") == Kind.DAYS and not cleaned.get("days")
        if missing and "days" not in self.errors:
            self.add_error("days", _("Enter a number of days."))
        return cleaned


class RuleView(StaffView):
    """When comments close: on one post, or on every post that has no rule of its own."""

    permission_required = "comments.change_closingrule"
    template_name = "comments/admin/rule.html"
    page_title = gettext_lazy("When comments close")
    form_class = RuleForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the post, if it is about one."""
        super().setup(request, *args, **kwargs)
        self.post_key = kwargs.get("post_key", EVERY_POST)
        self.own = self.post_key != EVERY_POST
        self.page = post_of(self.post_key) if self.own else None
        if self.own and self.page is None:
            raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        """What is offered, and what is chosen now."""
        rule = ClosingRule.objects.filter(post_key=self.post_key).first()
        default = "" if self.own else Kind.OPEN
        now = {"kind": rule.kind, "days": rule.days} if rule else {"kind": default}
        return super().get_form_kwargs() | {"own": self.own, "initial": now}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The post that it is about."""
        return super().get_context_data(**kwargs) | {"post": self.page, "back": reverse(LIST)}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Keep the rule."""
        services.set_rule(
            post_key=self.post_key,
            kind=form.cleaned_data["kind"],
            days=form.cleaned_data["days"],
            actor=self.request.user,
        )
        messages.success(self.request, _("Saved. Pages show it within a minute."))
        return redirect(reverse(LIST))
