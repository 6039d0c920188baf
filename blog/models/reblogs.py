"""The one table of reblogs; ``blog.models`` shows it to Django."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gpx_site.safe_http.errors import FetchError
from gpx_site.safe_http.urls import MAX_LENGTH


class Reblog(models.Model):
    """Another site's post that staff asked for, or linked to by hand: a row for each address.

    ``asked`` is the address as it was given, in its one spelling, and ``url`` the one that the post
    itself uses, which the page shows. ``problem`` is the code of a ``FetchError``.
    """

    class State(models.TextChoices):
        """How far it is; only a queued one is fetched."""

        QUEUED = "queued", _("Being fetched")
        DONE = "done", _("Draft made")
        FAILED = "failed", _("Not fetched")

    asked = models.URLField(_("address"), max_length=MAX_LENGTH, unique=True)
    url = models.URLField(_("address of the original post"), max_length=MAX_LENGTH, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    problem = models.CharField(_("problem"), max_length=40, blank=True)
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    blog = models.ForeignKey(
        "blog.BlogIndexPage",
        verbose_name=_("blog"),
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    page = models.ForeignKey(
        "blog.BlogPage",
        verbose_name=_("post"),
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    checked_on = models.DateField(_("last looked at"), null=True)
    gone_since = models.DateField(_("gone since"), null=True)

    class Meta:
        verbose_name = _("reblog")
        verbose_name_plural = _("reblogs")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["url"], condition=~Q(url=""), name="one_reblog_per_original"
            ),
            models.CheckConstraint(
                name="reblog_that_failed_says_why",
                condition=Q(state="failed") & ~Q(problem="") | ~Q(state="failed") & Q(problem=""),
            ),
        ]

    def __str__(self) -> str:
        return self.asked

    @property
    def message(self) -> str:
        """Why it was not fetched, in the reader's language."""
        return FetchError.message_of(self.problem)
