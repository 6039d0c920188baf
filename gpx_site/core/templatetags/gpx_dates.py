"""Dates and times in the active language.

Dates are "3 November 2026" and "3 Tachwedd 2026"; times follow GOV.UK in both languages: "9:30am",
"1pm", "midday". Aware datetimes are shown in the time of Wales.
"""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

register = template.Library()

# Django's own Welsh misspells July.
MONTHS = (
    gettext_lazy("January"),
    gettext_lazy("February"),
    gettext_lazy("March"),
    gettext_lazy("April"),
    gettext_lazy("May"),
    gettext_lazy("June"),
    gettext_lazy("July"),
    gettext_lazy("August"),
    gettext_lazy("September"),
    gettext_lazy("October"),
    gettext_lazy("November"),
    gettext_lazy("December"),
)
WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


def _local_time(moment: dt.datetime) -> dt.datetime:
    """Return an aware moment in the time of Wales, a naive one unchanged."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _local_date(moment: dt.date) -> dt.date:
    """Return a datetime in the time of Wales, a date unchanged."""
    return _local_time(moment) if isinstance(moment, dt.datetime) else moment


@register.filter
def gpx_date(moment: dt.date) -> str:
    """Write a date: "3 November 2026"."""
    day = _local_date(moment)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@register.filter
def gpx_weekday_date(moment: dt.date) -> str:
    """Write a date with its weekday: "Tuesday 3 November 2026"."""
    return f"{WEEKDAYS[_local_date(moment).weekday()]} {gpx_date(moment)}"


@register.filter
def gpx_month(moment: dt.date) -> str:
    """Write a month: "November 2026"."""
    day = _local_date(moment)
    return f"{MONTHS[day.month - 1]} {day.year}"


@register.filter
def gpx_month_name(moment: dt.date) -> str:
    """Write a month without its year: "November"."""
    return str(MONTHS[_local_date(moment).month - 1])


@register.filter
def gpx_time(moment: dt.datetime) -> str:
    """Write a time of day: "2:05pm", "2pm", "midday", "midnight"."""
    local = _local_time(moment)
    if local.minute == 0 and local.hour in (0, 12):
        return _("midday") if local.hour else _("midnight")
    minutes = f":{local.minute:02}" if local.minute else ""
    half = pgettext("time of day", "pm") if local.hour >= 12 else pgettext("time of day", "am")
    return f"{local.hour % 12 or 12}{minutes}{half}"


@register.simple_tag
def gpx_times(starts: dt.datetime, ends: dt.datetime) -> str:
    """Write the times of a session: "9:30am to 1pm"."""
    return _("%(start)s to %(end)s") % {"start": gpx_time(starts), "end": gpx_time(ends)}


@register.simple_tag
def gpx_date_element(moment: dt.date) -> SafeString:
    """Write a date as a ``<time>`` element."""
    return format_html(
        '<time datetime="{}">{}</time>', _local_date(moment).isoformat(), gpx_date(moment)
    )
