"""The state of the two languages of a page.

These are tables and not fields of the page: publishing a revision restores the fields of a page,
and copying a page copies them.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from gpx_site.i18n.bilingual import other_language
from gpx_site.translations.working_days import working_days

#: An exception that ends within this time is about to expire.
RUNNING_OUT = dt.timedelta(days=7)
LANGUAGES = {"cy": _("Welsh"), "en": _("English")}


class Readiness(models.Model):
    """A declaration that one revision of a page is ready beside certain text of its translation."""

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
        """Return whether ``revision`` was declared ready and has not been overwritten since."""
        if revision is None:
            return False
        return bool(self.revision_id == revision.pk and revision.created_at <= self.declared_at)


class PairException(models.Model):
    """Permission for a page to be published in one language."""

    class Kind(models.TextChoices):
        """Why a page may be published in one language."""

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
        """Return whether it has not expired."""
        return self.expires_at is None or self.expires_at > timezone.now()

    def clean(self) -> None:
        """Refuse an end in the past."""
        super().clean()
        if not self.is_running:
            raise ValidationError({"expires_at": _("Give a time that is still to come.")})


def _may_be_alone_at(moment: dt.datetime) -> Q:
    """Return the rows whose page has an exception that does not end before ``moment``."""
    endless = Q(page__pair_exception__isnull=False, page__pair_exception__expires_at=None)
    return endless | Q(page__pair_exception__expires_at__gt=moment)


class OutstandingQuerySet(models.QuerySet["OutstandingTranslation"]):
    """Reads of outstanding translations."""

    def with_pages(self) -> "OutstandingQuerySet":
        """Fetch the relations that a list shows."""
        return self.select_related(
            "page__locale",
            "page__content_type",
            "page__pair_exception",
            "changed_by__wagtail_userprofile",
        )

    def standing(self, standing: str) -> "OutstandingQuerySet":
        """Return the rows in the state ``standing``, of ``OutstandingTranslation.Standing``."""
        now = timezone.now()
        alone = _may_be_alone_at(now)
        ended = Q(page__pair_exception__expires_at__lte=now)
        found = self.filter(state=self.model.State.MISSING)
        kinds = self.model.Standing
        return {
            kinds.STALE: self.filter(state=self.model.State.STALE),
            kinds.ALONE: found.filter(alone),
            kinds.ENDED: found.filter(ended),
            kinds.MISSING: found.filter(page__pair_exception=None),
        }[kinds(standing)]

    def due(self) -> "OutstandingQuerySet":
        """Leave out pages with an exception for more than another week."""
        alone = _may_be_alone_at(timezone.now() + RUNNING_OUT)
        return self.exclude(alone, state=self.model.State.MISSING)


class OutstandingTranslation(models.Model):
    """A page whose translation is missing or outdated, while its text is public or waiting.

    One row for the page with the text, measured whenever one of the two pages changes.
    """

    class State(models.TextChoices):
        """What the other language lacks."""

        MISSING = "missing", _("Missing")
        STALE = "stale", _("Out of date")

    class Standing(models.TextChoices):
        """The state, with the effect of an exception."""

        MISSING = "missing", _("Missing")
        STALE = "stale", _("Out of date")
        ALONE = "alone", _("Allowed to stand alone")
        ENDED = "ended", _("Missing, and its exception has ended")

    page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name=_("page"),
        related_name="outstanding",
        on_delete=models.CASCADE,
    )
    state = models.CharField(_("state"), max_length=7, choices=State)
    since = models.DateTimeField(_("since"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last editor"),
        related_name="+",
        null=True,
        on_delete=models.SET_NULL,
    )

    objects = OutstandingQuerySet.as_manager()

    #: The working days within which the translation of a published page should be up to date.
    TARGET = 5

    class Meta:
        default_permissions = ()
        ordering = ["since", "pk"]
        verbose_name = _("outstanding translation")
        verbose_name_plural = _("outstanding translations")

    def __str__(self) -> str:
        return f"{self.page_id} {self.state}"

    @property
    def language(self) -> str:
        """Return the language that is outstanding."""
        return other_language(self.page.locale.language_code)

    @property
    def language_name(self) -> Any:
        """Return the name of that language."""
        return LANGUAGES[self.language]

    @property
    def age(self) -> int:
        """Return the number of working days that readers have waited."""
        return working_days(self.since, timezone.now())

    @property
    def is_late(self) -> bool:
        """Return whether the age exceeds the target."""
        return self.age > self.TARGET

    @property
    def exception(self) -> PairException | None:
        """Return the exception of the page, expired or not; None if the translation is live."""
        if self.state == self.State.STALE:
            return None
        return getattr(self.page, "pair_exception", None)

    @property
    def alone_until(self) -> dt.datetime | None:
        """Return when the exception ends or ended."""
        return self.exception.expires_at if self.exception else None

    @property
    def standing(self) -> Any:
        """Return the current state, of ``Standing``."""
        if self.exception is None:
            return self.Standing(self.state)
        return self.Standing.ALONE if self.exception.is_running else self.Standing.ENDED
