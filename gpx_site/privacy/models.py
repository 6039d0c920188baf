"""The audit log: append-only."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One change of state, written in the transaction of the change.

    ``subject`` is ``"<app>.<model>:<pk>"``; ``detail`` contains codes, numbers and the wording of
    questions only, never names or addresses, so that erasing a person does not need to change
    entries.
    """

    at = models.DateTimeField(_("when"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member of staff"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    action = models.CharField(_("action"), max_length=60)
    subject = models.CharField(_("subject"), max_length=100, db_index=True)
    detail = models.JSONField(_("detail"), default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"

    @staticmethod
    def subject_of(instance: models.Model) -> str:
        """Return the ``subject`` of entries about ``instance``."""
        return f"{instance._meta.label_lower}:{instance.pk}"

    @classmethod
    def record(
        cls,
        subject: models.Model,
        action: str,
        *,
        actor: AbstractBaseUser | AnonymousUser | None = None,
        **detail: Any,
    ) -> "AuditEntry":
        """Append an entry about ``subject``; an anonymous ``actor`` is stored as none."""
        return cls.objects.create(
            actor=actor if getattr(actor, "pk", None) else None,
            action=action,
            subject=cls.subject_of(subject),
            detail=detail,
        )
