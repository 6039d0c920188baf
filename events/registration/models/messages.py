"""Messages from staff to many registrants."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.registration.models.bookings import staff_member
from gpx_site.i18n.bilingual import BilingualText


class RegistrationMessage(models.Model):
    """A message in both languages; each registrant gets an e-mail of their own."""

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=32, unique=True, editable=False)
    subject_en = models.CharField(_("subject in English"), max_length=150)
    subject_cy = models.CharField(_("subject in Welsh"), max_length=150)
    body_en = models.TextField(_("message in English"))
    body_cy = models.TextField(_("message in Welsh"))
    recipients = models.PositiveIntegerField(_("recipients"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    sent_by = staff_member()

    subject = BilingualText()
    body = BilingualText()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("message to registrants")
        verbose_name_plural = _("messages to registrants")

    def __str__(self) -> str:
        return self.subject
