"""The addresses of events: the programme, its calendars, its recordings, its JSON."""

from django.urls import path, re_path

from events.programme import api, calendar_views, month_views, venue_role_views, views
from events.recordings import views as recordings
from gpx_site.routing.sub_urls import SubURL

PAGE = r"^(?P<address>(?:[\w-]+/)+)"
INDEX = "events.EventIndexPage"

urlpatterns = [
    re_path(rf"{PAGE}calendar\.ics$", calendar_views.programme, name="events-calendar"),
    re_path(
        rf"{PAGE}session-(?P<session_id>[0-9]{{1,18}})\.ics$",
        calendar_views.session,
        name="session-calendar",
    ),
]
root_urlpatterns = [
    path("recordings/<int:pk>/video", recordings.video, name="recording-video"),
    path(
        "recordings/<int:pk>/<slug:language>.vtt", recordings.subtitles, name="recording-subtitles"
    ),
]
api_urlpatterns = [path("events/", api.events, name="api-events")]
sub_urls = [
    SubURL(INDEX, "programme", views.programme, en="", cy=""),
    SubURL(
        INDEX,
        "venue",
        venue_role_views.venue,
        en="venues/<slug:slug>/",
        cy="lleoliadau/<slug:slug>/",
    ),
    SubURL(INDEX, "role", venue_role_views.role, en="for/<slug:slug>/", cy="ar-gyfer/<slug:slug>/"),
    SubURL(INDEX, "calendar", month_views.calendar, en="calendar/", cy="calendr/"),
    SubURL(
        INDEX,
        "month",
        month_views.month,
        en="calendar/<yyyy:year>/<mm:month>/",
        cy="calendr/<yyyy:year>/<mm:month>/",
    ),
]
