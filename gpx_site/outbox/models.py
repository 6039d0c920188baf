"""The table of the outbox; ``gpx_site.outbox.services`` writes and drains it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """A side effect to run because something was saved.

    The row is written in the same transaction as its cause. ``payload`` contains ids and codes, no
    personal data. ``lease`` identifies the worker that has leased the row until ``lease_until``.
    """

    class State(models.TextChoices):
        """The state of a message; only ``queued`` rows are leased."""

        QUEUED = "queued", _("Queued")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("No longer needed")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=60)
    dedupe_key = models.CharField(_("deduplication key"), max_length=200, unique=True)
    payload = models.JSONField(_("payload"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    useless_after = models.DateTimeField(_("useless after"), null=True, blank=True)
    lease = models.CharField(_("lease"), max_length=32, blank=True)
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox messages")
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="outbox_due",
                condition=models.Q(state="queued"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dedupe_key} ({self.get_state_display()})"
