"""Named reads of what was counted and of what has been published."""

from collections.abc import Collection

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When

from events.feedback.models import FeedbackForm


class PublishedEditionQuerySet(models.QuerySet):
    """Reads of editions."""

    def newest(self, form: FeedbackForm, audience: str):
        """The newest edition of a form for an audience, or None."""
        return self.filter(form=form, audience=audience).order_by("-number").first()


def forms_behind() -> "models.QuerySet[FeedbackForm]":
    """Forms whose responses are not as many as their tally has counted."""
    stored = FeedbackForm.objects.annotate(stored=Count("responses"))
    return stored.filter(Q(tally=None, stored__gt=0) | ~Q(stored=F("tally__responses")))


def shown_to_the_public(
    codes: Collection[str] | None = None,
) -> "models.QuerySet[FeedbackForm]":
    """The forms with these codes, or all, that are no drafts, each with ``edition``.

    That is the number of the public edition that may be shown, or None.

    A capture whose presenter hides the screen has none; one that is frozen has the edition of then.
    """
    # Named late: the model has these named reads.
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
    return forms.annotate(edition=number)
