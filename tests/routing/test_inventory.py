"""The list of every address, and the refusal of one that is there twice."""

import re
import runpy
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.urls import path

from gpx_site import urls
from gpx_site.routing import sub_urls
from gpx_site.routing.sub_urls import SubURL
from search import api, routes, views


def shown(*options: str) -> list[str]:
    out = StringIO()
    call_command("show_routes", *options, stdout=out)
    return out.getvalue().splitlines()


def test_every_public_address_is_shown_in_both_languages_with_its_view():
    lines = shown()
    assert {re.sub(r" +", " ", line) for line in lines} >= {
        "/ gpx_site.routing.views.choose_language",
        "/api/events/<slug:slug>/evaluation/ events.evaluation.views.event_evaluation",
        "/cy/<address>calendar.ics events.programme.calendar_views.programme",
        "/cy/<blog.BlogPage>/sylw/diolch/ blog.comments.views.thanks",
        "/cy/chwilio/ search.views.search",
        "/cy/presenoldeb/<int:session_id>/heb-le/ events.registration.check_in.views.walk_in",
        "/en/<_0> gpx_site.routing.views.serve_page",
        "/en/<blog.BlogIndexPage>/topic/<slug:slug>/feed/atom/ blog.feeds.topic_atom",
        "/en/<events.EventIndexPage>/ events.programme.views.programme",
        "/en/email-news/leave/<str:token>/ events.announcements.views.leave",
        "/en/search/ search.views.search",
        "/recordings/<int:pk>/<slug:language>.vtt events.recordings.views.subtitles",
    }
    steps = [line for line in lines if line.startswith("/cy/<events.EventPage>/cofrestru/")]
    assert len(steps) == 10
    assert lines == sorted(set(lines))


def test_the_views_stand_in_a_column():
    assert shown()[0] == "/" + 70 * " " + "gpx_site.routing.views.choose_language"


def test_the_admin_is_shown_only_when_it_is_asked_for():
    assert not [line for line in shown() if line.startswith("/admin/")]
    reports = re.compile(r"/admin/evaluation/ +events\.evaluation\.views\.report_list")
    assert [line for line in shown("--admin") if reports.fullmatch(line)]


def start_with(monkeypatch: pytest.MonkeyPatch, name: str, *added: object) -> None:
    """Load the addresses as the start does, after search has declared one more."""
    monkeypatch.setattr(routes, name, [*getattr(routes, name), *added])
    runpy.run_path(urls.__file__)


def test_an_address_that_two_apps_declare_stops_the_start(monkeypatch):
    there = r"Two routes have the same address, /api/events/: .*search\.api\.search .*api\.events"
    with pytest.raises(ImproperlyConfigured, match=there):
        start_with(monkeypatch, "api_urlpatterns", path("events/", api.search))


def test_the_names_of_arguments_do_not_make_an_address_another(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="/api/captures/<slug:code>/results/"):
        start_with(
            monkeypatch, "api_urlpatterns", path("captures/<slug:name>/results/", api.search)
        )


def test_an_address_in_one_language_is_enough(monkeypatch):
    """A Welsh word for one page that is the English word for another."""
    with pytest.raises(ImproperlyConfigured, match="/cy/chwilio/"):
        start_with(monkeypatch, "urlpatterns", path("chwilio/", views.search))


def test_an_app_that_registers_twice_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match=r"below blog\.BlogPage .* name, “comment”"):
        apps.get_app_config("comments").ready()


@pytest.mark.parametrize(
    ("en", "cy", "told"),
    [
        ("year/<int:year>/", "b/", "the same en, “year/<int:year>/”: “first” and “second”"),
        ("a/", "blwyddyn/", "the same cy, “blwyddyn/”"),
    ],
)
def test_an_address_that_is_twice_below_a_page_is_refused(en, cy, told):
    page = "tests.NoPage"
    old = SubURL(page, "first", views.search, en="year/<int:number>/", cy="blwyddyn/")
    try:
        with pytest.raises(ImproperlyConfigured, match=re.escape(told)):
            sub_urls.register([old, SubURL(page, "second", views.search, en=en, cy=cy)])
    finally:
        del sub_urls._registered[page]
