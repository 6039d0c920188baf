"""What is remembered about the two languages of a page.

These are tables of their own and not fields of the page: a page's fields come back from its
revisions whenever one is published, and go with it when it is copied.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision


class Readiness(models.Model):
    """Somebody declared one revision of a page right, beside certain words of its twin."""

    page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name=_("page"),
        related_name="readiness",
        on_delete=models.CASCADE,
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        verbose_name=_("version"),
        related_name="+",
        on_delete=models.CASCADE,
    )
    words = models.CharField(_("fingerprint of its words"), max_length=64)
    twin_words = models.CharField(_("fingerprint of its twin’s words"), max_length=64)
    declared_at = models.DateTimeField(_("when"), default=timezone.now)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member of staff"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("readiness")
        verbose_name_plural = _("readiness of pages")

    def __str__(self) -> str:
        return f"{self.page_id} {self.declared_at:%Y-%m-%d %H:%M}"

    def covers(self, revision: Revision | None) -> bool:
        """Whether it was declared of ``revision`` as it is; saving one over again undoes it."""
        if revision is None:
            return False
        return self.revision_id == revision.pk and revision.created_at <= self.declared_at


class PairException(models.Model):
    """Leave for a page to be published in one language alone."""

    class Kind(models.TextChoices):
        """Why one language may go alone."""

        EXTERNAL = "external", _("The text is by others")
        URGENT = "urgent", _("It is urgent")

    page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name=_("page"),
        related_name="pair_exception",
        on_delete=models.CASCADE,
    )
    kind = models.CharField(_("why one language alone"), max_length=8, choices=Kind)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    allowed_at = models.DateTimeField(_("when"), default=timezone.now)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member of staff"),
        related_name="+",
        null=True,
        on_delete=models.SET_NULL,
    )

    class Meta:
        default_permissions = ()
        permissions = [("publish_urgent", "Can publish urgently in one language alone")]
        ordering = ["expires_at", "pk"]
        verbose_name = _("publication in one language")
        verbose_name_plural = _("publications in one language")
        constraints = [
            models.CheckConstraint(
                name="urgent_has_a_reason_and_an_end",
                condition=Q(kind="external") | ~Q(reason="") & Q(expires_at__isnull=False),
                violation_error_message=_("Say why it is urgent, and until when."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.kind}"

    @property
    def is_running(self) -> bool:
        """Whether it has not run out."""
        return self.expires_at is None or self.expires_at > timezone.now()

    def clean(self) -> None:
        """Refuse an end that is past."""
        super().clean()
        if not self.is_running:
            raise ValidationError({"expires_at": _("Give a time that is still to come.")})
