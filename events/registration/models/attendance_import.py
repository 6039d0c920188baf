"""Imported attendance reports, and the attendees in them who are not recognised yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import EventSession
from events.registration.models.bookings import staff_member


class AttendanceImport(models.Model):
    """One report of one session; the same file is imported once."""

    session = models.ForeignKey(
        EventSession,
        verbose_name=_("session"),
        related_name="attendance_imports",
        on_delete=models.PROTECT,
    )
    file_hash = models.CharField(max_length=64, editable=False)
    recognised = models.PositiveIntegerField(_("people recognised"))
    unrecognised = models.PositiveIntegerField(_("people not recognised"))
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)
    imported_by = staff_member()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("attendance report")
        verbose_name_plural = _("attendance reports")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "file_hash"], name="attendance_report_imported_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} ({self.imported_at:%Y-%m-%d %H:%M})"


class UnmatchedAttendee(models.Model):
    """An attendee in a report who matches no registration, until staff attach or dismiss them.

    Deleted then, and in any case soon after the session.
    """

    session = models.ForeignKey(
        EventSession,
        verbose_name=_("session"),
        related_name="unmatched_attendees",
        on_delete=models.CASCADE,
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("attendee who was not recognised")
        verbose_name_plural = _("attendees who were not recognised")

    def __str__(self) -> str:
        return self.name
