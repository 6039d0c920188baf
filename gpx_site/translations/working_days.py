"""Working days and bank holidays in Wales, by rule.

The holidays are those of England and Wales: New Year's Day, Good Friday, Easter Monday, the first
and last Mondays of May, the last of August, Christmas Day and Boxing Day. One that falls on a
weekend moves to the next working day. A day off by proclamation, as for a coronation, follows no
rule and is left out.
"""

import datetime as dt
from functools import cache

import numpy as np
from django.utils import timezone

SATURDAY = 5


def working_days(start: dt.datetime, end: dt.datetime) -> int:
    """Return the working days from ``start``'s day up to, not including, ``end``'s.

    Days are those of the site's time zone; Saturdays, Sundays and bank holidays in Wales do not
    count.
    """
    first, last = (timezone.localtime(moment).date() for moment in (start, end))
    years = range(first.year, last.year + 1)
    closed = [day for year in years for day in bank_holidays(year)]
    return int(np.busday_count(first, last, holidays=closed))


@cache
def bank_holidays(year: int) -> frozenset[dt.date]:
    """Return the days of ``year`` on which offices in Wales are closed."""
    sunday = easter(year)
    days = {
        sunday - dt.timedelta(days=2),
        sunday + dt.timedelta(days=1),
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
    }
    fixed = [dt.date(year, 1, 1), dt.date(year, 12, 25), dt.date(year, 12, 26)]
    days |= {day for day in fixed if day.weekday() < SATURDAY}
    for day in fixed:
        if day.weekday() >= SATURDAY:
            days.add(_next_working_day(day, days))
    return frozenset(days)


def easter(year: int) -> dt.date:
    """Return Easter Sunday, by the computus as New Scientist of 30 March 1961 gives it."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return dt.date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


def _next_working_day(day: dt.date, taken: set[dt.date]) -> dt.date:
    while day.weekday() >= SATURDAY or day in taken:
        day += dt.timedelta(days=1)
    return day


def _first_monday(year: int, month: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> dt.date:
    last = dt.date(year, month, 31)
    return last - dt.timedelta(days=last.weekday())
