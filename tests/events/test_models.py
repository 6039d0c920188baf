"""The facts of events: where a session is, and what its page may say of it."""

import datetime as dt

import pytest
from django.utils.translation import override

from events.models import EventRole, EventSession
from events.templatetags.event_tags import session_languages, session_state
from tests import factories

pytestmark = pytest.mark.django_db
ONLINE = EventSession.Mode.ONLINE


def test_a_session_is_in_a_town_or_online():
    in_person, online = factories.session(), factories.session(mode=ONLINE)
    assert [str(in_person.place), str(online.place)] == ["Cardiff", "Online"]
    with override("cy"):
        assert in_person.place == "Caerdydd"


@pytest.mark.parametrize(
    ("fields", "counters", "text"),
    [
        ({}, {}, "Places available"),
        ({"capacity": None}, {"places_taken": 900}, "Places available"),
        ({"capacity": 1}, {"places_taken": 1}, "Waiting list"),
        ({"capacity": 5}, {"places_taken": 1, "queue_len": 1}, "Waiting list"),
        ({"capacity": 1, "waiting_list": False}, {"places_taken": 1}, "Full"),
        ({"opens_at": factories.in_days(1)}, {}, "Registration not yet open"),
        ({"closes_at": factories.in_days(-1)}, {}, "Registration closed"),
        ({"status": "cancelled"}, {}, "Cancelled"),
        ({"status": "postponed"}, {}, "Postponed"),
        ({"starts_at": factories.in_days(-2)}, {}, None),
    ],
)
def test_the_state_that_the_public_is_told(fields, counters, text):
    session = factories.session(**fields)
    EventSession.objects.filter(pk=session.pk).update(**counters)
    session.refresh_from_db()
    assert session_state(session).get("text") == text


def test_languages_and_help():
    session = factories.session(
        delivery_language="cy", translation_provided=True, captions_provided=True
    )
    assert session_languages(session) == ["In Welsh", "Simultaneous translation", "Live captions"]


def test_roles_are_kept_in_order():
    event = factories.event()
    people = [factories.contributor() for _ in range(3)]
    for position, person in enumerate(reversed(people)):
        EventRole.objects.create(event=event, part="speaker", contributor=person, position=position)
    assert [role.contributor for role in event.roles.all()] == people[::-1]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Well managed risks (6 September 2027, 9:30am)"),
        ("cy", "Risgiau a reolir yn dda (6 Medi 2027, 9:30am)"),
    ],
)
def test_a_session_is_named_by_its_date_in_words(language, words):
    event = factories.event(title_en="Well managed risks", title_cy="Risgiau a reolir yn dda")
    starts = dt.datetime(2027, 9, 6, 8, 30, tzinfo=dt.UTC)
    with override(language):
        assert str(factories.session(event=event, starts_at=starts)) == words
