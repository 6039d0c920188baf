"""Named reads of what was counted and of what has been published."""

from django.db import models
from django.db.models import Count, F, Q

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
