"""What registration holds about a person, for the person to read."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from events.registration.models import GroupBooking, Registration
from events.registration.models.registration_fields import (
    CHOSEN_OR_TYPED,
    Place,
    label_of,
    needs_for,
    shown_for,
)
from gpx_site.core.models import Person
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy import audit_labels
from gpx_site.privacy.subject_access import Item, Section, exporter, item, items_of


@exporter
def export_registrations(person: Person) -> list[Section]:
    """Everything that hangs on the person's registrations, whichever session they are for."""
    needs = needs_for(Place.OWN_DATA)
    related = ("organisation", "role", "needs", "attendance")
    rows = list(
        Registration.objects.filter(person=person)
        .with_session()
        .select_related(*related)
        .prefetch_related("answers__question", "answers__option", "offers", "links")
        .order_by("created_at", "pk")
    )
    return [
        Section("registrations", _("Your registrations"), [_registration(row) for row in rows]),
        Section("needs", _("What you need to take part"), _one_each(rows, "needs", needs)),
        Section("answers", _("Your answers"), [record for row in rows for record in _answers(row)]),
        Section("attendance", _("Attendance"), _one_each(rows, "attendance", ATTENDANCE)),
        Section("offers", _("Places we offered you"), _many_each(rows, "offers", OFFERS)),
        Section("links", _("Links to your bookings"), _many_each(rows, "links", LINKS)),
        Section("messages", _("Emails to you"), _messages(rows)),
        Section("groups", _("Groups you registered"), _groups(person)),
        Section("changes", _("Who changed what"), _changes(person, rows)),
    ]


ATTENDANCE = ("outcome", "source", "walk_in", "recorded_at")
OFFERS = ("state", "offered_at", "expires_at")
LINKS = ("scope", "created_at", "expires_at", "revoked_at")


def _registration(row: Registration) -> list[Item]:
    either = {f"{name}_name": name for name in CHOSEN_OR_TYPED}
    shown = shown_for(Place.OWN_DATA)
    return [
        *items_of(row, *(name for name in shown if name not in either)),
        *(
            item(name, label_of(Registration, name), getattr(row, attribute))
            for attribute, name in either.items()
            if attribute in shown
        ),
    ]


def _groups(person: Person) -> list[list[Item]]:
    """The groups; who was in them is for each of those to ask."""
    rows = GroupBooking.objects.filter(contact=person).select_related("session__event")
    return [
        [
            item("session", _("Session"), row.session),
            *items_of(row, "size", "mail_locale", "created_at"),
        ]
        for row in rows
    ]


def _about(row: Registration) -> Item:
    """Which of the registrations a record belongs to."""
    return item("reference", _("Reference"), row.reference)


def _one_each(rows: Iterable[Registration], name: str, fields: Sequence[str]) -> list[list[Item]]:
    return [
        [_about(row), *items_of(getattr(row, name), *fields)]
        for row in rows
        if getattr(row, name, None)
    ]


def _many_each(rows: Iterable[Registration], name: str, fields: Sequence[str]) -> list[list[Item]]:
    return [
        [_about(row), *items_of(each, *fields)] for row in rows for each in getattr(row, name).all()
    ]


def _answers(row: Registration) -> list[list[Item]]:
    return [
        [
            _about(row),
            item("question", _("Question"), each.question),
            item("answer", _("Answer"), each.words),
        ]
        for each in row.answers.all()
    ]


def _messages(rows: Iterable[Registration]) -> list[list[Item]]:
    """The e-mails of the last weeks; older ones are forgotten."""
    references = {row.pk: row for row in rows}
    sent = OutboxMessage.objects.filter(
        kind="mail", payload__ids__registration__in=list(references)
    ).order_by("created_at", "pk")
    return [
        [
            _about(references[each.payload["ids"]["registration"]]),
            item(
                "kind",
                _("What"),
                each.payload["kind"],
                audit_labels.label_of(f"mail.{each.payload['kind']}"),
            ),
            *items_of(each, "state", "created_at", "finished_at"),
        ]
        for each in sent
    ]


def _changes(person: Person, rows: Iterable[Registration]) -> list[list[Item]]:
    """Each change, and whether one of our staff made it: who of them is for them to say."""
    return [
        [
            item("when", _("When"), entry.at),
            item("what", _("What"), entry.action, audit_labels.label_of(entry.action)),
            item("by_staff", _("By our staff"), entry.actor_id is not None),
        ]
        for entry in audit_labels.entries_about([person, *rows])
    ]
