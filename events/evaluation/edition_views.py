"""Staff publish an edition after seeing exactly what goes out, and withdraw one with a reason."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundWidget
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.evaluation import editions
from events.evaluation.charts import Chart, chart_of
from events.evaluation.editions import PUBLISH, Preview
from events.evaluation.gate import Reason, Release
from events.evaluation.models import PublishedEdition
from events.feedback.models import FeedbackForm
from events.registration.admin.actions import ListedView, VerbView
from gpx_site.i18n.bilingual import active_language

REPORTS = "evaluation_reports"
REFUSALS: dict[type[Exception], str | Promise] = {
    editions.NothingToPublish: gettext_lazy(
        "Nothing was published: none of these questions may be published."
    ),
    editions.FiguresChanged: gettext_lazy(
        "Nothing was published: the figures have changed since you looked. Look at them again "
        "below."
    ),
}


class PublishForm(forms.Form):
    """Which questions go out, and why now."""

    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Questions to publish"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one question.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy(
            "Why these figures are published now. It is kept with the edition, for staff."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write a note.")},
    )
    previewed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.question.slug, each.question.text) for each in preview.publishable]
        questions = cast(forms.MultipleChoiceField, self.fields["questions"])
        questions.choices = choices
        questions.initial = [slug for slug, _text in choices]

    @property
    def ticks(self) -> dict[str, BoundWidget]:
        """The box of each question, which stands beside its chart, by the question's slug."""
        return {each.data["value"]: each for each in self["questions"].subwidgets}


@dataclass(frozen=True)
class Previewed:
    """One question in the preview: its chart and its box, or why there is none."""

    release: Release
    tick: BoundWidget | None

    @property
    def chart(self) -> Chart | None:
        """The chart in the active language."""
        return chart_of(self.release.figures[active_language()])

    @property
    def reason(self) -> str:
        """Why it is withheld, in words; empty if it is not."""
        return str(Reason(self.release.reason).label) if self.release.reason else ""


class EditionView(ListedView):
    """A page about editions, below the list of reports."""

    permission_required = PUBLISH
    list_name = REPORTS
    list_label = gettext_lazy("Evaluation")
    header_icon = "chart-column"


class PublishView(EditionView):
    """The preview of the next edition, and the editions so far."""

    template_name = "evaluation/publish.html"
    page_title = gettext_lazy("Publish results")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the form."""
        super().setup(request, *args, **kwargs)
        self.feedback_form = get_object_or_404(FeedbackForm, code=kwargs["code"])

    def get_page_subtitle(self) -> str:
        """Return the title of the form."""
        return self.feedback_form.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the preview, its form and the earlier editions."""
        preview = kwargs.get("preview") or editions.preview(form=self.feedback_form)
        seen = {"previewed": preview.fingerprint}
        form = kwargs.get("form") or PublishForm(preview=preview, initial=seen)
        published = self.feedback_form.editions.filter(audience=editions.Audience.PUBLIC)
        return super().get_context_data(**kwargs) | {
            "feedback_form": self.feedback_form,
            "preview": preview,
            "previewed": [
                Previewed(each, form.ticks.get(each.question.slug)) for each in preview.releases
            ],
            "form": form,
            "editions": published.select_related("published_by", "withdrawn_by"),
            "back": reverse("evaluation_report", args=[self.feedback_form.code]),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish what was previewed."""
        preview = editions.preview(form=self.feedback_form)
        form = PublishForm(request.POST, preview=preview)
        if not form.is_valid():
            context = self.get_context_data(form=form, preview=preview)
            return self.render_to_response(context, status=422)
        try:
            edition = editions.publish_edition(
                form=self.feedback_form, by=self.request.user, **form.cleaned_data
            )
        except tuple(REFUSALS) as refusal:
            messages.error(request, str(REFUSALS[type(refusal)]))
        else:
            text = _("Edition %(number)d is published.") % {"number": edition.number}
            messages.success(request, text)
        return redirect("evaluation_publish", self.feedback_form.code)


class WithdrawalForm(forms.Form):
    """Why an edition is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is kept with the edition, and everybody may read it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write a reason.")},
    )


class WithdrawView(EditionView, VerbView):
    """Withdraw an edition."""

    page_title = gettext_lazy("Withdraw this edition")
    consequence = gettext_lazy(
        "Its figures disappear from every page and from the open data. That it was published, and "
        "why it was withdrawn, stays on record."
    )
    form_class = WithdrawalForm
    button = gettext_lazy("Yes, withdraw it")
    done = gettext_lazy("The edition is withdrawn.")
    refusals = {editions.NotPublished: gettext_lazy("This edition has been withdrawn already.")}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the edition."""
        super().setup(request, *args, **kwargs)
        rows = PublishedEdition.objects.select_related("form")
        self.edition = get_object_or_404(
            rows,
            form__code=kwargs["code"],
            audience=editions.Audience.PUBLIC,
            number=kwargs["number"],
        )

    def subject(self) -> str:
        """Return the form and the number."""
        words = {"title": self.edition.form.title, "number": self.edition.number}
        return _("%(title)s, edition %(number)d") % words

    def carry_out(self, **given: Any) -> None:
        """Withdraw the edition."""
        editions.withdraw_edition(
            form=self.edition.form, number=self.edition.number, by=self.request.user, **given
        )
