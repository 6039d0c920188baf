"""Named reads of tallies and published editions."""

from collections.abc import Collection
from typing import TYPE_CHECKING, TypedDict

from django.apps import apps
from django.db import models
from django.db.models import Case, OuterRef, Subquery, When

from events.feedback.models import FeedbackForm

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from events.evaluation.models import PublishedEdition

    class _Edition(TypedDict):
        edition: int | None

    FormWithEdition = WithAnnotations[FeedbackForm, _Edition]


class PublishedEditionQuerySet(models.QuerySet["PublishedEdition"]):
    """Reads of editions."""

    def newest(self, form: FeedbackForm, audience: str) -> "PublishedEdition | None":
        """Return the newest edition of a form for an audience, or None."""
        return self.filter(form=form, audience=audience).order_by("-number").first()


def shown_to_the_public(
    codes: Collection[str] | None = None,
) -> "models.QuerySet[FormWithEdition]":
    """Return the forms with these codes, or all, without drafts, each with ``edition``.

    That is the number of the public edition that may be shown, or None: a capture whose screen is
    hidden has none; one whose screen is frozen has the newest edition at the time of freezing.
    """
    # Not imported, as the model imports this module.
    editions = apps.get_model("evaluation", "PublishedEdition").objects.order_by("-number")
    public = editions.filter(form=OuterRef("pk"), audience="public")
    frozen_at = editions.filter(form=OuterRef("form"), audience="room")
    then = public.filter(published_at__lte=Subquery(frozen_at.values("published_at")[:1]))
    number = Case(
        When(delivery="live", screen="hidden", then=None),
        When(delivery="live", screen="frozen", then=Subquery(then.values("number")[:1])),
        default=Subquery(public.values("number")[:1]),
        output_field=models.PositiveIntegerField(),
    )
    forms = FeedbackForm.objects.exclude(status="draft")
    forms = forms if codes is None else forms.filter(code__in=codes)
    found: models.QuerySet[FormWithEdition] = forms.annotate(edition=number)
    return found
