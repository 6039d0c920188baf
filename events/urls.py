"""Addresses of calendar files, below the page that each belongs to."""

from django.urls import re_path

from events.programme import calendar_views

PAGE = r"^(?P<address>(?:[\w-]+/)+)"
urlpatterns = [
    re_path(rf"{PAGE}calendar\.ics$", calendar_views.programme, name="events-calendar"),
    re_path(
        rf"{PAGE}session-(?P<session_id>[0-9]{{1,18}})\.ics$",
        calendar_views.session,
        name="session-calendar",
    ),
]
