"""The letter to whoever ends a registration, or has it ended: it speaks of what there was."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from events.registration import services
from events.registration.states import State
from tests import factories
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db
TITLE = {"en": "Well managed risks", "cy": "Risgiau a reolir yn dda"}


def standing(state: State, language: str):
    """A registration in ``state``, by the road that leads there."""
    event = factories.event(title_en=TITLE["en"], title_cy=TITLE["cy"])
    session = factories.session(
        event=event, capacity=1, approval_required=state == State.PENDING_APPROVAL
    )
    first = None
    if state in (State.WAITLISTED, State.OFFERED):
        first = registration(session)
    row = services.book(session_id=session.pk, details=details(mail_locale=language)).registration
    if state == State.OFFERED:
        services.cancel(registration_id=first.pk)
        services.promote_waiting(session_id=session.pk)
        row.refresh_from_db()
    assert row.state == state
    return row


@pytest.mark.parametrize(
    ("state", "language", "subject", "words"),
    [
        (
            State.WAITLISTED,
            "en",
            "You have left the waiting list",
            "You have left the waiting list for this session.",
        ),
        (
            State.WAITLISTED,
            "cy",
            "Rydych wedi gadael y rhestr aros",
            "Rydych wedi gadael y rhestr aros ar gyfer y sesiwn hon.",
        ),
        (
            State.OFFERED,
            "en",
            "You have given up the place",
            "You have given up the place that we were holding for you.",
        ),
        (
            State.OFFERED,
            "cy",
            "Rydych wedi ildio’r lle",
            "Rydych wedi ildio’r lle yr oeddem yn ei gadw i chi.",
        ),
        (
            State.PENDING_APPROVAL,
            "en",
            "Your registration is withdrawn",
            "You have withdrawn your registration for this session.",
        ),
        (
            State.CONFIRMED,
            "en",
            "Your place is cancelled",
            "You have cancelled your place. Thank you for letting somebody else have it.",
        ),
    ],
)
def test_in_ones_own_name(drain, state, language, subject, words):
    row = standing(state, language)
    drain()
    mail.outbox.clear()
    services.cancel(registration_id=row.pk)
    drain()
    (letter,) = (each for each in mail.outbox if each.to == [row.email_key])
    assert letter.subject == f"{subject}: {TITLE[language]}"
    assert words in " ".join(letter.body.split())
    # Only what was in a diary is taken out of it.
    assert bool(letter.alternatives) == bool(letter.attachments) == (state == State.CONFIRMED)


@pytest.mark.parametrize("state", [State.WAITLISTED, State.OFFERED, State.PENDING_APPROVAL])
@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Your registration is cancelled"), ("cy", "Mae eich cofrestriad wedi’i ganslo")],
)
def test_by_staff_without_a_place(drain, state, language, subject):
    row = standing(state, language)
    drain()
    mail.outbox.clear()
    services.cancel(registration_id=row.pk, by_organiser=True)
    drain()
    (letter,) = (each for each in mail.outbox if each.to == [row.email_key])
    assert letter.subject == f"{subject}: {TITLE[language]}"
    assert not letter.alternatives


@pytest.mark.parametrize(
    ("language", "by_staff", "subject"),
    [
        ("en", True, "We have moved you to another session"),
        ("cy", True, "Rydym wedi eich symud i sesiwn arall"),
        ("en", False, "You have changed to another session"),
    ],
)
def test_a_move_says_who_made_it(drain, language, by_staff, subject):
    row = standing(State.CONFIRMED, language)
    drain()
    mail.outbox.clear()
    other = factories.session(event=row.session.event, starts_at=factories.in_days(30))
    staff = get_user_model().objects.create(username="staff") if by_staff else None
    services.move_registration(registration_id=row.pk, session_id=other.pk, actor=staff)
    drain()
    assert mail.outbox[0].subject == f"{subject}: {TITLE[language]}"
