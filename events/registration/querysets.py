"""Named reads of registrations, offers, access links and check-ins."""

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
        """Return the rows that still count: with a place, waiting, or to be approved."""
        return self.filter(state__in=LIVE)

    def holding_place(self) -> Self:
        """Return the rows that take up one of the session's places."""
        return self.filter(state__in=HOLDING_PLACE)

    def confirmed(self) -> Self:
        """Return the rows with a confirmed place."""
        return self.filter(state=State.CONFIRMED)

    def waiting(self) -> Self:
        """Return the waiting list, in the order in which places are offered."""
        return self.filter(state=State.WAITLISTED).order_by("queued_at", "id")

    def attended(self) -> Self:
        """Return the rows of people who came, for all or part of the session."""
        return self.filter(attendance__outcome__in=["attended", "partial"])

    def of_attendees(self, session: "EventSession") -> Self:
        """Return the attendees of ``session`` or, without records, the rows with a confirmed place.

        Rows recorded as no-show are left out in either case: a report in which nobody is recognised
        yet records everybody so.
        """
        rows = self.filter(session=session).exclude(email_key="")
        came = rows.attended()
        if came.exists():
            return came
        return rows.confirmed().exclude(attendance__outcome="no_show")

    def for_check_in(self) -> Self:
        """Return the confirmed rows by name, with what the check-in shows of them."""
        rows = self.confirmed().select_related("organisation", "attendance")
        return rows.order_by(Alphabetical("name"), "pk")

    def suspect(self) -> Self:
        """Return the live rows of upcoming sessions that look automated."""
        to_come = self.live().filter(session__ends_at__gt=timezone.now())
        return to_come.filter(looks_automated=True)

    def with_session(self) -> Self:
        """Fetch the session, event, venue and group contact of every row in the same query."""
        return self.select_related("session__event", "session__venue", "group__contact")


class WaitingListOfferQuerySet(models.QuerySet["WaitingListOffer"]):
    """Reads of offers."""

    def open(self) -> Self:
        """Return the unanswered offers, whether or not they have run out."""
        return self.filter(state="open")

    def expired(self) -> Self:
        """Return the open offers that have run out."""
        return self.open().filter(expires_at__lte=timezone.now())


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    """Reads of access links."""

    def valid(self) -> Self:
        """Return the links that are neither revoked nor expired."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Reads of presses of check-in buttons."""

    def overwritten(self, session: "EventSession") -> list[tuple["CheckIn", "CheckIn"]]:
        """Return each device's last press that another overruled, with the press that counts.

        One query, the newest first.
        """
        rows = self.filter(registration__session=session).select_related("registration")
        by_device: dict[int, dict[str | int | None, CheckIn]] = {}
        last: dict[int, CheckIn] = {}
        for row in rows.order_by("made_at", "received_at", "id"):
            # Presses from the admin or without a script have no device: take the staff member.
            by_device.setdefault(row.registration_id, {})[row.device or row.actor_id] = row
            last[row.registration_id] = row
        found = [
            (said, last[registration_id])
            for registration_id, devices in by_device.items()
            for said in devices.values()
            if said.arrived != last[registration_id].arrived
        ]
        return sorted(found, key=lambda pair: pair[1].made_at, reverse=True)
