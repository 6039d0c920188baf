"""Named reads of tallies and published editions."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery

from events.feedback.models import FeedbackForm

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from events.evaluation.models import PublishedEdition

    class _Edition(TypedDict):
        edition: int | None
        figures: dict[str, str] | None
        withdrawn_at: datetime | None
        withdrawal_reason: str | None

    FormWithEdition = WithAnnotations[FeedbackForm, _Edition]


class PublishedEditionQuerySet(models.QuerySet["PublishedEdition"]):
    """Reads of editions."""

    def newest(self, form: FeedbackForm, audience: str) -> "PublishedEdition | None":
        """Return the newest edition of a form for an audience, or None."""
        return self.filter(form=form, audience=audience).order_by("-number").first()


def with_public_edition(
    codes: Collection[str] | None = None,
) -> "models.QuerySet[FormWithEdition]":
    """Return the forms with these codes, or all, without drafts, each with its newest edition.

    ``edition`` is its number, or None; ``figures``, ``withdrawn_at`` and ``withdrawal_reason`` are
    those of the edition.
    """
    # Not imported, as the model imports this module.
    editions = apps.get_model("evaluation", "PublishedEdition").objects.order_by("-number")
    newest = editions.filter(form=OuterRef("pk"), audience="public")
    forms = FeedbackForm.objects.exclude(status="draft")
    forms = forms if codes is None else forms.filter(code__in=codes)
    found: models.QuerySet[FormWithEdition] = forms.annotate(
        edition=Subquery(newest.values("number")[:1]),
        figures=Subquery(newest.values("figures")[:1]),
        withdrawn_at=Subquery(newest.values("withdrawn_at")[:1]),
        withdrawal_reason=Subquery(newest.values("withdrawal_reason")[:1]),
    )
    return found
