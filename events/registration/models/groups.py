"""Group bookings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import EventSession
from gpx_site.core.models import Person


class GroupBooking(models.Model):
    """Several people registered by one, who may or may not be among them.

    Each of them has a registration of their own; ``size`` counts those who were asked for, some
    of whom may have been registered already.
    """

    session = models.ForeignKey(
        EventSession,
        verbose_name=_("session"),
        related_name="group_bookings",
        on_delete=models.PROTECT,
    )
    contact = models.ForeignKey(
        Person,
        verbose_name=_("contact"),
        related_name="group_bookings",
        on_delete=models.PROTECT,
    )
    mail_locale = models.CharField(_("language of correspondence"), max_length=4)
    size = models.PositiveSmallIntegerField(_("people"))
    idempotency_key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("group booking")
        verbose_name_plural = _("group bookings")

    def __str__(self) -> str:
        return f"{self.session}: {self.size}"
