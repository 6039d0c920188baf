"""Tallies of answers, which can be rebuilt from the answers at any time, and editions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.evaluation.querysets import PublishedEditionQuerySet
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
    """A tally as it was published: numbered, never changed afterwards.

    Editions move in steps of several people, so that the difference of two discloses nobody.
    """

    class Audience(models.TextChoices):
        """Who sees it."""

        PUBLIC = "public", _("Everybody")
        ROOM = "room", _("The room in which it was answered")

    form = models.ForeignKey(
        FeedbackForm,
        verbose_name=_("form"),
        related_name="editions",
        on_delete=models.CASCADE,
    )
    audience = models.CharField(_("audience"), max_length=6, choices=Audience)
    number = models.PositiveIntegerField(_("number"))
    responses = models.PositiveIntegerField(_("responses"))
    cells = models.JSONField(_("cells"))
    published_at = models.DateTimeField(_("published"))

    objects = PublishedEditionQuerySet.as_manager()

    class Meta:
        ordering = ["form", "audience", "-number"]
        verbose_name = _("published edition")
        verbose_name_plural = _("published editions")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "audience", "number"], name="evaluation_edition_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.audience} {self.number}"
