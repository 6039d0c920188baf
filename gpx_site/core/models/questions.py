"""Questions that staff write: the kinds and words that every form of them shares.

A feedback form and an event's registration ask by the same kinds of question. Each keeps its own
questions and answers in tables of its own, built on these.
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
    """One question; answers hang on the row, whatever language they were given in."""

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
        """Whether it is answered by choosing among options."""
        return self.kind in {QuestionKind.CHOICE, QuestionKind.MULTI_CHOICE}


class OptionBase(Orderable):
    """One answer that may be chosen."""

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
