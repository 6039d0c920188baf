"""The calendar file: one UID for good, the right hour in winter and summer, no secret in it."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from events.models import EventSession
from events.programme.calendars import place_line
from events.registration.notifications.calendars import calendar_for
from tests import factories
from tests.events.registration import itip
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db


def entry(row, method="REQUEST") -> tuple[icalendar.Calendar, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(calendar_for(row, method).content)
    return calendar, calendar.walk("VEVENT")[0]


@pytest.mark.parametrize(
    ("starts_at", "hour", "ahead"),
    [
        (datetime(2031, 1, 15, 9, 30, tzinfo=UTC), 9, 0),
        (datetime(2031, 7, 15, 9, 30, tzinfo=UTC), 10, 1),
        (datetime(2031, 3, 30, 0, 30, tzinfo=UTC), 0, 0),  # half an hour before summer time
        (datetime(2031, 3, 30, 1, 30, tzinfo=UTC), 2, 1),
    ],
)
def test_the_hour_is_that_of_wales(starts_at, hour, ahead):
    calendar, event = entry(registration(factories.session(starts_at=starts_at)))
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event.start.hour == hour
    # The zone that is written into the file says the same as our own.
    zone = calendar.walk("VTIMEZONE")[0].to_tz()
    assert event.start.replace(tzinfo=zone).utcoffset() == timedelta(hours=ahead)


@pytest.mark.parametrize(
    ("starts_at", "hours"),
    [
        (datetime(2031, 3, 29, 23, 30, tzinfo=UTC), 3),  # 11:30pm to 3:30am: over the hour left out
        (datetime(2031, 10, 25, 22, 30, tzinfo=UTC), 3),  # 11:30pm to 1:30am, the second time
        (datetime(2031, 10, 26, 0, 30, tzinfo=UTC), 1),  # 1:30am to 1:30am
        (datetime(2031, 10, 26, 1, 30, tzinfo=UTC), 1),  # the second 1:30am to 2:30am
    ],
)
def test_two_parsers_find_the_moments_of_a_night_in_which_the_clocks_change(starts_at, hours):
    session = factories.session(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours))
    notice = itip.read(calendar_for(registration(session), "REQUEST").content.decode())
    assert (notice.starts, notice.ends) == (session.starts_at, session.ends_at)


def test_the_uid_stays_and_the_sequence_follows_the_session():
    session = factories.session()
    row = registration(session)
    _calendar, before = entry(row)
    EventSession.objects.filter(pk=session.pk).update(sequence=3)
    row.refresh_from_db()
    _calendar, after = entry(row, "CANCEL")
    assert before["uid"] == after["uid"] == f"{session.uid}@testserver"
    assert (before["sequence"], after["sequence"]) == (0, 3)
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")


def test_quotation_marks_in_a_name_do_no_harm():
    row = registration(factories.session(), name='Ann "Nan" Rhys; CN=x:mailto:b@example.org')
    _calendar, event = entry(row)
    assert event["attendee"].params["CN"] == "Ann 'Nan' Rhys; CN=x:mailto:b@example.org"
    assert str(event["attendee"]) == f"mailto:{row.email_key}"


def test_the_joining_address_is_not_in_it():
    online = factories.session(mode="online", join_url="https://meet.example.org/secret")
    content = calendar_for(registration(online), "REQUEST").content
    assert b"secret" not in content.replace(b"\r\n ", b"")


def test_a_place_is_one_line_that_says_nothing_twice():
    venue = factories.venue(
        name_en="South Quay", address_en="Harbour Drive,\nCardiff Bay, Cardiff", town_en="Cardiff"
    )
    assert place_line(factories.session(venue=venue)) == (
        "South Quay, Harbour Drive, Cardiff Bay, Cardiff, CF10 3ND"
    )
    assert place_line(factories.session(mode="online")) == "Online"
