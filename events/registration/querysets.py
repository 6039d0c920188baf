"""Named reads of registrations, offers, access links and what was pressed at the door."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from events.registration.states import HOLDING_PLACE, LIVE, State
from gpx_site.i18n.collation import Alphabetical

if TYPE_CHECKING:
    from events.models import EventSession
    from events.registration.models import (  # noqa: F401 - the bases below name them as text
        AccessLink,
        CheckIn,
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
        """Who came to ``session``; where that was not noted, everybody with a confirmed place.

        Whoever is noted as having stayed away did not come in either case: a report of which
        nobody has been recognised yet says so of everybody.
        """
        rows = self.filter(session=session).exclude(email_key="")
        came = rows.attended()
        if came.exists():
            return came
        return rows.confirmed().exclude(attendance__outcome="no_show")

    def at_the_door(self) -> Self:
        """Everybody with a confirmed place, by name, with what the check-in shows of them."""
        rows = self.confirmed().select_related("organisation", "attendance")
        return rows.order_by(Alphabetical("name"), "pk")

    def suspect(self) -> Self:
        """Live rows that look as if a robot had sent them, for sessions still to come."""
        to_come = self.live().filter(session__ends_at__gt=timezone.now())
        return to_come.filter(looks_automated=True)

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


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Reads of what was pressed at the door."""

    def overwritten(self, session: "EventSession") -> list[tuple["CheckIn", "CheckIn"]]:
        """What a device said last of somebody and another overruled: each with what holds now.

        In one query, the newest first.
        """
        rows = self.filter(registration__session=session).select_related("registration")
        by_device: dict[int, dict[str | int | None, CheckIn]] = {}
        last: dict[int, CheckIn] = {}
        for row in rows.order_by("made_at", "received_at", "id"):
            # In the admin, and without a script, a member of staff stands for the device.
            by_device.setdefault(row.registration_id, {})[row.device or row.actor_id] = row
            last[row.registration_id] = row
        found = [
            (said, last[registration_id])
            for registration_id, devices in by_device.items()
            for said in devices.values()
            if said.arrived != last[registration_id].arrived
        ]
        return sorted(found, key=lambda pair: pair[1].made_at, reverse=True)
