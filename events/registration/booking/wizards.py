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
    is drafted and returns what the confirmation will need; ``booked`` reads the booking back.
    """

    name: str
    folder: str
    first: str
    draft: type[Draft]
    open_to: frozenset[str]
    summary: Callable[[Any, str], Rows]
    book: Callable[[Any, EventSession], dict[str, Any]]
    booked: Callable[[dict[str, Any]], Model | None]

    def route(self, step: str) -> str:
        """The name of the route of one step."""
        return self.name if step == self.first else f"{self.name}_{step}"


def _book_one(draft: Draft, session: EventSession) -> dict[str, Any]:
    asked = draft.forms.get("questions")
    booking = services.book(
        session_id=session.pk,
        details=details_of(draft.forms["details"], draft.forms["language"]),
        needs=needs_of(draft.forms["needs"]),
        answers=asked.answer_inputs() if asked else (),
        idempotency_key=draft.key,
        looks_automated=draft.looks_automated,
    )
    # Of a form that is sent again a place may have been offered since: the page is about the queue.
    queues = booking.outcome == State.OFFERED
    return {
        "session": session.pk,
        "registration": booking.registration.pk,
        "outcome": State.WAITLISTED if queues else booking.outcome,
    }


def _book_group(draft: GroupDraft, session: EventSession) -> dict[str, Any]:
    group = services.book_group(
        session_id=session.pk,
        contact=draft.forms["contact"].contact(),
        members=draft.forms["people"].members(),
        idempotency_key=draft.key,
        looks_automated=draft.looks_automated,
    )
    return {"session": session.pk, "group": group.pk, "outcome": services.granted(group.session)}


ONESELF = Journey(
    name="register",
    folder="",
    first="details",
    draft=Draft,
    open_to=frozenset({"open", "waiting-list"}),
    summary=summary_rows,
    book=_book_one,
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
    booked=lambda made: (
        GroupBooking.objects.select_related("contact").filter(pk=made["group"]).first()
    ),
)
