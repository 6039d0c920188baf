"""The numbers of a programme, against cases counted by hand."""

import pytest

from events.evaluation.metrics.programme import Booking, Standing, by_event, programme_numbers
from events.evaluation.metrics.rounding import NoAnswers


def booking(person: int, **fields) -> Booking:
    return Booking(
        **{"person": person, "event": 1, "session": 1, "standing": Standing.CONFIRMED} | fields
    )


#: Session 1 (event 1), noted: Ann and Bob came, Cai did not, Dee cancelled, Eve waited, Fay walked
#: in. Session 2 (event 1), not noted: Ann and Gus had places. Session 3 (event 2): Ann came again.
COUNTED = [
    booking(1, came=True, first_time=True, organisation=7, sector="health", language="cy"),
    booking(2, came=True, organisation=7, sector="health", wants_welsh=True),
    booking(3, organisation=8, sector="police", source="phone"),
    booking(4, standing=Standing.CANCELLED, organisation=9, sector="fire", wants_welsh=True),
    booking(5, standing=Standing.WITHOUT, source="email"),
    booking(6, came=True, walk_in=True, first_time=True, source="staff"),
    booking(1, session=2, organisation=7, sector="health", language="en"),
    booking(7, session=2, sector=""),
    booking(1, event=2, session=3, came=True, organisation=7, sector="health"),
]
#: Nobody has been to it yet.
TO_COME = booking(8, event=2, session=4, organisation=9, sector="fire", may_have_come=False)


class TestCountedByHand:
    numbers = programme_numbers(COUNTED)

    def test_registrations(self):
        found = self.numbers
        assert (found.sessions, found.noted) == (3, 2)
        assert found.registrations == 8  # but for the one who walked in
        assert (found.confirmed, found.cancelled) == (6, 1)

    def test_attendance_is_of_the_noted_sessions(self):
        found = self.numbers.attendance
        assert (found.booked, found.confirmed, found.came_booked, found.walk_ins) == (6, 4, 3, 1)
        assert found.attended == 4
        assert found.attendance_rate.percentage.display == "75.0%"
        assert found.no_show_rate.percentage.display == "25.0%"

    def test_people_count_once(self):
        assert (self.numbers.attendees, self.numbers.first_time) == (3, 2)

    def test_reach(self):
        found = self.numbers
        assert found.reached == 4  # Ann, Bob, Fay, and Gus, whose session nobody noted
        assert found.organisations == 1
        assert found.sectors == {"health": 2, "": 2}

    def test_languages_and_sources_are_of_bookings(self):
        found = self.numbers
        assert found.languages == {"cy": 1, "en": 1, "both": 6}
        assert found.wants_welsh == 2
        assert found.sources == {"web": 6, "phone": 1, "email": 1}

    def test_by_event_adds_up(self):
        each = by_event(COUNTED)
        assert {event: found.registrations for event, found in each.items()} == {1: 7, 2: 1}
        assert sum(found.attendance.attended for found in each.values()) == 4


def test_a_session_to_come_reaches_nobody():
    found = programme_numbers([*COUNTED, TO_COME])
    assert (found.confirmed, found.reached, found.organisations) == (7, 4, 1)
    assert found.sectors == {"health": 2, "": 2}


def test_nothing_is_nothing():
    found = programme_numbers([])
    assert (found.registrations, found.attendees, found.reached, found.sectors) == (0, 0, 0, {})
    with pytest.raises(NoAnswers):
        _ = found.attendance.attendance_rate


def test_who_cancelled_after_having_come_is_no_attendee():
    found = programme_numbers([booking(1, came=True, standing=Standing.CANCELLED), booking(2)])
    assert (found.noted, found.attendees, found.reached) == (0, 0, 1)
