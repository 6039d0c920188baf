"""The count of who wishes to use Welsh, and the warning that translation is owed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.registration import services
from events.registration.language_demand import LanguageDemand
from tests import factories
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db

SESSIONS = "wagtailsnippets_events_eventsession:list"
LIST = "wagtailsnippets_registration_registration:list"


def filled(wishing: int, others: int, **fields):
    session = factories.session(capacity=None, **fields)
    for number in range(wishing + others):
        registration(session, wants_welsh_at_event=number < wishing)
    return session


@pytest.mark.parametrize(
    ("wishing", "people", "owed", "share"),
    [
        (0, 0, False, "-"),
        (0, 20, False, "0%"),
        (1, 200, False, "<1%"),
        (199, 200, True, "99%"),
        (1, 11, False, "9%"),
        (1, 10, True, "10%"),
        (2, 20, True, "10%"),
        (9, 91, False, "9%"),
        (5, 5, True, "100%"),
    ],
)
def test_translation_is_owed_from_a_tenth(wishing, people, owed, share):
    wishes = LanguageDemand(wishing, people)
    assert (wishes.reaches_threshold, wishes.share) == (owed, share)


def test_is_shown_on_the_sessions_and_on_their_registrations(client):
    due, fine, arranged = filled(1, 9), filled(1, 10), filled(1, 1, translation_provided=True)
    sessions = client.get(reverse(SESSIONS)).content.decode()
    assert "1 of 10 (10%): arrange simultaneous translation" in sessions
    assert "1 of 11 (9%)" in sessions
    assert "1 of 2 (50%)" in sessions
    assert sessions.count("arrange simultaneous translation") == 1
    for session, warned in ((due, True), (fine, False), (arranged, False)):
        page = client.get(reverse(LIST) + f"?session={session.pk}").content.decode()
        assert ("simultaneous translation must be arranged" in page) == warned
        assert "wish to use Welsh at this session" in page


def test_those_who_have_cancelled_do_not_count(client):
    session = filled(1, 1)
    gone = session.registrations.get(wants_welsh_at_event=True)
    services.cancel(registration_id=gone.pk)
    assert "(50%)" not in client.get(reverse(SESSIONS)).content.decode()


def test_the_sessions_cost_the_same_for_10_and_100(client):
    costs = []
    for number in (10, 10, 100):
        event = factories.event()
        for n in range(number):
            starts_at = factories.in_days(10 + n)
            registration(factories.session(event=event, starts_at=starts_at))
        url = reverse(SESSIONS) + f"?event={event.pk}&p=1"
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        assert len(page.context["object_list"]) == min(number, 50)
        costs.append(len(queries))
    assert costs[1] == costs[2]


class TestLetter:
    def test_goes_once_to_events_managers_before_the_deadline(self, as_group, drain):
        manager = as_group("Events managers")
        closes_at = timezone.now() + timedelta(days=13)
        session = filled(1, 9, starts_at=factories.in_days(20), closes_at=closes_at)
        filled(1, 9, starts_at=factories.in_days(40))  # its deadline is far
        filled(1, 10)  # fewer than a tenth
        filled(1, 1, translation_provided=True)
        drain()
        mail.outbox.clear()
        assert services.enqueue_translation_warnings() == 1
        assert services.enqueue_translation_warnings() == 0
        drain()
        (letter,) = mail.outbox
        assert letter.to == [manager.email]
        assert letter.subject.endswith(f"Translation is needed: {session.event.title_en}")
        assert "So far 1 of 10 (10%) wish to use Welsh" in " ".join(letter.body.split())
        assert f"/admin/snippets/events/eventsession/edit/{session.pk}/" in letter.body

    def test_is_dropped_once_translation_is_arranged(self, as_group, drain):
        as_group("Events managers")
        session = filled(1, 1, starts_at=factories.in_days(10))
        drain()
        mail.outbox.clear()
        services.enqueue_translation_warnings()
        services.change_session(session_id=session.pk, changes={"translation_provided": True})
        drain()
        assert mail.outbox == []
