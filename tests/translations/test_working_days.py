"""Working days and bank holidays, the latter against the published lists."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from gpx_site.translations.working_days import working_days

WALES = ZoneInfo("Europe/London")
# gov.uk's list for England and Wales.
PUBLISHED = {
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays(year):
    days = [dt.date(year, 1, 1) + dt.timedelta(days=number) for number in range(365)]
    closed = {
        day
        for day in days
        if day.weekday() < 5 and working_days(at_noon(day), at_noon(day, 1)) == 0
    }
    assert closed == {dt.date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year].split()}


def at_noon(day: dt.date, later: int = 0) -> dt.datetime:
    """Return noon in Wales on ``day`` or so many days later."""
    return dt.datetime.combine(day + dt.timedelta(days=later), dt.time(12), WALES)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-20T10:00", "2026-11-20T23:00", 0),
        ("2026-11-20T10:00", "2026-11-21T10:00", 1),
        ("2026-11-20T10:00", "2026-11-23T10:00", 1),
        ("2026-11-21T10:00", "2026-11-23T10:00", 0),
        ("2026-11-16T10:00", "2026-11-23T10:00", 5),
        ("2026-11-20T10:00", "2026-12-20T10:00", 21),
        ("2026-12-23T10:00", "2027-01-05T10:00", 6),
    ],
)
def test_working_days(start, end, days):
    start, end = (dt.datetime.fromisoformat(each).replace(tzinfo=WALES) for each in (start, end))
    assert working_days(start, end) == days


def test_days_are_those_of_wales():
    friday = dt.datetime(2026, 6, 19, 23, 30, tzinfo=dt.UTC)  # Saturday in Wales, in summer time
    monday = dt.datetime(2026, 6, 22, 12, 0, tzinfo=dt.UTC)
    assert working_days(friday, monday) == 0
