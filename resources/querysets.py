"""Named reads of resources."""

from typing import TYPE_CHECKING, Self

from django.db import models

from events.models import Event
from gpx_site.core.models import Topic

if TYPE_CHECKING:
    from resources.models import Resource  # noqa: F401 - in a string below


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Reads of resources."""

    def newest(self) -> Self:
        """Return all of them, the latest shared first."""
        return self.order_by("-published_on", "-id")

    def of_kind(self, kind: str) -> Self:
        """Return those of one kind, such as ``"slides"``."""
        return self.filter(kind=kind)

    def about(self, topic: Topic) -> Self:
        """Return those on one topic."""
        return self.filter(topics=topic)

    def of_event(self, event: Event) -> Self:
        """Return the resources of an event: slides, recordings, then the rest."""
        order = models.Case(
            models.When(kind="slides", then=0), models.When(kind="recording", then=1), default=2
        )
        return self.filter(event=event).order_by(order, "id")

    def for_listing(self) -> Self:
        """Fetch the organisation, which a listing shows, in the same query."""
        return self.select_related("organisation")
