"""The presses of check-in buttons."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.registration.models.bookings import Attendance, Registration, staff_member
from events.registration.querysets import CheckInQuerySet


class CheckIn(models.Model):
    """One press of a check-in button: a person has come, or that was a mistake.

    The phone makes the id, so that what it sends twice is stored once, and gives the time of the
    press: the later press of two phones counts, whichever arrives first. ``Attendance`` holds the
    result of all presses.
    """

    # Wagtail's index of references would cost queries at every press, and nothing reads it.
    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        related_name="check_ins",
        on_delete=models.CASCADE,
    )
    arrived = models.BooleanField(_("has arrived"))
    made_at = models.DateTimeField(_("pressed"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    device = models.CharField(_("device"), max_length=36, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Attendance.Source)
    actor = staff_member()

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "received_at", "id"]
        verbose_name = _("press at the door")
        verbose_name_plural = _("presses at the door")

    def __str__(self) -> str:
        return f"{self.registration_id} {self.arrived} {self.made_at:%H:%M:%S}"
