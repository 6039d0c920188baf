"""Named reads of resources."""

from django.db import models


class ResourceQuerySet(models.QuerySet):
    """Reads of resources."""

    def newest(self):
        """Everything, the latest shared first."""
        return self.order_by("-published_on", "-id")

    def of_kind(self, kind: str):
        """Those of one kind, such as ``"slides"``."""
        return self.filter(kind=kind)

    def about(self, topic):
        """Those on one topic."""
        return self.filter(topics=topic)

    def of_event(self, event):
        """What an event left behind: slides before recordings, then the rest."""
        order = models.Case(
            models.When(kind="slides", then=0), models.When(kind="recording", then=1), default=2
        )
        return self.filter(event=event).order_by(order, "id")

    def for_listing(self):
        """With the organisation, which a listing shows, in the same read."""
        return self.select_related("organisation")
