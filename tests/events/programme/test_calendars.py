"""The programme and single sessions as calendar files that other programs read."""

import datetime as dt

import icalendar
import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from events.models import EventSession
from tests import factories
from tests.pages import read

pytestmark = pytest.mark.django_db
SUMMER = dt.datetime(2031, 7, 15, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def programme(site_tree):
    return factories.event_index(site_tree)


def feed(client, page) -> icalendar.Calendar:
    answer = client.get(f"{page.url}calendar.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content)


@pytest.mark.parametrize(
    ("language", "name", "place"),
    [
        ("en", "Good Practice Exchange events", "City Hall, Cathays Park, Cardiff, CF10 3ND"),
        (
            "cy",
            "Digwyddiadau’r Gyfnewidfa Arfer Da",
            "Neuadd y Ddinas, Parc Cathays, Caerdydd, CF10 3ND",
        ),
    ],
)
def test_two_parsers_read_the_programme_alike(client, programme, language, name, place):
    venue = factories.venue(name_en="City Hall", name_cy="Neuadd y Ddinas")
    session = factories.session(starts_at=SUMMER, venue=venue)
    pages = dict(zip(("en", "cy"), factories.event_pages(programme, session.event), strict=True))
    index = dict(zip(("en", "cy"), programme, strict=True))[language]
    calendar = feed(client, index)
    assert (calendar["method"], str(calendar["x-wr-calname"])) == ("PUBLISH", name)
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    (entry,) = calendar.walk("VEVENT")
    page = pages[language]
    assert (str(entry["summary"]), str(entry["location"])) == (page.title, place)
    assert entry["summary"].params["LANGUAGE"] == language
    assert str(entry["url"]) == f"http://testserver{page.url}"
    assert (str(entry["uid"]), entry["sequence"]) == (f"{session.uid}@testserver", 0)
    assert entry.start.isoformat() == "2031-07-15T10:30:00+01:00"

    other = vobject.readOne(client.get(f"{index.url}calendar.ics").content.decode())
    assert (other.method.value, other.x_wr_calname.value) == ("PUBLISH", name)
    assert (other.vevent.summary.value, other.vevent.location.value) == (page.title, place)
    assert other.vevent.dtstart.value == SUMMER
    assert other.vevent.dtend.value - other.vevent.dtstart.value == dt.timedelta(hours=3)


def test_it_names_nobody_and_leads_nowhere_secret(client, programme):
    session = factories.session(
        mode="online",
        join_url="https://meet.example.org/secret",
        joining_en="Key 7",
        joining_cy="Allwedd 7",
    )
    page, _twin = factories.event_pages(programme, session.event)
    for url in (f"{programme[0].url}calendar.ics", f"{page.url}session-{session.pk}.ics"):
        text = client.get(url).content.decode()
        assert "ATTENDEE" not in text
        assert "secret" not in text
        assert "Key 7" not in text
        assert "LOCATION;LANGUAGE=en:Online" in text


def test_what_was_called_off_says_so_and_what_is_long_over_goes(client, programme):
    event = factories.event()
    factories.event_pages(programme, event)
    for days, status in ((5, "scheduled"), (6, "cancelled"), (7, "postponed"), (-80, "completed")):
        factories.session(event=event, starts_at=factories.in_days(days), status=status)
    factories.session(event=event, starts_at=factories.in_days(-100), status="completed")
    untold = factories.session()  # an event without a page
    entries = feed(client, programme[0]).walk("VEVENT")
    assert sorted(str(entry["status"]) for entry in entries) == [
        "CANCELLED",
        "CONFIRMED",
        "CONFIRMED",
        "TENTATIVE",
    ]
    assert str(untold.uid) not in str(entries)


def test_a_session_has_a_file_of_its_own_linked_from_its_page(client, programme):
    session = factories.session()
    pages = factories.event_pages(programme, session.event)
    for page in pages:
        url = f"{page.url}session-{session.pk}.ics"
        assert url in read(client, page.url).hrefs
        (entry,) = icalendar.Calendar.from_ical(client.get(url).content).walk("VEVENT")
        assert str(entry["summary"]) == page.title
        assert f"{page.get_parent().url}calendar.ics" in read(client, page.get_parent().url).hrefs


def test_what_has_not_changed_is_not_sent_again(client, programme):
    session = factories.session()
    factories.event_pages(programme, session.event)
    url = f"{programme[0].url}calendar.ics"
    tag = client.get(url)["ETag"]
    known = client.get(url, headers={"If-None-Match": tag})
    assert (known.status_code, known.content) == (304, b"")
    EventSession.objects.filter(pk=session.pk).update(sequence=1)
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


def test_no_calendar_where_there_is_nothing_to_read(client, programme):
    session, other = factories.session(), factories.session()
    page, _twin = factories.event_pages(programme, session.event)
    factories.event_pages(programme, other.event)
    assert client.get(f"{page.url}session-{other.pk}.ics").status_code == 404
    assert client.get(f"{page.url}calendar.ics").status_code == 404
    assert client.get(f"{programme[0].url}session-{session.pk}.ics").status_code == 404
    assert client.post(f"{programme[0].url}calendar.ics").status_code == 405
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(f"{page.url}session-{session.pk}.ics").status_code == 404


def test_a_hundred_sessions_cost_as_many_queries_as_ten(client, programme):
    counts = []
    for before, rows in ((0, 10), (10, 100)):
        for made in range(before + 1, rows + 1):
            event = factories.event()
            factories.session(event=event, starts_at=factories.in_days(made))
            factories.event_pages(programme, event)
        feed(client, programme[0])
        with CaptureQueriesContext(connection) as captured:
            assert len(feed(client, programme[0]).walk("VEVENT")) == rows
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 6
