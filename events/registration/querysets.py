"""Named reads of registrations, offers and access links."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from events.registration.states import HOLDING_PLACE, LIVE, State

if TYPE_CHECKING:
    from events.models import EventSession
    from events.registration.models import (  # noqa: F401 - the bases below name them as text
        AccessLink,
        Registration,
        WaitingListOffer,
    )


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Reads of registrations."""

    def live(self) -> Self:
        """Rows that still count: with a place, waiting, or awaiting a decision."""
        return self.filter(state__in=LIVE)

    def holding_place(self) -> Self:
        """Rows that take up one of the session's places."""
        return self.filter(state__in=HOLDING_PLACE)

    def confirmed(self) -> Self:
        """Rows with a confirmed place."""
        return self.filter(state=State.CONFIRMED)

    def waiting(self) -> Self:
        """The waiting list, in the order in which places are offered."""
        return self.filter(state=State.WAITLISTED).order_by("queued_at", "id")

    def attended(self) -> Self:
        """Rows of people who came, for all or part of the session."""
        return self.filter(attendance__outcome__in=["attended", "partial"])

    def of_attendees(self, session: "EventSession") -> Self:
        """Who came to ``session``; where that was not noted, everybody with a confirmed place."""
        rows = self.filter(session=session).exclude(email_key="")
        came = rows.attended()
        return came if came.exists() else rows.confirmed()

    def with_session(self) -> Self:
        """The session, event and venue of every row, in the same query."""
        return self.select_related("session__event", "session__venue", "group__contact")


class WaitingListOfferQuerySet(models.QuerySet["WaitingListOffer"]):
    """Reads of offers."""

    def open(self) -> Self:
        """Offers that nobody has answered, whether or not their time is up."""
        return self.filter(state="open")

    def expired(self) -> Self:
        """Open offers whose time is up."""
        return self.open().filter(expires_at__lte=timezone.now())


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    """Reads of access links."""

    def valid(self) -> Self:
        """Links that still open their registration."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())
