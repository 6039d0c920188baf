"""What is remembered about the two languages of a page.

These are tables of their own and not fields of the page: a page's fields come back from its
revisions whenever one is published, and go with it when it is copied.
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

#: An exception that ends within so many days is running out.
RUNNING_OUT = dt.timedelta(days=7)
LANGUAGES = {"cy": _("Welsh"), "en": _("English")}


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
        return bool(self.revision_id == revision.pk and revision.created_at <= self.declared_at)


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


def _may_be_alone_at(moment: dt.datetime) -> Q:
    """The rows whose page has leave to stand alone that does not end before ``moment``."""
    endless = Q(page__pair_exception__isnull=False, page__pair_exception__expires_at=None)
    return endless | Q(page__pair_exception__expires_at__gt=moment)


class OutstandingQuerySet(models.QuerySet["OutstandingTranslation"]):
    """What readers of one language still wait for."""

    def with_pages(self) -> "OutstandingQuerySet":
        """Fetch with it all that a list shows."""
        return self.select_related(
            "page__locale",
            "page__content_type",
            "page__pair_exception",
            "changed_by__wagtail_userprofile",
        )

    def standing(self, standing: str) -> "OutstandingQuerySet":
        """Those that stand so: see ``OutstandingTranslation.Standing``."""
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
        """Leave out the pages that may yet stand alone for more than a week."""
        alone = _may_be_alone_at(timezone.now() + RUNNING_OUT)
        return self.exclude(alone, state=self.model.State.MISSING)


class OutstandingTranslation(models.Model):
    """A page's words are public, or waiting, and the other language does not say the same.

    One row for the page that has the words; measured whenever one of the pair changes.
    """

    class State(models.TextChoices):
        """What the other language lacks."""

        MISSING = "missing", _("Missing")
        STALE = "stale", _("Out of date")

    class Standing(models.TextChoices):
        """The same, with what an exception makes of it."""

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

    #: A published page is in step with its twin within so many working days.
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
        """The language that is waited for."""
        return other_language(self.page.locale.language_code)

    @property
    def language_name(self) -> Any:
        """Its name."""
        return LANGUAGES[self.language]

    @property
    def age(self) -> int:
        """How many working days readers have waited."""
        return working_days(self.since, timezone.now())

    @property
    def is_late(self) -> bool:
        """Whether that is more than the target."""
        return self.age > self.TARGET

    @property
    def exception(self) -> PairException | None:
        """The leave that the page has to stand alone, running or not; None beside a live twin."""
        if self.state == self.State.STALE:
            return None
        return getattr(self.page, "pair_exception", None)

    @property
    def alone_until(self) -> dt.datetime | None:
        """When that leave ends, or has ended."""
        return self.exception.expires_at if self.exception else None

    @property
    def standing(self) -> Any:
        """How things stand today, as ``Standing``."""
        if self.exception is None:
            return self.Standing(self.state)
        return self.Standing.ALONE if self.exception.is_running else self.Standing.ENDED
