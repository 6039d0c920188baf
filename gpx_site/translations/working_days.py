"""Working days in Wales."""

import datetime as dt
from functools import cache

import holidays
import numpy as np
from django.utils import timezone


def working_days(start: dt.datetime, end: dt.datetime) -> int:
    """Return the working days from ``start``'s day up to, not including, ``end``'s.

    Days are those of the site's time zone; Saturdays, Sundays and bank holidays in Wales do not
    count.
    """
    first, last = (timezone.localtime(moment).date() for moment in (start, end))
    closed = [day for year in range(first.year, last.year + 1) for day in _bank_holidays(year)]
    return int(np.busday_count(first, last, holidays=closed))


@cache
def _bank_holidays(year: int) -> list[dt.date]:
    return sorted(holidays.country_holidays("GB", subdiv="WLS", years=year))
