"""Tallies of answers: made from the answers at any time, so never a truth of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.evaluation.querysets import TallyQuerySet
from events.feedback.models import FeedbackForm


class TallyVersion(models.Model):
    """The newest tally of a form. ``version`` only moves forward, and only when cells change.

    ``cells`` are ``[question, segment, kind, a, b, n]``, as ``events.evaluation.tally`` says.
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

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        permissions = [("view_report", _("Can see evaluation reports"))]

    def __str__(self) -> str:
        return f"{self.form_id} v{self.version}"


class RoomScreen(models.Model):
    """What the screen in the room may show of a capture: it moves in steps of several people, so
    that nobody's marker is told by the difference."""

    form = models.OneToOneField(
        FeedbackForm,
        verbose_name=_("form"),
        related_name="room_screen",
        primary_key=True,
        on_delete=models.CASCADE,
    )
    version = models.PositiveIntegerField(_("version"), default=0)
    responses = models.PositiveIntegerField(_("responses"), default=0)
    cells = models.JSONField(_("cells"), default=list)

    class Meta:
        verbose_name = _("room screen")
        verbose_name_plural = _("room screens")

    def __str__(self) -> str:
        return f"{self.form_id} v{self.version}"
