"""The addresses of the blog: its archives and feeds, and reblogs in the staff admin."""

from django.urls import path

from blog import archive_views, feeds, staff_views
from gpx_site.routing.sub_urls import SubURL

INDEX = "blog.BlogIndexPage"
MONTH = "<yyyy:year>/<mm:month>/"
TOPIC, PWNC = "topic/<slug:slug>/", "pwnc/<slug:slug>/"

sub_urls = [
    SubURL(INDEX, "year", archive_views.of_year, en="<yyyy:year>/", cy="<yyyy:year>/"),
    SubURL(INDEX, "month", archive_views.of_month, en=MONTH, cy=MONTH),
    SubURL(INDEX, "topic", archive_views.of_topic, en=TOPIC, cy=PWNC),
    SubURL(
        INDEX, "author", archive_views.of_author, en="author/<slug:slug>/", cy="awdur/<slug:slug>/"
    ),
    SubURL(
        INDEX,
        "series",
        archive_views.of_series,
        en="series/<slug:slug>/",
        cy="cyfres/<slug:slug>/",
    ),
    SubURL(INDEX, "rss", feeds.rss, en="feed/", cy="feed/"),
    SubURL(INDEX, "atom", feeds.atom, en="feed/atom/", cy="feed/atom/"),
    SubURL(INDEX, "topic_rss", feeds.topic_rss, en=f"{TOPIC}feed/", cy=f"{PWNC}feed/"),
    SubURL(INDEX, "topic_atom", feeds.topic_atom, en=f"{TOPIC}feed/atom/", cy=f"{PWNC}feed/atom/"),
]
admin_urlpatterns = [
    path("reblogs/", staff_views.ReblogView.as_view(), name=staff_views.URL),
]
