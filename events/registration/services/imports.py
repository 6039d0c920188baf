"""Import bookings from a file: the outcome of each row, then carry it out once."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import AudienceRole, EventSession
from events.registration.fields import AddressField, LineField
from events.registration.models import BookingImport, Registration
from events.registration.parsers.booking_csv import Row, fingerprint, read
from events.registration.services import capacity
from events.registration.services.booking import Details, book
from events.registration.services.errors import RegistrationClosed, SessionFull
from events.registration.services.state_machine import Actor
from events.registration.states import State
from gpx_site.core.models import Organisation, OrganisationAlias, Person
from gpx_site.core.models.people import normalise_email, normalise_name
from gpx_site.privacy import erasure
from gpx_site.privacy.models import AuditEntry

#: How long a file that nobody carries out is kept.
RETENTION = timedelta(days=1)
MailLocale = Registration.MailLocale
LANGUAGES = {
    "": MailLocale.BOTH,
    **dict.fromkeys(("cy", "welsh", "cymraeg"), MailLocale.WELSH),
    **dict.fromkeys(("en", "english", "saesneg"), MailLocale.ENGLISH),
    **dict.fromkeys(
        ("both", "welsh and english", "y ddwy", "cymraeg a saesneg", "dwyieithog"),
        MailLocale.BOTH,
    ),
}
YES_NO = {
    **dict.fromkeys(("", "no", "n", "na", "nac oes", "false", "0"), False),
    **dict.fromkeys(("yes", "y", "ie", "oes", "ydw", "hoffwn", "true", "1"), True),
}


class RowOutcome(models.TextChoices):
    """The outcome of a row."""

    NEW = "new", _("Has a place")
    WAITING = "waiting", _("Joins the waiting list")
    DUPLICATE = "duplicate", _("Registered already")
    REPEATED = "repeated", _("In the file twice")
    INVALID = "invalid", _("Cannot be read")
    UNKNOWN_SESSION = "unknown_session", _("No such session")
    CLOSED = "closed", _("The session takes no registrations")
    FULL = "full", pgettext_lazy("import", "The session is full")


#: The outcomes with which a row is carried out.
GOOD = (RowOutcome.NEW, RowOutcome.WAITING)


class _RowForm(forms.Form):
    """What a registration must have, wherever it comes from."""

    name = LineField(
        max_length=150,
        error_messages={
            "required": _("The name is missing."),
            "max_length": _("The name is longer than 150 characters."),
        },
    )
    email = AddressField(
        max_length=254,
        error_messages={
            "required": _("The email address is missing."),
            "invalid": _("This is not an email address."),
            "max_length": _("The email address is longer than 254 characters."),
        },
    )
    organisation = LineField(
        max_length=150,
        required=False,
        error_messages={"max_length": _("The organisation is longer than 150 characters.")},
    )
    role = LineField(
        max_length=150,
        required=False,
        error_messages={"max_length": _("The role is longer than 150 characters.")},
    )
    language = forms.CharField(required=False)
    welsh = forms.CharField(required=False)

    def clean_language(self) -> str:
        """Whichever way it is written; unknown is both."""
        problem = _("Write “cy”, “en” or “both”.")
        return str(_known(LANGUAGES, self.cleaned_data["language"], problem))

    def clean_welsh(self) -> bool:
        """Yes or no, in either language."""
        return bool(_known(YES_NO, self.cleaned_data["welsh"], _("Write “yes” or “no”.")))


def _known(words: dict[str, Any], given: str, problem: Any) -> Any:
    key = normalise_name(given)
    if key not in words:
        raise forms.ValidationError(problem)
    return words[key]


@dataclass(frozen=True, kw_only=True)
class ValidatedRow:
    """A row, its outcome now, and the reason where it cannot be read."""

    row: Row
    outcome: RowOutcome
    reasons: tuple[str, ...] = ()
    session: EventSession | None = None
    details: Details | None = None


def upload(
    *, content: bytes, session: EventSession | None = None, actor: Actor = None
) -> BookingImport:
    """Read a file and keep it to be looked at; rows that name no session are for ``session``.

    Raises:
        FileRefused: it cannot be read.
    """
    rows = read(content)
    if session:
        rows = [row if row.session else replace(row, session=str(session.pk)) for row in rows]
    file_hash = fingerprint(content)
    validated = validate_rows(rows, file_hash=file_hash)
    return BookingImport.objects.create(
        file_hash=file_hash,
        rows=[each.row.as_json() | {"good": each.outcome in GOOD} for each in validated],
        uploaded_by=actor,
    )


def rows_of(booking_import: BookingImport) -> list[Row]:
    """Return the rows that were read from the file."""
    return [
        Row(**{name: value for name, value in each.items() if name != "good"})
        for each in booking_import.rows
    ]


def validate_rows(rows: Sequence[Row], *, file_hash: str) -> list[ValidatedRow]:
    """Return the outcome of each row if the file were carried out now.

    A fixed number of queries, however many rows there are.
    """
    return _RowValidator(rows, file_hash).validate_rows()


class _RowValidator:
    """One look at a file, with all that it needs fetched beforehand."""

    def __init__(self, rows: Sequence[Row], file_hash: str) -> None:
        self.rows = rows
        self.file_hash = file_hash
        numbers = {int(row.session) for row in rows if _is_number(row.session)}
        sessions = EventSession.objects.select_related("event", "venue").filter(pk__in=numbers)
        self.sessions = {str(each.pk): each for each in sessions}
        known = Registration.objects.filter(session__in=sessions)
        self.live = set(known.live().values_list("session_id", "email_key"))
        self.keys = set(known.values_list("idempotency_key", flat=True))
        self.organisations = _directory()
        self.roles = {
            normalise_name(name): role
            for role in AudienceRole.objects.all()
            for name in (role.name_en, role.name_cy)
        }
        self.left = {pk: each.places_left for pk, each in self.sessions.items()}
        self.seen: set[tuple[int, str]] = set()

    def validate_rows(self) -> list[ValidatedRow]:
        return [self._row(row) for row in self.rows]

    def _row(self, row: Row) -> ValidatedRow:
        form = _RowForm({name: getattr(row, name) for name in _RowForm.base_fields})
        if not form.is_valid():
            reasons = tuple(str(each) for errors in form.errors.values() for each in errors)
            return ValidatedRow(row=row, outcome=RowOutcome.INVALID, reasons=reasons)
        session = self.sessions.get(str(int(row.session)) if _is_number(row.session) else "")
        if session is None:
            return ValidatedRow(row=row, outcome=RowOutcome.UNKNOWN_SESSION)
        details = self._details(form.cleaned_data)
        outcome = self._outcome(row, session, details)
        return ValidatedRow(row=row, outcome=outcome, session=session, details=details)

    def _details(self, given: dict[str, Any]) -> Details:
        organisation = self.organisations.get(normalise_name(given["organisation"]))
        return Details(
            name=given["name"],
            email=given["email"],
            mail_locale=given["language"],
            wants_welsh_at_event=given["welsh"],
            organisation=organisation,
            organisation_text=given["organisation"],
            role=self.roles.get(normalise_name(given["role"])),
            role_text=given["role"],
        )

    def _outcome(self, row: Row, session: EventSession, details: Details) -> RowOutcome:
        who = (session.pk, normalise_email(details.email))
        if who in self.seen:
            return RowOutcome.REPEATED
        self.seen.add(who)
        if who in self.live or row_key(self.file_hash, row, session) in self.keys:
            return RowOutcome.DUPLICATE
        if session.status not in capacity.TAKES_STAFF_BOOKINGS:
            return RowOutcome.CLOSED
        left = self.left[str(session.pk)]
        if left is None or left > 0:
            self.left[str(session.pk)] = None if left is None else left - 1
            return RowOutcome.NEW
        waits = session.waiting_list and session.status == EventSession.Status.SCHEDULED
        return RowOutcome.WAITING if waits else RowOutcome.FULL


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _directory() -> dict[str, Organisation]:
    """Return every organisation by each of its names."""
    found = {
        normalise_name(name): organisation
        for organisation in Organisation.objects.all()
        for name in (organisation.name_en, organisation.name_cy)
    }
    aliases = OrganisationAlias.objects.select_related("organisation")
    return found | {alias.name_key: alias.organisation for alias in aliases}


def row_key(file_hash: str, row: Row, session: EventSession) -> str:
    """The idempotency key of one row: the same line of the same file is one registration."""
    return hashlib.sha256(f"{file_hash}:{row.line}:{session.pk}".encode()).hexdigest()


def carry_out(*, import_id: int, actor: Actor = None) -> BookingImport:
    """Book every row that was shown as good, and report what became of each row.

    Each row in a transaction of its own, under a key of its own: to do it again, after a crash or
    by a double click, books nobody twice. What was read is forgotten at the end.

    Raises:
        BookingImport.DoesNotExist: there is no such import, or it was given up after a day.
    """
    kept = BookingImport.objects.get(pk=import_id)
    if kept.carried_out_at:
        return kept
    good = {each["line"] for each in kept.rows if each["good"]}
    validated = validate_rows(rows_of(kept), file_hash=kept.file_hash)
    report = [_carry_out_row(kept, each, each.row.line in good, actor) for each in validated]
    unfinished = BookingImport.objects.filter(pk=kept.pk, carried_out_at=None)
    if unfinished.update(rows=[], report=report, carried_out_at=timezone.now()):
        outcomes = Counter(each["outcome"] for each in report)
        AuditEntry.record(kept, "bookings.imported", actor=actor, **outcomes)
    return BookingImport.objects.get(pk=kept.pk)


def _carry_out_row(
    kept: BookingImport, validated: ValidatedRow, was_good: bool, actor: Actor
) -> dict[str, Any]:
    """Book one row; return its line in the report."""
    said: dict[str, Any] = {"line": validated.row.line, "outcome": validated.outcome.value}
    if validated.reasons:
        said["reasons"] = list(validated.reasons)
    if not (was_good and validated.session and validated.details):
        return said
    key = row_key(kept.file_hash, validated.row, validated.session)
    try:
        booking = book(
            session_id=validated.session.pk,
            details=validated.details,
            source=Registration.Source.IMPORT,
            created_by=actor,
            idempotency_key=key,
        )
    except EventSession.DoesNotExist:
        return said | {"outcome": RowOutcome.UNKNOWN_SESSION.value}
    except RegistrationClosed:
        return said | {"outcome": RowOutcome.CLOSED.value}
    except SessionFull:
        return said | {"outcome": RowOutcome.FULL.value}
    waits = booking.outcome == State.WAITLISTED
    outcome = RowOutcome.WAITING if waits else RowOutcome.NEW
    if booking.registration.idempotency_key != key:
        outcome = RowOutcome.DUPLICATE
    return said | {"outcome": outcome.value, "registration": booking.registration.pk}


def purge_imports() -> int:
    """Delete files that nobody carried out within a day; return how many."""
    old = BookingImport.objects.filter(
        carried_out_at=None, uploaded_at__lt=timezone.now() - RETENTION
    )
    return old.delete()[0]


@erasure.eraser
def erase_from_imports(person: Person) -> dict[str, int]:
    """Delete the rows of pending files in which the person is named."""
    changed = 0
    for kept in BookingImport.objects.filter(carried_out_at=None):
        others = [row for row in kept.rows if normalise_email(row["email"]) != person.email_key]
        if len(others) < len(kept.rows):
            BookingImport.objects.filter(pk=kept.pk).update(rows=others)
            changed += 1
    return {"files of bookings changed": changed}


def counts(outcomes: Iterable[str]) -> list[tuple[RowOutcome, int]]:
    """Return the number of rows of each outcome, in the order of the outcomes."""
    found = Counter(outcomes)
    return [(outcome, found[outcome.value]) for outcome in RowOutcome if found[outcome.value]]
