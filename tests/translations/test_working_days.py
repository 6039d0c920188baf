"""Working days and bank holidays, the latter against the published lists."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from gpx_site.translations.working_days import bank_holidays, easter, working_days

WALES = ZoneInfo("Europe/London")
# gov.uk's list for England and Wales.
PUBLISHED = {
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays(year):
    days = {dt.date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year].split()}
    assert bank_holidays(year) == days


def test_christmas_on_a_sunday():
    days = {day for day in bank_holidays(2022) if day.month == 12}
    assert days == {dt.date(2022, 12, 26), dt.date(2022, 12, 27)}


@pytest.mark.parametrize(
    ("year", "sunday"), [(1961, "04-02"), (2000, "04-23"), (2024, "03-31"), (2038, "04-25")]
)
def test_easter(year, sunday):
    assert easter(year) == dt.date.fromisoformat(f"{year}-{sunday}")


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
