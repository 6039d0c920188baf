"""Load people, their registrations and attendance.

Past sessions cannot be booked through the service: the rows are written in their final state, and
the counters of each session are then set from its rows.
"""

from django.utils import timezone

from events.models import AudienceRole, EventSession
from events.registration.models import Attendance, Registration
from events.registration.states import State
from gpx_site.core.models import Organisation, Person
from gpx_site.core.models.people import normalise_email
from gpx_site.demo.loader.content import Row, read, stable_uuid

FILLED_SHARE = 0.4
WAITING_WHEN_FULL = 3
#: The state and the outcome of a registration.
Booking = tuple[State, str]


def load_people() -> None:
    """Create the people of the demonstration."""
    organisations = Organisation.objects.in_bulk(field_name="slug")
    for row in read("people")["person"]:
        Person.objects.get_or_create(
            email_key=normalise_email(row["email"]),
            defaults={
                "name": row["name"],
                "organisation": organisations[row["organisation"]],
                "language": row["language"],
            },
        )


def load_registrations() -> None:
    """Register people for every session that has no registrations yet."""
    emails = [normalise_email(row["email"]) for row in read("people")["person"]]
    found = Person.objects.select_related("organisation").in_bulk(emails, field_name="email_key")
    people = [found[email] for email in emails]
    roles = list(AudienceRole.objects.order_by("slug"))
    number = 0
    for event in read("events")["event"]:
        for row in event["session"]:
            session = EventSession.objects.get(uid=stable_uuid(row["key"]))
            number += 7  # each session starts with another person
            order = people[number % len(people) :] + people[: number % len(people)]
            if not session.registrations.exists():
                _load_session(session, row, order, roles)


def _load_session(
    session: EventSession, row: Row, people: list[Person], roles: list[AudienceRole]
) -> None:
    bookings = _past(row["attendance"]) if "attendance" in row else _upcoming(session, row)
    made = [
        _registration(session, person, state, roles[position % len(roles)], position)
        for position, (person, (state, _)) in enumerate(zip(people, bookings, strict=False))
    ]
    Registration.objects.bulk_create(made)
    outcomes = [outcome for _, outcome in bookings[: len(made)]]
    Attendance.objects.bulk_create(
        Attendance(
            registration=registration,
            outcome="no_show" if outcome == "no_show" else "attended",
            walk_in=outcome == "walk_in",
            source=Attendance.Source.MANUAL,
        )
        for registration, outcome in zip(made, outcomes, strict=True)
        if outcome
    )
    EventSession.objects.filter(pk=session.pk).update(
        places_taken=session.registrations.holding_place().count(),
        queue_len=session.registrations.waiting().count(),
    )


def _past(attendance: Row) -> list[Booking]:
    """Return the state and the outcome of each booking of a past session, walk-ins last."""
    never_offered = attendance.get("never_offered", 0)
    confirmed = attendance["booked"] - attendance["cancelled"] - never_offered
    came = attendance["attended"]
    return [
        *[(State.CONFIRMED, "attended")] * came,
        *[(State.CONFIRMED, "no_show")] * (confirmed - came),
        *[(State.CANCELLED_BY_ATTENDEE, "")] * attendance["cancelled"],
        *[(State.WAITLISTED, "")] * never_offered,
        *[(State.CONFIRMED, "walk_in")] * attendance["walk_ins"],
    ]


def _upcoming(session: EventSession, row: Row) -> list[Booking]:
    """Return the bookings of a future session; with ``fill`` all places and some waiting."""
    if session.by_others or session.capacity is None:
        return []
    if row.get("fill"):
        waiting: list[Booking] = [(State.WAITLISTED, "")] * WAITING_WHEN_FULL
        return [(State.CONFIRMED, "")] * session.capacity + waiting
    return [(State.CONFIRMED, "")] * int(session.capacity * FILLED_SHARE)


def _registration(
    session: EventSession, person: Person, state: str, role: AudienceRole, position: int
) -> Registration:
    unknown = person.language == Person.Language.UNKNOWN
    booked_at = timezone.now()
    return Registration(
        session=session,
        person=person,
        name=person.name,
        email_key=person.email_key,
        organisation=person.organisation,
        role=role,
        state=state,
        mail_locale=Registration.MailLocale.BOTH if unknown else person.language,
        wants_welsh_at_event=person.language == Person.Language.WELSH,
        source=Registration.Source.PHONE if position % 9 == 0 else Registration.Source.WEB,
        queued_at=booked_at if state == State.WAITLISTED else None,
    )
