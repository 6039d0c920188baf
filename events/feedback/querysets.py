"""Named reads of forms and answers."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from events.models import EventSession

if TYPE_CHECKING:
    from events.feedback.models import Answer, FeedbackForm  # noqa: F401 - in a string below


class FeedbackFormQuerySet(models.QuerySet["FeedbackForm"]):
    """Reads of forms."""

    def open(self) -> Self:
        """Return the forms that take answers."""
        return self.filter(status="open")

    def live(self) -> Self:
        """Return the captures: forms answered in the room."""
        return self.filter(delivery="live")

    def to_invite(self) -> Self:
        """Return the open forms of events of which a session has ended."""
        ended = EventSession.objects.past().filter(event=OuterRef("event"))
        return self.open().filter(Exists(ended), delivery="invited")

    def with_counts(self) -> Self:
        """Add ``invited_count`` and ``response_count``."""
        return self.annotate(
            invited_count=_count_of("Invitation"), response_count=_count_of("Response")
        )

    def with_questions(self) -> Self:
        """Fetch the questions, their options and the conditions as well."""
        return self.prefetch_related("questions__options", "conditions")


def _count_of(model: str) -> Coalesce:
    """Count the rows of ``model`` of a form, in a subquery, as two joins would multiply."""
    rows = apps.get_model("feedback", model).objects.filter(form=OuterRef("pk")).order_by()
    count = rows.values("form").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Reads of answers."""

    def comments(self) -> Self:
        """Return what people wrote, in an order that does not disclose when they answered."""
        return self.filter(status="answered").exclude(text="").order_by("id")
