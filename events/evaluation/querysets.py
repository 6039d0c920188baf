"""Named reads of tallies and of the forms that they are made from."""

from django.db import models
from django.db.models import Count, F, Q

from events.feedback.models import FeedbackForm


class TallyQuerySet(models.QuerySet):
    """Reads of tallies."""


def forms_behind() -> "models.QuerySet[FeedbackForm]":
    """Forms whose responses are not as many as their tally has counted."""
    counted = FeedbackForm.objects.annotate(stored=Count("responses"))
    return counted.filter(Q(tally=None, stored__gt=0) | ~Q(stored=F("tally__responses")))
