"""The answers of a registration form between its pages, kept in the visitor's own session.

They survive a switch of language, the back button and a session that closes meanwhile. They belong
to the event, so that another of its sessions can be chosen without typing them again. They are
deleted as soon as the registration is made, and otherwise with the visitor's session, after a day.
"""

import secrets
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.contrib.sessions.models import Session
from django.http import HttpRequest

from events.registration.booking.forms import StepForm, steps_of
from events.registration.booking.group_forms import SMALLEST, ContactForm, PeopleForm
from gpx_site.core.models import Person
from gpx_site.core.models.people import normalise_email
from gpx_site.privacy import erasure

if TYPE_CHECKING:
    from events.registration.booking.forms import AskingSession

#: Nobody reads and fills in the form faster than this.
HUMAN_SECONDS = 3
PREFIX = "registration-"


class Draft:
    """One visitor's answers about one event."""

    prefix = PREFIX
    #: The page with the honeypot.
    trap = "details"

    def __init__(self, request: HttpRequest, session: "AskingSession") -> None:
        self._store = request.session
        self._name = f"{self.prefix}{session.event_id}"
        self._session = session
        self._content = self._store.get(self._name) or {}
        self.steps = self._steps()

    def _steps(self) -> dict[str, type[StepForm]]:
        return steps_of(self._session)

    def form(self, step: str, *args: Any, **options: Any) -> StepForm:
        """Return the form of one page."""
        return self.steps[step](*args, **self.options(step), **options)

    def options(self, step: str) -> dict[str, Any]:
        """Return the arguments of the form of one page."""
        return {"session": self._session}

    def addresses(self) -> list[str]:
        """Return every address that gets an e-mail."""
        return [self.forms["details"].cleaned_data["email"]]

    @property
    def key(self) -> str:
        """The idempotency key, under which one registration for this session is made."""
        begun = self._content.get("key")
        return f"{begun}{self._session.pk}" if begun else ""

    @property
    def looks_automated(self) -> bool:
        """Whether the honeypot was filled in, or the form faster than HUMAN_SECONDS."""
        trapped = bool(self.answers(self.trap).get("website"))
        return trapped or time.time() - self._content.get("started", 0) < HUMAN_SECONDS

    def start(self) -> None:
        """Begin the draft unless it has been begun."""
        if not self._content:
            self._content = {"key": secrets.token_hex(16), "started": time.time(), "answers": {}}
            self._save()

    def answers(self, step: str) -> dict[str, str | list[str]]:
        """Return the answers of the page ``step``; empty before it is answered."""
        answers: dict[str, str | list[str]] = self._content.get("answers", {}).get(step, {})
        return answers

    def keep(self, step: str, form: StepForm) -> None:
        """Store the answers of one page."""
        self.start()
        self._content["answers"][step] = form.answers()
        self._save()

    @cached_property
    def forms(self) -> dict[str, StepForm]:
        """Each page with its answers, in order."""
        return {step: self.form(step, self.answers(step)) for step in self.steps}

    def first_unfinished(self) -> str | None:
        """Return the first page without valid answers, or None."""
        answered = self._content.get("answers", {})
        for step, form in self.forms.items():
            if step not in answered or not form.is_valid():
                return step
        return None

    def forget(self) -> None:
        """Delete the answers."""
        self._store.pop(self._name, None)

    def _save(self) -> None:
        self._store[self._name] = self._content


class GroupDraft(Draft):
    """The answers of the contact of a group."""

    prefix = f"{PREFIX}group-"
    trap = "contact"

    def _steps(self) -> dict[str, type[StepForm]]:
        return {"contact": ContactForm, "people": PeopleForm}

    def options(self, step: str) -> dict[str, Any]:
        """Return the arguments of the form of one page; the people page also takes their number."""
        options = super().options(step)
        return options | {"size": self._size()} if step == "people" else options

    def _size(self) -> int:
        chosen = str(self.answers("contact").get("size", ""))
        return int(chosen) if chosen in dict(ContactForm.SIZES) else SMALLEST

    def addresses(self) -> list[str]:
        """Return every address that gets an e-mail."""
        members = cast(PeopleForm, self.forms["people"]).members()
        return [self.forms["contact"].cleaned_data["email"], *(each.email for each in members)]


@erasure.eraser
def erase_drafts(person: Person) -> dict[str, int]:
    """Delete the sessions in which somebody has typed this person's address into a form."""
    theirs = [row.pk for row in Session.objects.iterator() if _names_address(row, person.email_key)]
    Session.objects.filter(pk__in=theirs).delete()
    return {"unsent forms deleted": len(theirs)}


def _names_address(row: Session, address: str) -> bool:
    drafts = (each for name, each in row.get_decoded().items() if name.startswith(PREFIX))
    typed = (
        answer
        for draft in drafts
        for step in draft.get("answers", {}).values()
        for name, answer in step.items()
        if name.startswith("email")
    )
    return any(normalise_email(answer) == address for answer in typed)
