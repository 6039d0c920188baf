"""Dates and times in both languages."""

import datetime as dt

import pytest
from django.utils.translation import override

from gpx_site.core.templatetags import gpx_dates

UTC = dt.UTC


@pytest.mark.parametrize(
    ("moment", "english", "welsh"),
    [
        (dt.date(2026, 11, 3), "3 November 2026", "3 Tachwedd 2026"),
        (dt.date(2026, 7, 1), "1 July 2026", "1 Gorffennaf 2026"),
        (dt.datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026", "1 Gorffennaf 2026"),
    ],
)
def test_dates(moment, english, welsh):
    assert gpx_dates.gpx_date(moment) == english
    with override("cy"):
        assert gpx_dates.gpx_date(moment) == welsh


def test_every_month_and_weekday_in_welsh():
    with override("cy"):
        assert [str(month) for month in gpx_dates.MONTHS] == [
            "Ionawr",
            "Chwefror",
            "Mawrth",
            "Ebrill",
            "Mai",
            "Mehefin",
            "Gorffennaf",
            "Awst",
            "Medi",
            "Hydref",
            "Tachwedd",
            "Rhagfyr",
        ]
        assert [str(day) for day in gpx_dates.WEEKDAYS] == [
            "Dydd Llun",
            "Dydd Mawrth",
            "Dydd Mercher",
            "Dydd Iau",
            "Dydd Gwener",
            "Dydd Sadwrn",
            "Dydd Sul",
        ]


def test_a_weekday_date_and_a_month():
    day = dt.date(2026, 11, 3)
    assert gpx_dates.gpx_weekday_date(day) == "Tuesday 3 November 2026"
    assert gpx_dates.gpx_month(day) == "November 2026"
    with override("cy"):
        assert gpx_dates.gpx_weekday_date(day) == "Dydd Mawrth 3 Tachwedd 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "english", "welsh"),
    [
        (14, 5, "2:05pm", "2:05pm"),
        (9, 30, "9:30am", "9:30am"),
        (13, 0, "1pm", "1pm"),
        (0, 30, "12:30am", "12:30am"),
        (12, 30, "12:30pm", "12:30pm"),
        (12, 0, "midday", "hanner dydd"),
        (0, 0, "midnight", "hanner nos"),
    ],
)
def test_times(hour, minute, english, welsh):
    moment = dt.datetime(2026, 11, 3, hour, minute, tzinfo=UTC)  # winter: UTC is Wales's time
    assert gpx_dates.gpx_time(moment) == english
    with override("cy"):
        assert gpx_dates.gpx_time(moment) == welsh


def test_a_range_is_in_the_time_of_wales():
    starts = dt.datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    ends = dt.datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
    assert gpx_dates.gpx_times(starts, ends) == "9:30am to midday"
    with override("cy"):
        assert gpx_dates.gpx_times(starts, ends) == "9:30am tan hanner dydd"


def test_a_date_as_an_element():
    written = gpx_dates.gpx_date_element(dt.date(2026, 11, 3))
    assert written == '<time datetime="2026-11-03">3 November 2026</time>'
