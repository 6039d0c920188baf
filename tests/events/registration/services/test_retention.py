"""What the forms promise to forget is forgotten."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from events.models import Event, EventPage, EventSession
from events.registration import services, tasks
from events.registration.models import (
    Registration,
    RegistrationAnswer,
    RegistrationNeeds,
    RegistrationQuestion,
)
from events.registration.services import retention
from gpx_site.core.models import Person
from gpx_site.ops.tasks import purge_sessions
from tests import factories
from tests.events.registration.test_commands import every_text
from tests.factories.registrations import details

pytestmark = pytest.mark.django_db


def booked(days_ago: float, **fields) -> Registration:
    """Somebody who came to a session that ended so many days ago, first seen before it."""
    session = factories.session()
    row = services.book(
        session_id=session.pk, details=details(**fields), needs=services.Needs(access="A ramp")
    ).registration
    services.check_in(registration_id=row.pk)
    ended = factories.in_days(-days_ago)
    EventSession.objects.filter(pk=session.pk).update(
        starts_at=ended - timedelta(hours=3), ends_at=ended
    )
    Person.objects.filter(pk=row.person_id).update(created_at=ended - timedelta(days=30))
    return row


@pytest.fixture
def page(site_tree) -> EventPage:
    """The page of an event with one session open."""
    event = factories.event()
    factories.session(event=event)
    return factories.event_pages(factories.event_index(site_tree), event)[0]


def started(page: EventPage, **fields) -> Client:
    """A visitor who has filled in the first page of a form and left."""
    client = Client()
    answers = {"name": "Mari Rees", "email": "Unmistakable@Example.org"} | fields
    url = page.sub_url("register", session_id=page.event.sessions.get().pk)
    client.post(url, answers)
    return client


def test_needs_are_deleted_30_days_after_the_event():
    recent, old = booked(29.9), booked(30.1)
    tasks.forget_what_is_due()
    assert list(RegistrationNeeds.objects.values_list("registration", flat=True)) == [recent.pk]
    assert old.person.name


def test_names_and_addresses_are_removed_two_years_after_the_last_event():
    kept = booked(729)
    booked(731, name="Unmistakable Name", email="unmistakable@example.org")
    assert "nmistakable" in every_text()
    before = Registration.objects.attended().count()
    tasks.forget_what_is_due()
    assert "nmistakable" not in every_text()
    assert Registration.objects.attended().count() == before
    kept.refresh_from_db()
    assert kept.email_key
    assert Person.objects.known().count() == 1


def test_a_newer_booking_keeps_the_person():
    old = booked(1000, email="regular@example.org")
    services.book(session_id=factories.session().pk, details=details(email="regular@example.org"))
    assert services.purge_people() == 0
    old.refresh_from_db()
    assert old.name


def test_nobody_is_erased_twice():
    booked(1000)
    assert services.purge_people() == 1
    assert services.purge_people() == 0


@pytest.mark.parametrize(("kept", "days"), [(183, 182), (365, 364), (730, 729)])
def test_an_event_may_keep_names_and_addresses_for_less(kept, days):
    for_now, no_longer = booked(days), booked(days + 2)
    Event.objects.update(registrations_kept=kept)
    council = factories.organisation()
    Registration.objects.update(organisation=council)
    services.purge_registrations()
    for row in (for_now, no_longer):
        row.refresh_from_db()
    assert (bool(for_now.name), bool(for_now.email_key)) == (True, True)
    assert (no_longer.name, no_longer.email_key) == ("", "")
    assert (no_longer.organisation, no_longer.state) == (council, "confirmed")
    assert services.purge_people() == 1
    assert Person.objects.known().count() == 1


def test_a_question_may_keep_what_is_written_for_less():
    old, newer = booked(92), booked(31)
    for row in (old, newer):
        for slug, kept in (("month", 30), ("quarter", 91), ("as-long", None)):
            question = RegistrationQuestion.objects.create(
                event=row.session.event, slug=slug, kind="text", kept=kept
            )
            RegistrationAnswer.objects.create(registration=row, question=question, text="Words")
    assert services.purge()["answers"] == 3
    left = RegistrationAnswer.objects.values_list("registration", "question__slug")
    assert set(left) == {(old.pk, "as-long"), (newer.pk, "quarter"), (newer.pk, "as-long")}


@pytest.mark.parametrize(
    ("kept", "promise"),
    [(183, "six months after"), (365, "a year after"), (730, "two years after")],
)
def test_the_form_promises_what_its_event_keeps(client, page, kept, promise):
    Event.objects.update(registrations_kept=kept)
    url = page.sub_url("register", session_id=page.event.sessions.get().pk)
    assert promise in client.get(url).content.decode()


def test_what_was_forgotten_is_counted_in_the_log(caplog):
    booked(1000)
    caplog.set_level("INFO", logger="events.registration.tasks")
    tasks.forget_what_is_due()
    assert [record.getMessage() for record in caplog.records] == [
        f"retention: 1 of {what} forgotten"
        for what in ("needs", "registrations", "presses at the door", "people")
    ]


@pytest.mark.parametrize(
    ("route", "promise", "kept"),
    [
        ("register", "two years after the last event", timedelta(days=2 * 365)),
        ("register_needs", "30 days after it", timedelta(days=30)),
    ],
)
def test_the_form_promises_what_is_done(client, page, route, promise, kept):
    url = page.sub_url(route, session_id=page.event.sessions.get().pk)
    assert promise in client.get(url).content.decode()
    assert kept == (retention.PEOPLE_KEPT if route == "register" else retention.NEEDS_KEPT)


def test_a_form_that_was_never_sent_goes_with_its_session(page, time_machine):
    client = started(page)
    assert settings.SESSION_COOKIE_AGE == 24 * 3600
    purge_sessions()
    assert Session.objects.count() == 1
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    purge_sessions()
    assert not Session.objects.exists()
    assert client.cookies["sessionid"]["max-age"] == 24 * 3600


def test_erasing_somebody_deletes_the_forms_that_they_never_sent(page):
    started(page)
    started(page, email="somebody.else@example.org")
    services.book(
        session_id=factories.session().pk, details=details(email="unmistakable@example.org")
    )
    counts = retention.erase_person("unmistakable@example.org")
    assert counts["unsent forms deleted"] == 1
    (left,) = Session.objects.all()
    assert "somebody.else@example.org" in str(left.get_decoded())


def test_blanks_do_not_fill_the_session(page):
    started(page, name="Mari" + " " * 200_000 + "Rees")
    (row,) = Session.objects.all()
    assert len(str(row.get_decoded())) < 5000
