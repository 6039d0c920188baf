"""The questions of an event's registration form, their options and the answers."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from events.models import Event
from events.registration.models.bookings import Registration
from gpx_site.core.models import OptionBase, QuestionBase, QuestionKind
from gpx_site.core.questions.choices import words_of

ASKED_ONCE = (
    QuestionKind.TEXT,
    QuestionKind.CHOICE,
    QuestionKind.MULTI_CHOICE,
    QuestionKind.STATEMENT,
    QuestionKind.SCALE,
)


class RegistrationQuestion(QuestionBase):
    """A question of one event's registration form."""

    class Kept(models.IntegerChoices):
        """How many days after a session answers in words are kept: never longer than names."""

        MONTH = 30, _("30 days")
        THREE_MONTHS = 91, _("Three months")

    event = ParentalKey(
        Event,
        verbose_name=_("event"),
        related_name="registration_questions",
        on_delete=models.CASCADE,
    )
    kind = models.CharField(
        _("kind"), max_length=25, choices=[(kind.value, kind.label) for kind in ASKED_ONCE]
    )

    kept = models.PositiveSmallIntegerField(
        _("what is written is kept"),
        choices=Kept,
        null=True,
        blank=True,
        help_text=_(
            "So long after the session. Left empty: as long as names and addresses. Which option "
            "was chosen stays, to be counted."
        ),
    )

    class Meta(QuestionBase.Meta):
        verbose_name = _("question of a registration form")
        verbose_name_plural = _("questions of registration forms")
        constraints = [
            models.UniqueConstraint(fields=["event", "slug"], name="registration_question_once")
        ]


class RegistrationOption(OptionBase):
    """One answer that may be chosen."""

    question = ParentalKey(
        RegistrationQuestion,
        verbose_name=_("question"),
        related_name="options",
        on_delete=models.CASCADE,
    )

    class Meta(OptionBase.Meta):
        constraints = [
            models.UniqueConstraint(fields=["question", "slug"], name="registration_option_once")
        ]


class RegistrationAnswer(models.Model):
    """One answer: a number, an option or words. Of several options, each has a row."""

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        related_name="answers",
        on_delete=models.CASCADE,
    )
    question = models.ForeignKey(
        RegistrationQuestion,
        verbose_name=_("question"),
        related_name="answers",
        on_delete=models.PROTECT,
    )
    option = models.ForeignKey(
        RegistrationOption,
        verbose_name=_("option"),
        related_name="answers",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    value_int = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    text = models.TextField(_("words"), blank=True)

    class Meta:
        ordering = ["question__sort_order", "id"]
        verbose_name = _("answer to a registration form")
        verbose_name_plural = _("answers to registration forms")
        constraints = [
            # Coalesced, as SQLite and PostgreSQL both take two NULLs for different.
            models.UniqueConstraint(
                F("registration"),
                F("question"),
                Coalesce(F("option_id"), Value(0), output_field=models.BigIntegerField()),
                name="registration_answer_once",
            ),
            models.CheckConstraint(
                name="registration_answer_has_one_value",
                condition=Q(value_int__isnull=False, option=None, text="")
                | Q(value_int=None, option__isnull=False, text="")
                | (Q(value_int=None, option=None) & ~Q(text="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.question.slug}"

    @property
    def value(self) -> str:
        """The answer as a form takes it: an option's code, a number or words."""
        if self.option:
            return self.option.slug
        return self.text if self.value_int is None else str(self.value_int)

    @property
    def words(self) -> str:
        """The answer in the active language."""
        if self.option:
            return self.option.label
        return self.text if self.value_int is None else words_of(self.question, self.value_int)
