"""What is asked: forms, their questions and options, and the conditions of a capture."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from events.feedback.querysets import FeedbackFormQuerySet
from events.models import Event
from gpx_site.core.models import OptionBase, QuestionBase, QuestionKind
from gpx_site.i18n.bilingual import BilingualText
from gpx_site.i18n.collation import Alphabetical


class FeedbackForm(ClusterableModel):
    """A set of questions. Sent to those who were invited, or answered live in the room: a capture
    is a form that is delivered live."""

    class Status(models.TextChoices):
        """Whether answers are taken."""

        DRAFT = "draft", pgettext_lazy("feedback form", "Draft")
        OPEN = "open", pgettext_lazy("feedback form", "Open")
        CLOSED = "closed", pgettext_lazy("feedback form", "Closed")

    class Delivery(models.TextChoices):
        """How the form reaches people."""

        INVITED = "invited", _("One link for each attendee, after the event")
        LIVE = "live", _("Live in the room, by its joining address")

    class Screen(models.TextChoices):
        """What the screen in the room shows."""

        LIVE = "live", _("The results as they come in")
        FROZEN = "frozen", _("The results as they stood when frozen")
        HIDDEN = "hidden", _("Nothing yet")

    code = models.SlugField(
        _("code"), unique=True, help_text=_("The same in both languages, and kept for good.")
    )
    event = models.ForeignKey(
        Event,
        verbose_name=_("event"),
        related_name="feedback_forms",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    title_en = models.CharField(_("title in English"), max_length=150)
    title_cy = models.CharField(_("title in Welsh"), max_length=150)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    intro_cy = models.TextField(_("introduction in Welsh"), blank=True)
    anonymous = models.BooleanField(
        _("anonymous"),
        default=True,
        help_text=_("Nothing that is stored tells who gave which answer, or when."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    delivery = models.CharField(
        _("delivery"), max_length=10, choices=Delivery, default=Delivery.INVITED
    )
    screen = models.CharField(
        _("the screen in the room shows"), max_length=10, choices=Screen, default=Screen.LIVE
    )

    title = BilingualText()
    intro = BilingualText()

    objects = FeedbackFormQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("title_en", "title_cy"), "id"]
        verbose_name = _("feedback form")
        verbose_name_plural = _("feedback forms")
        constraints = [
            models.CheckConstraint(
                name="feedback_invited_form_has_an_event",
                condition=Q(delivery="live") | Q(status="draft") | Q(event__isnull=False),
                violation_error_message=_("Choose the event whose attendees are to be invited."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether answers are taken now."""
        return self.status == self.Status.OPEN

    @property
    def asked_questions(self) -> list["Question"]:
        """The questions that are asked now: those that none has replaced."""
        return [each for each in self.questions.all() if each.superseded_by_id is None]


class Question(QuestionBase):
    """One question of a form, with what evaluation needs to know of it."""

    Kind = QuestionKind

    class Direction(models.IntegerChoices):
        """Which way a statement should move."""

        AGREE = 1, _("Towards agreeing")
        DISAGREE = -1, _("Towards disagreeing")

    #: The lowest and highest number that each kind takes.
    RANGES = {
        Kind.STATEMENT_BEFORE_AFTER: (1, 5),
        Kind.STATEMENT: (1, 5),
        Kind.SLIDER: (0, 100),
        Kind.SCALE: (0, 10),
    }

    form = ParentalKey(
        FeedbackForm, verbose_name=_("form"), related_name="questions", on_delete=models.CASCADE
    )
    low_en = models.CharField(_("low end in English"), max_length=100, blank=True)
    low_cy = models.CharField(_("low end in Welsh"), max_length=100, blank=True)
    high_en = models.CharField(_("high end in English"), max_length=100, blank=True)
    high_cy = models.CharField(_("high end in Welsh"), max_length=100, blank=True)
    desired_direction = models.SmallIntegerField(
        _("desired direction"), choices=Direction, default=Direction.AGREE
    )

    superseded_by = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        help_text=_("A question that was replaced keeps its answers, and is not asked any more."),
    )

    low = BilingualText()
    high = BilingualText()

    class Meta(QuestionBase.Meta):
        constraints = [
            models.UniqueConstraint(fields=["form", "slug"], name="feedback_question_once"),
            models.CheckConstraint(
                name="feedback_direction_is_plus_or_minus_one",
                condition=Q(desired_direction__in=[1, -1]),
            ),
        ]

    @property
    def design(self) -> str:
        """How "before" is asked, as printed on charts: remembered afterwards, or not at all."""
        return "retrospective" if self.kind == self.Kind.STATEMENT_BEFORE_AFTER else "post_only"

    @property
    def moments(self) -> tuple[str, ...]:
        """The moments at which it is asked: before and after, or just once (an empty name)."""
        return ("before", "after") if self.kind == self.Kind.STATEMENT_BEFORE_AFTER else ("",)


class Option(OptionBase):
    """One answer that may be chosen."""

    question = ParentalKey(
        Question, verbose_name=_("question"), related_name="options", on_delete=models.CASCADE
    )
    counts_in_base = models.BooleanField(
        _("counts in the base"),
        default=True,
        help_text=_("Untick for answers such as “Don’t know”."),
    )

    class Meta(OptionBase.Meta):
        constraints = [
            models.UniqueConstraint(fields=["question", "slug"], name="feedback_option_once")
        ]


class Condition(Orderable):
    """One framing of one situation: the sliders of a capture are answered once under each."""

    form = ParentalKey(
        FeedbackForm, verbose_name=_("form"), related_name="conditions", on_delete=models.CASCADE
    )
    slug = models.SlugField(_("code"), help_text=_("Kept for good: exports and imports use it."))
    framing = models.SlugField(_("code of the framing"))
    framing_name_en = models.CharField(_("framing in English"), max_length=150)
    framing_name_cy = models.CharField(_("framing in Welsh"), max_length=150)
    framing_text_en = models.TextField(_("about the framing, in English"), blank=True)
    framing_text_cy = models.TextField(_("about the framing, in Welsh"), blank=True)
    situation = models.SlugField(_("code of the situation"), blank=True)
    situation_name_en = models.CharField(_("situation in English"), max_length=150, blank=True)
    situation_name_cy = models.CharField(_("situation in Welsh"), max_length=150, blank=True)
    situation_text_en = models.TextField(_("about the situation, in English"), blank=True)
    situation_text_cy = models.TextField(_("about the situation, in Welsh"), blank=True)

    framing_name = BilingualText()
    situation_name = BilingualText()
    framing_text = BilingualText()
    situation_text = BilingualText()

    class Meta(Orderable.Meta):
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        constraints = [
            models.UniqueConstraint(fields=["form", "slug"], name="feedback_condition_once"),
            models.UniqueConstraint(
                fields=["form", "framing", "situation"], name="feedback_crossing_once"
            ),
        ]

    def __str__(self) -> str:
        return " – ".join(filter(None, [self.framing_name, self.situation_name]))
