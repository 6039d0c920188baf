"""What every answer says to browsers and caches."""

import pytest
from django.conf import settings
from django.test import Client

from events.feedback.models import Response
from events.registration import services
from tests import factories
from tests.factories import feedback
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/en/", "/cy/", "/en/search/?q=risk", "/cy/chwilio/", "/en/nowhere/"]


def policy(response) -> dict[str, set[str]]:
    directives = response["Content-Security-Policy"].split(";")
    return {name: set(values) for name, *values in (each.split() for each in directives)}


@pytest.mark.parametrize("address", PUBLIC)
def test_an_anonymous_reader_gets_the_strict_policy_and_no_cookie(site_tree, client, address):
    response = client.get(address)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    rules = policy(response)
    assert not [value for values in rules.values() for value in values if "unsafe" in value]
    assert rules["script-src"] == rules["style-src"] == rules["default-src"] == {"'self'"}
    assert rules["object-src"] == rules["base-uri"] == {"'none'"}
    assert rules["frame-ancestors"] == rules["form-action"] == {"'self'"}
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "same-origin"


def test_only_the_admin_has_a_looser_policy(site_tree, client):
    assert "'unsafe-inline'" in policy(client.get("/admin/login/"))["script-src"]
    assert "'unsafe-eval'" not in policy(client.get("/admin/login/"))["script-src"]
    assert policy(client.get("/en/admin/"))["script-src"] == {"'self'"}


def test_what_is_personal_is_kept_by_no_cache(site_tree, client):
    event = factories.event()
    page = factories.event_pages(factories.event_index(site_tree), event)[0]
    session = factories.session(event=event)
    token = services.link_token(registration(session))
    form = page.sub_url("register", session_id=session.pk)
    for address in (form, f"/en/bookings/{token}/", "/en/bookings/", "/en/bookings/cancel/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_a_foreign_host_is_refused(site_tree, client):
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "images/../hub.sqlite3",
        "images/%2e%2e/%2e%2e/hub.sqlite3",
        "images/..%2f..%2fhub.sqlite3",
        "images//etc/passwd",
        "documents/minutes.pdf",
        "original_images/%00",
    ],
)
def test_media_serve_pictures_and_nothing_else(site_tree, client, path):
    (settings.DATA_DIR / "hub.sqlite3").touch()
    assert client.get(f"/media/{path}").status_code in {400, 404}


def test_the_mail_of_the_demonstration_is_nowhere_else(site_tree, client):
    assert client.get("/demo/mail/").status_code == 404


def test_no_page_of_a_link_names_its_token(site_tree, client):
    token = services.link_token(registration(factories.session()))
    opened = client.get(f"/en/bookings/{token}/")
    assert (opened.status_code, opened["Referrer-Policy"]) == (302, "no-referrer")
    for address in (opened.url, "/en/bookings/cancel/", f"/en/bookings/{token[:-1]}/"):
        assert token not in client.get(address).content.decode()


def test_a_link_of_another_purpose_opens_nothing(site_tree, client):
    row = registration(factories.session())
    booking = services.link_token(row)
    assert client.get(f"/en/feedback/{booking}/").status_code == 404
    check_in = services.make_check_in_link(session_id=row.session_id)
    assert client.get(f"/en/bookings/{check_in}/").status_code == 404


def test_an_anonymous_answer_leaves_neither_time_nor_session(site_tree):
    form = feedback.capture(code="risk")
    client = Client()
    asked = client.get("/en/capture/risk/").context["form"]
    posted = {name: asked[name].value() or "" for name in ("submission_id", "form_code")}
    assert client.post("/en/capture/risk/", posted | {"reporting@f1-s1": "0"}).status_code == 302
    feedback.mix_in(form)
    assert Response.objects.get().received_at is None
    assert "sessionid" not in client.cookies
