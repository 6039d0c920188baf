"""The two ways through the registration form: for oneself, and for a group."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from events.models import EventSession
from events.registration import services
from events.registration.booking.drafts import Draft, GroupDraft
from events.registration.booking.forms import details_of, needs_of
from events.registration.booking.summary import group_rows, summary_rows
from events.registration.models import GroupBooking, Registration
from events.registration.states import LIVE, State

Rows = list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Journey:
    """Pages of questions, the check of the answers, the booking, the confirmation.

    ``name`` begins the names of its routes, ``folder`` those of its templates. ``book`` books what
    is drafted. What the confirmation will need is what ``found`` finds under the draft's key; where
    nothing is kept under that, ``book`` returns it. ``booked`` reads the booking back.
    """

    name: str
    folder: str
    first: str
    draft: type[Draft]
    open_to: frozenset[str]
    summary: Callable[[Any, str], Rows]
    book: Callable[[Any, EventSession], dict[str, Any] | None]
    found: Callable[[str], dict[str, Any] | None]
    booked: Callable[[dict[str, Any]], Model | None]

    def route(self, step: str) -> str:
        """The name of the route of one step."""
        return self.name if step == self.first else f"{self.name}_{step}"


def _book_one(draft: Draft, session: EventSession) -> dict[str, Any] | None:
    asked = draft.forms.get("questions")
    booking = services.book(
        session_id=session.pk,
        details=details_of(draft.forms["details"], draft.forms["language"]),
        needs=needs_of(draft.forms["needs"]),
        answers=asked.answer_inputs() if asked else (),
        idempotency_key=draft.key,
        looks_automated=draft.looks_automated,
        read=session,
    )
    registration = booking.registration
    if registration.idempotency_key == draft.key:
        return None
    return _one(registration, booking.outcome)


def _found_one(key: str) -> dict[str, Any] | None:
    registration = Registration.objects.filter(idempotency_key=key).first()
    if registration is None:
        return None
    # An offer may be made before the confirmation is read: that page speaks of the queue.
    queues = registration.state == State.OFFERED
    return _one(registration, State.WAITLISTED if queues else registration.state)


def _one(registration: Registration, outcome: str) -> dict[str, Any]:
    kept = {"session": registration.session_id, "registration": registration.pk}
    return kept | {"outcome": outcome}


def _book_group(draft: GroupDraft, session: EventSession) -> None:
    services.book_group(
        session_id=session.pk,
        contact=draft.forms["contact"].contact(),
        members=draft.forms["people"].members(),
        idempotency_key=draft.key,
        looks_automated=draft.looks_automated,
    )


def _found_group(key: str) -> dict[str, Any] | None:
    group = GroupBooking.objects.select_related("session").filter(idempotency_key=key).first()
    if group is None:
        return None
    outcome = services.granted(group.session)
    return {"session": group.session_id, "group": group.pk, "outcome": outcome}


ONESELF = Journey(
    name="register",
    folder="",
    first="details",
    draft=Draft,
    open_to=frozenset({"open", "waiting-list"}),
    summary=summary_rows,
    book=_book_one,
    found=_found_one,
    booked=lambda made: Registration.objects.filter(
        pk=made["registration"], state__in=LIVE
    ).first(),
)
GROUP = Journey(
    name="register_group",
    folder="group/",
    first="contact",
    draft=GroupDraft,
    open_to=frozenset({"open"}),  # a group has places or none: it does not wait in a queue
    summary=group_rows,
    book=_book_group,
    found=_found_group,
    booked=lambda made: (
        GroupBooking.objects.select_related("contact").filter(pk=made["group"]).first()
    ),
)
