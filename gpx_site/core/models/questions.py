"""Questions that staff write: the common base of all forms.

Feedback forms and registrations have the same question kinds. Each has its own tables of questions
and answers, based on these models.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from gpx_site.i18n.bilingual import BilingualText


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    STATEMENT_BEFORE_AFTER = "statement_before_after", _("Statement, before and after")
    STATEMENT = "statement", _("Statement, agree or disagree")
    CHOICE = "choice", _("One of several options")
    MULTI_CHOICE = "multi_choice", _("Any of several options")
    TEXT = "text", _("In their own words")
    SLIDER = "slider", _("Scale between two extremes, 0 to 100")
    SCALE = "scale", _("Score from 0 to 10")


class QuestionBase(Orderable, ClusterableModel):
    """A question; answers in both languages refer to the same row."""

    Kind = QuestionKind

    slug = models.SlugField(_("code"), help_text=_("Kept for good: exports and imports use it."))
    kind = models.CharField(_("kind"), max_length=25, choices=QuestionKind)
    text_en = models.CharField(_("question in English"), max_length=300)
    text_cy = models.CharField(_("question in Welsh"), max_length=300)
    hint_en = models.CharField(_("hint in English"), max_length=300, blank=True)
    hint_cy = models.CharField(_("hint in Welsh"), max_length=300, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)

    text = BilingualText()
    hint = BilingualText()

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.text

    @property
    def has_options(self) -> bool:
        """Return whether the answer is chosen from options."""
        return self.kind in {QuestionKind.CHOICE, QuestionKind.MULTI_CHOICE}


class OptionBase(Orderable):
    """An option of a question."""

    slug = models.SlugField(_("code"), help_text=_("Kept for good: exports and imports use it."))
    label_en = models.CharField(_("label in English"), max_length=150)
    label_cy = models.CharField(_("label in Welsh"), max_length=150)

    label = BilingualText()

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("option")
        verbose_name_plural = _("options")

    def __str__(self) -> str:
        return self.label
