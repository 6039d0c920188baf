"""Named reads of registrations, offers and access links."""

from django.db import models
from django.utils import timezone

from events.registration.states import HOLDING_PLACE, LIVE, State


class RegistrationQuerySet(models.QuerySet):
    """Reads of registrations."""

    def live(self):
        """Rows that still count: with a place, waiting, or awaiting a decision."""
        return self.filter(state__in=LIVE)

    def holding_place(self):
        """Rows that take up one of the session's places."""
        return self.filter(state__in=HOLDING_PLACE)

    def confirmed(self):
        """Rows with a confirmed place."""
        return self.filter(state=State.CONFIRMED)

    def waiting(self):
        """The waiting list, in the order in which places are offered."""
        return self.filter(state=State.WAITLISTED).order_by("queued_at", "id")

    def attended(self):
        """Rows of people who came, for all or part of the session."""
        return self.filter(attendance__outcome__in=["attended", "partial"])

    def with_session(self):
        """The session, event and venue of every row, in the same query."""
        return self.select_related("session__event", "session__venue")


class WaitingListOfferQuerySet(models.QuerySet):
    """Reads of offers."""

    def open(self):
        """Offers that nobody has answered, whether or not their time is up."""
        return self.filter(state="open")

    def expired(self):
        """Open offers whose time is up."""
        return self.open().filter(expires_at__lte=timezone.now())


class AccessLinkQuerySet(models.QuerySet):
    """Reads of access links."""

    def valid(self):
        """Links that still open their registration."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())
