"""Tallies of answers, which can be rebuilt from the answers at any time, and editions."""

import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.evaluation.querysets import PublishedEditionQuerySet
from events.evaluation.result_types import PublicEvaluation
from events.feedback.models import FeedbackForm


class TallyVersion(models.Model):
    """The newest tally of a form. ``version`` only moves forward, and only when cells change.

    ``cells`` are ``[question, segment, kind, a, b, n]``: see ``events.evaluation.tally``.
    """

    form = models.OneToOneField(
        FeedbackForm,
        verbose_name=_("form"),
        related_name="tally",
        primary_key=True,
        on_delete=models.CASCADE,
    )
    version = models.PositiveIntegerField(_("version"), default=0)
    responses = models.PositiveIntegerField(_("responses"), default=0)
    cells = models.JSONField(_("cells"), default=list)
    built_at = models.DateTimeField(_("last updated"))

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        permissions = [
            ("view_report", _("Can see evaluation reports")),
            ("view_numbers", _("Can see the numbers of events")),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} v{self.version}"


class PublishedEdition(models.Model):
    """Figures as they were published: numbered, and never changed afterwards.

    A member of staff publishes the editions for everybody; the screen in the room moves on by
    itself while its form is open. ``codebook`` and ``figures`` are what was asked and what was
    printed then: the figures are JSON text by language, as a database may sort the keys of an
    object. ``cells`` are the counts behind the figures, against which the gate holds later
    editions. A withdrawn edition stays with its reason and is not shown.
    """

    class Audience(models.TextChoices):
        """Who sees it."""

        PUBLIC = "public", _("Everybody")
        ROOM = "room", _("The room in which it was answered")

    form = models.ForeignKey(
        FeedbackForm,
        verbose_name=_("form"),
        related_name="editions",
        on_delete=models.PROTECT,
    )
    audience = models.CharField(_("audience"), max_length=6, choices=Audience)
    number = models.PositiveIntegerField(_("number"))
    responses = models.PositiveIntegerField(_("responses"))
    codebook = models.JSONField(_("codebook"))
    figures = models.JSONField(_("figures"))
    cells = models.JSONField(_("cells"))
    note = models.TextField(_("note"), blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    withdrawal_reason = models.TextField(_("reason for the withdrawal"), blank=True)

    objects = PublishedEditionQuerySet.as_manager()

    class Meta:
        ordering = ["form", "audience", "-number"]
        verbose_name = _("published edition")
        verbose_name_plural = _("published editions")
        permissions = [("publish_edition", _("Can publish and withdraw evaluations"))]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "audience", "number"], name="evaluation_edition_number_once"
            ),
            models.CheckConstraint(
                name="evaluation_edition_is_a_persons_act",
                condition=Q(audience="room", published_by=None)
                | (Q(audience="public", published_by__isnull=False) & ~Q(note="")),
            ),
            models.CheckConstraint(
                name="evaluation_withdrawal_has_a_person_and_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.audience} {self.number}"

    def figures_in(self, language: str) -> PublicEvaluation:
        """Return what was printed in a language."""
        printed: PublicEvaluation = json.loads(self.figures[language])
        return printed
