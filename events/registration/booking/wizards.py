"""The two wizards of the registration form: one person alone, and a group."""

from typing import Any, ClassVar, cast

from django.db.models import Model

from events.models import EventPage, EventSession
from events.registration import services
from events.registration.booking.drafts import Draft, GroupDraft
from events.registration.booking.forms import QuestionsForm, StepForm, details_of, needs_of
from events.registration.booking.group_forms import ContactForm, PeopleForm
from events.registration.booking.summary import group_rows, summary_rows
from events.registration.models import GroupBooking, Registration
from events.registration.states import LIVE, State


class BookingWizard:
    """Pages of questions, the check of the answers, the booking, the confirmation.

    ``name`` begins the names of the wizard's routes, ``folder`` those of its templates; ``first``
    is its first step. ``open_to`` names the capacity states in which a session can be booked.
    """

    name: ClassVar[str]
    folder: ClassVar[str]
    first: ClassVar[str]
    draft: ClassVar[type[Draft]]
    open_to: ClassVar[frozenset[str]]

    def route(self, step: str) -> str:
        """Return the name of the route of ``step``."""
        return self.name if step == self.first else f"{self.name}_{step}"

    def url(self, page: EventPage, session: EventSession, step: str) -> str:
        """Return the address of ``step`` below ``page``."""
        return page.sub_url(self.route(step), session_id=session.pk)

    def is_open(self, session: EventSession) -> bool:
        """Return whether ``session`` can be booked with this wizard."""
        return session.capacity_state in self.open_to

    def summary(self, form: StepForm, url: str) -> list[dict[str, str]]:
        """Return the rows of the check page for a valid ``form``, which is changed at ``url``."""
        raise NotImplementedError

    def book(self, draft: Draft, session: EventSession) -> dict[str, Any]:
        """Book the answers of ``draft``; return the ids and the outcome for the confirmation.

        Raise the errors of the service that books.
        """
        raise NotImplementedError

    def booked(self, made: dict[str, Any]) -> Model | None:
        """Return the booking of ``made``, a result of ``book``; None if it is no longer live."""
        raise NotImplementedError


class SingleWizard(BookingWizard):
    """One person registers themselves."""

    name = "register"
    folder = ""
    first = "details"
    draft = Draft
    open_to = frozenset({"open", "waiting-list"})

    def summary(self, form: StepForm, url: str) -> list[dict[str, str]]:
        """Return one row for each answer."""
        return summary_rows(form, url)

    def book(self, draft: Draft, session: EventSession) -> dict[str, Any]:
        """Register the person."""
        questions = cast("QuestionsForm | None", draft.forms.get("questions"))
        booking = services.book(
            session_id=session.pk,
            details=details_of(draft.forms["details"], draft.forms["language"]),
            needs=needs_of(draft.forms["needs"]),
            answers=questions.answer_inputs() if questions else (),
            idempotency_key=draft.key,
            looks_automated=draft.looks_automated,
        )
        # A place may be offered before the form is sent again: the page is about the waiting list.
        waits = booking.outcome == State.OFFERED
        return {
            "session": session.pk,
            "registration": booking.registration.pk,
            "outcome": State.WAITLISTED if waits else booking.outcome,
        }

    def booked(self, made: dict[str, Any]) -> Registration | None:
        """Return the registration, None if it has been cancelled."""
        return Registration.objects.filter(pk=made["registration"], state__in=LIVE).first()


class GroupWizard(BookingWizard):
    """Somebody registers a group, which has places or none: it does not wait in a queue."""

    name = "register_group"
    folder = "group/"
    first = "contact"
    draft = GroupDraft
    open_to = frozenset({"open"})

    def summary(self, form: StepForm, url: str) -> list[dict[str, str]]:
        """Return one row for each answer of the contact, and one for each person."""
        return group_rows(form, url)

    def book(self, draft: Draft, session: EventSession) -> dict[str, Any]:
        """Register every person of the group, or none."""
        group = services.book_group(
            session_id=session.pk,
            contact=cast(ContactForm, draft.forms["contact"]).contact(),
            members=cast(PeopleForm, draft.forms["people"]).members(),
            idempotency_key=draft.key,
            looks_automated=draft.looks_automated,
        )
        outcome = services.granted(group.session)
        return {"session": session.pk, "group": group.pk, "outcome": outcome}

    def booked(self, made: dict[str, Any]) -> GroupBooking | None:
        """Return the group's booking, None if it has been deleted."""
        return GroupBooking.objects.select_related("contact").filter(pk=made["group"]).first()
