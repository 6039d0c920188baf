"""What was answered: invitations, responses and answers.

In an anonymous form nothing leads from an answer to a person or a time: what one person changes is
one row of the whole form, a response has no invitation and no time, its keys are random, and all
rows of a form are written in one transaction and in a random order. See decision 32.
"""

import uuid

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from events.feedback.models.questions import Condition, FeedbackForm, Option, Question
from events.feedback.querysets import AnswerQuerySet
from events.registration.models import Registration
from gpx_site.ops.tokens import new_nonce


class Invitation(models.Model):
    """One attendee's one-time link. Whether it was used is in the form's :class:`Intake`.

    Only the token's hash is stored; the token is derived from ``nonce`` while the mail is written.
    """

    form = models.ForeignKey(
        FeedbackForm,
        verbose_name=_("form"),
        related_name="invitations",
        on_delete=models.PROTECT,
    )
    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        related_name="feedback_invitations",
        on_delete=models.CASCADE,
    )
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["form", "registration"], name="feedback_invited_once")
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Intake(models.Model):
    """All that an answer changes when it comes in: one row for each form, with sets in no order.

    Neither the place of the row, nor its transaction, nor a time belongs to one person or answer.
    """

    form = models.OneToOneField(
        FeedbackForm,
        verbose_name=_("form"),
        related_name="intake",
        primary_key=True,
        on_delete=models.PROTECT,
    )
    #: The ids of the invitations whose link has been used, sorted.
    used = models.JSONField(default=list, editable=False)
    #: Responses that wait to be mixed in, in a random order.
    held = models.JSONField(default=list, editable=False)
    #: Whether answers are to be mixed in or counted.
    changed = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Response(models.Model):
    """One person's set of answers to a form."""

    # Wagtail would keep a numbered row for each response.
    wagtail_reference_index_ignore = True

    class Language(models.TextChoices):
        """The language that the form was answered in."""

        WELSH = "cy", _("Welsh")
        ENGLISH = "en", _("English")

    class Source(models.TextChoices):
        """How the answers reached us."""

        WEB = "web", _("On the site")
        LIVE = "live", _("Live in the room")
        PAPER = "paper", _("On paper")
        IMPORT = "import", _("Imported")
        DEMO = "demo", _("Demonstration")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(
        FeedbackForm, verbose_name=_("form"), related_name="responses", on_delete=models.PROTECT
    )
    submission_id = models.UUIDField(
        help_text=_("Made by whoever sends the answers: sent twice, stored once.")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.WEB)
    consent_open = models.BooleanField(_("may be published as open data"), default=False)
    participant_key = models.CharField(
        _("participant"),
        max_length=64,
        blank=True,
        help_text=_("The same for all that one person sends; it leads to nobody."),
    )
    received_at = models.DateTimeField(
        _("received"), null=True, blank=True, help_text=_("Empty where the form is anonymous.")
    )

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "submission_id"], name="feedback_submission_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Answer(models.Model):
    """One answer of a response: a number, an option or words, or the reason why there is none.

    A question of several options has a row for each that was chosen.
    """

    wagtail_reference_index_ignore = True

    class Moment(models.TextChoices):
        """What the answer speaks of."""

        ONCE = "", _("Once")
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    class Status(models.TextChoices):
        """The five states; only ``answered`` counts in a base."""

        ANSWERED = "answered", _("Answered")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")
        PREFER_NOT_TO_SAY = "prefer_not_to_say", _("Prefer not to say")
        SKIPPED = "skipped", _("Left blank")
        NOT_ASKED = "not_asked", _("Not asked")

    # Random, as a counter would give away in which order people answered.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(
        Response, verbose_name=_("response"), related_name="answers", on_delete=models.CASCADE
    )
    question = models.ForeignKey(
        Question, verbose_name=_("question"), related_name="answers", on_delete=models.PROTECT
    )
    condition = models.ForeignKey(
        Condition,
        verbose_name=_("condition"),
        related_name="answers",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    moment = models.CharField(_("moment"), max_length=6, choices=Moment, blank=True)
    status = models.CharField(_("status"), max_length=17, choices=Status, default=Status.ANSWERED)
    value_int = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    option = models.ForeignKey(
        Option,
        verbose_name=_("option"),
        related_name="answers",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    text = models.TextField(_("words"), blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        permissions = [("view_comments", _("Can read the comments"))]
        constraints = [
            # Coalesced, as SQLite and PostgreSQL both take two NULLs for different.
            models.UniqueConstraint(
                F("response"),
                F("question"),
                F("moment"),
                Coalesce(F("condition_id"), Value(0), output_field=models.BigIntegerField()),
                Coalesce(F("option_id"), Value(0), output_field=models.BigIntegerField()),
                name="feedback_answer_once",
            ),
            models.CheckConstraint(
                name="feedback_answer_has_one_value_or_a_reason",
                condition=Q(status="answered", value_int__isnull=False, option=None, text="")
                | Q(status="answered", value_int=None, option__isnull=False, text="")
                | (Q(status="answered", value_int=None, option=None) & ~Q(text=""))
                | (~Q(status="answered") & Q(value_int=None, option=None, text="")),
            ),
            models.CheckConstraint(
                name="feedback_answer_within_0_and_100",
                condition=Q(value_int=None) | Q(value_int__lte=100),
            ),
            models.CheckConstraint(
                name="feedback_answer_has_a_moment_or_a_condition",
                condition=Q(moment="") | Q(moment__in=["before", "after"], condition=None),
            ),
            models.CheckConstraint(
                name="feedback_answer_status_is_known",
                condition=Q(
                    status__in=[
                        "answered",
                        "not_applicable",
                        "prefer_not_to_say",
                        "skipped",
                        "not_asked",
                    ]
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
