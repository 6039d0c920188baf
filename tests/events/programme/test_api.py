"""The programme for other people's software."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import AudienceRole, EventSession
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/api/events/"


@pytest.fixture
def programme(site_tree):
    return factories.event_index(site_tree)


def told(programme, *starts, **fields):
    """An event with pages, and a session at each of ``starts``."""
    event = factories.event(**fields)
    for start in starts:
        factories.session(event=event, starts_at=start)
    factories.event_pages(programme, event)
    return event


def slugs(client, **asked) -> list[str]:
    answer = client.get(URL, asked)
    assert answer.status_code == 200, answer.content
    return [event["slug"] for event in answer.json()["events"]]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_an_event_with_its_sessions(client, programme, language):
    start = dt.datetime(2031, 7, 15, 9, 30, tzinfo=dt.UTC)
    event = told(programme, start, kind="webinar", title_en="Risk", title_cy="Risg", slug="risk")
    session = event.sessions.get()
    answer = client.get(URL, {"lang": language}).json()
    (found,) = answer.pop("events")
    assert answer == {"language": language, "total": 1, "page": 1, "pages": 1}
    assert (found["slug"], found["title"]) == ("risk", {"en": "Risk", "cy": "Risg"}[language])
    assert found["urls"] == {
        "cy": "http://testserver/cy/digwyddiadau/risk-cy/",
        "en": "http://testserver/en/events/risk/",
    }
    assert found["url"] == found["urls"][language]
    (shown,) = found["sessions"]
    assert shown["venue"]["town"] == {"en": "Cardiff", "cy": "Caerdydd"}[language]
    assert (shown["id"], shown["uid"]) == (session.pk, str(session.uid))
    assert shown["starts"] == "2031-07-15T10:30:00+01:00"
    assert (shown["timezone"], shown["capacity_state"]) == ("Europe/London", "open")


def test_nobody_learns_who_comes_or_how_to_join(client, programme):
    event = told(programme, factories.in_days(3))
    EventSession.objects.filter(event=event).update(
        places_taken=17, queue_len=13, join_url="https://meet.example.org/secret"
    )
    (found,) = client.get(URL).json()["events"]
    assert found["sessions"][0]["capacity_state"] == "waiting-list"
    assert {"places_taken", "queue_len", "join_url", "capacity"}.isdisjoint(found["sessions"][0])
    assert b"secret" not in client.get(URL).content


def test_filters(client, programme):
    september = dt.datetime(2031, 9, 6, 9, tzinfo=dt.UTC)
    october = dt.datetime(2031, 10, 7, 9, tzinfo=dt.UTC)
    risk = told(programme, october, september, slug="risk", kind="webinar")
    told(programme, october, slug="data")
    told(programme, factories.in_days(-30), slug="past")
    factories.session(event=factories.event(slug="untold"))
    topic = factories.topic()
    risk.topics.add(topic)
    risk.audience.add(AudienceRole.objects.create(slug="finance", name_en="Finance", name_cy="C"))
    assert slugs(client) == ["risk", "data"]
    assert slugs(client, kind="webinar") == ["risk"]
    assert slugs(client, topic=topic.slug) == ["risk"]
    assert slugs(client, role="finance") == ["risk"]
    assert slugs(client, **{"from": "2031-09-07"}) == ["risk", "data"]
    assert slugs(client, **{"from": "2031-09-06", "to": "2031-09-06"}) == ["risk"]
    assert slugs(client, to="2030-01-01") == ["past"]
    answer = client.get(URL, {"from": "2031-09-06", "to": "2031-09-06"}).json()
    assert len(answer["events"][0]["sessions"]) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lang", "fr"),
        ("from", "tomorrow"),
        ("from", "2031-06-31"),
        ("to", "0001-01-01"),
        ("kind", "party"),
        ("topic", "nothing"),
        ("role", "\x00"),
        ("page", "0"),
        ("page", "2"),
        ("page", "٣"),
        ("page", "9" * 30),
    ],
)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_makes_no_sense_is_named(client, programme, field, value, language):
    answer = client.get(URL, {"lang": language, field: value})
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert answer.json()["error"].endswith(".")


def test_the_days_in_the_wrong_order(client, programme):
    answer = client.get(URL, {"from": "2031-02-02", "to": "2031-02-01", "lang": "cy"})
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "Mae’r diwrnod olaf yn gynharach na’r cyntaf.",
        "field": "to",
    }


def test_what_has_not_changed_is_not_sent_again(client, programme):
    event = told(programme, factories.in_days(3))
    tag = client.get(URL)["ETag"]
    assert client.get(URL, headers={"If-None-Match": tag}).status_code == 304
    EventSession.objects.filter(event=event).update(places_taken=20)  # full: the list is open
    assert client.get(URL, headers={"If-None-Match": tag}).status_code == 200
    assert client.post(URL).status_code == 405


def test_too_many_requests(client, programme, monkeypatch):
    monkeypatch.setitem(settings.RATE_LIMITS, "events-api", (1, 60))
    assert client.get(URL).status_code == 200
    answer = client.get(URL)
    assert (answer.status_code, answer.json()["field"]) == (429, "")
    assert 0 < int(answer["Retry-After"]) <= 60


def test_a_hundred_events_cost_as_many_queries_as_ten(client, programme):
    counts = []
    for before, rows in ((0, 10), (10, 100)):
        for made in range(before + 1, rows + 1):
            event = told(programme, factories.in_days(made), factories.in_days(made + 200))
            event.topics.add(factories.topic())
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(URL).json()
        assert (answer["total"], len(answer["events"])) == (rows, min(rows, 20))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8
