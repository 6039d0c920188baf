"""The sweep that beat runs every minute."""

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from events.models import EventSession
from events.registration import services, tasks
from events.registration.states import State
from tests import factories
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db


def test_beat_runs_it():
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.sweep_waiting_lists.name, tasks.forget_what_is_due.name} <= names


def test_does_everything_that_is_due():
    full = factories.session(capacity=1)
    first = registration(full)
    waiting = [registration(full) for _ in range(2)]
    services.cancel(registration_id=first.pk)  # and the process dies before it promotes
    held = factories.session(starts_at=factories.in_days(-2))

    tasks.sweep_waiting_lists()
    for row in (*waiting, held):
        row.refresh_from_db()
    assert [row.state for row in waiting] == [State.OFFERED, State.WAITLISTED]
    assert held.status == EventSession.Status.COMPLETED

    waiting[0].offers.update(expires_at=timezone.now())
    tasks.sweep_waiting_lists()
    for row in waiting:
        row.refresh_from_db()
    assert [row.state for row in waiting] == [State.LAPSED, State.OFFERED]


@pytest.mark.parametrize(
    ("locale", "subject", "says"),
    [
        ("en", "The offer of a place has run out: Risks", "please register again"),
        ("cy", "Mae’r cynnig o le wedi dod i ben: Risgiau", "cofrestrwch eto"),
    ],
)
def test_whoever_let_an_offer_run_out_is_told_once(drain, locale, subject, says):
    event = factories.event(title_en="Risks", title_cy="Risgiau")
    session = factories.session(event=event, capacity=1)
    first = registration(session)
    waits = registration(session, mail_locale=locale)
    services.cancel(registration_id=first.pk)
    tasks.sweep_waiting_lists()
    drain()
    mail.outbox.clear()

    waits.offers.update(expires_at=timezone.now())
    for _ in range(2):
        tasks.sweep_waiting_lists()
        drain()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([waits.email_key], subject)
    assert says in letter.body


def test_nobody_is_told_of_an_offer_once_the_session_has_begun(drain, time_machine):
    session = factories.session(capacity=1)
    first, _waits = registration(session), registration(session)
    services.cancel(registration_id=first.pk)
    tasks.sweep_waiting_lists()
    drain()
    mail.outbox.clear()

    time_machine.move_to(session.starts_at)
    tasks.sweep_waiting_lists()
    drain()
    assert mail.outbox == []
