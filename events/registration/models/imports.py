"""Files of bookings that staff import."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.registration.models.bookings import staff_member


class BookingImport(models.Model):
    """A file of bookings: read, then shown, then carried out once.

    ``rows`` holds what was read until it is carried out, at most a day, and nothing after that;
    ``report`` holds for each line its outcome and the registration's id, never name or address.
    """

    # Wagtail's index of references has nothing to look for here.
    wagtail_reference_index_ignore = True

    file_hash = models.CharField(_("fingerprint of the file"), max_length=64)
    rows = models.JSONField(default=list)
    report = models.JSONField(default=list)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = staff_member()
    carried_out_at = models.DateTimeField(_("carried out"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("import of bookings")
        verbose_name_plural = _("imports of bookings")

    def __str__(self) -> str:
        return f"{self.uploaded_at:%Y-%m-%d %H:%M}"
