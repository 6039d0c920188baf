"""A registrant's own pages: other details and another session, in both languages."""

import re
from html import unescape

import pytest

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration
from events.registration.services import change_registration
from events.registration.states import State
from tests import factories
from tests.events.registration.visitor import Visitor
from tests.factories.registrations import registration
from tests.pages import Reading

pytestmark = pytest.mark.django_db

PATHS = {
    "en": {name: f"/en/bookings/{name}/" for name in ("details", "session")},
    "cy": {"details": "/cy/cofrestriadau/manylion/", "session": "/cy/cofrestriadau/sesiwn/"},
}
ANSWERS = {
    "name": "Siân Rhys",
    "organisation": "Somewhere",
    "role": "",
    "role_text": "Adviser",
    "mail_locale": "cy",
    "wants_welsh": "yes",
    "access": "ramp",
    "dietary": "",
    "bsl": "on",
}


@pytest.fixture
def row(session) -> Registration:
    return registration(session, name="Siân Ŵyn", mail_locale="en")


@pytest.fixture
def visitor(pages, session, row) -> Visitor:
    """Has opened the link of the e-mail."""
    visitor = Visitor(pages, session)
    visitor.get(f"/en/bookings/{services.link_token(row)}/")
    return visitor


@pytest.fixture
def other(session) -> EventSession:
    venue = factories.venue(town_en="Llanrwst", town_cy="Llanrwst")
    return factories.session(
        event=session.event, venue=venue, starts_at=factories.in_days(30), capacity=1
    )


@pytest.mark.parametrize(
    ("language", "saved"),
    [("en", "Your changes are saved"), ("cy", "Mae eich newidiadau wedi’u cadw")],
)
class TestInEachLanguage:
    def test_details_are_changed(self, visitor, row, language, saved):
        url = PATHS[language]["details"]
        form = unescape(visitor.get(url).content.decode())
        assert 'value="Siân Ŵyn"' in form
        assert 'name="email"' not in form
        row.refresh_from_db()
        assert row.name == "Siân Ŵyn"  # no GET has changed anything
        answer = visitor.post(url, ANSWERS)
        assert answer.status_code == 302
        page = unescape(visitor.get(answer.url).content.decode())
        assert saved in page
        assert "Siân Rhys" in page
        row = Registration.objects.get(pk=row.pk)
        assert (row.name, row.role_text, row.mail_locale) == ("Siân Rhys", "Adviser", "cy")
        assert (row.needs.access, row.needs.bsl, row.needs.translation) == ("ramp", True, False)

    def test_the_session_is_changed(self, visitor, row, other, language, saved):
        url = PATHS[language]["session"]
        assert "Llanrwst" in visitor.get(url).content.decode()
        answer = visitor.post(url, {"session": other.pk})
        assert answer.status_code == 302
        page = unescape(visitor.get(answer.url).content.decode())
        assert saved in page
        assert "Llanrwst" in page
        row.refresh_from_db()
        assert (row.session, row.state) == (other, State.CONFIRMED)


def test_mistakes_are_listed_first_and_nothing_is_lost(visitor, row):
    answer = visitor.post(PATHS["cy"]["details"], ANSWERS | {"name": "", "wants_welsh": ""})
    text = unescape(answer.content.decode())
    assert (answer.status_code, "<title>Gwall: " in text) == (200, True)
    assert 'href="#id_name"' in text
    assert 'value="Adviser"' in text
    row.refresh_from_db()
    assert row.role_text == ""


def test_an_organisation_of_the_directory_stays_itself(visitor, row):
    council = factories.organisation(name_en="Cardiff Council", name_cy="Cyngor Caerdydd")
    visitor.post(PATHS["en"]["details"], ANSWERS | {"organisation": "cyngor caerdydd"})
    assert 'value="Cardiff Council"' in visitor.get(PATHS["en"]["details"]).content.decode()
    visitor.post(PATHS["en"]["details"], ANSWERS | {"organisation": "Cardiff Council"})
    row.refresh_from_db()
    assert (row.organisation, row.organisation_text) == (council, "")


@pytest.mark.parametrize(
    ("language", "in_time", "words"),
    [
        ("en", True, "No other session of this event has a free place."),
        ("cy", True, "Nid oes lle rhydd yn yr un o sesiynau eraill y digwyddiad hwn."),
        ("en", False, "This session has no free place any more."),
        ("cy", False, "Nid oes lle rhydd yn y sesiwn hon mwyach."),
    ],
)
def test_a_session_deleted_under_the_form(
    visitor, row, other, monkeypatch, language, words, in_time
):
    """Before the answer is read, or while it is carried out."""
    url = PATHS[language]["session"]
    data = visitor.hidden(visitor.get(url).content.decode()) | {"session": other.pk}
    move = change_registration._move

    def too_late(*args):
        other.delete()
        return move(*args)

    if in_time:
        other.delete()
    monkeypatch.setattr(change_registration, "_move", too_late)
    answer = visitor.client.post(url, data)
    assert answer.status_code == (200 if in_time else 409)
    assert words in unescape(answer.content.decode())
    session = row.session
    row.refresh_from_db()
    assert (row.state, row.session) == (State.CONFIRMED, session)


def test_only_sessions_with_a_free_place_are_offered(visitor, other):
    full = factories.session(event=other.event, starts_at=factories.in_days(40), capacity=1)
    registration(full)
    closed = factories.session(
        event=other.event, starts_at=factories.in_days(50), closes_at=factories.in_days(-1)
    )
    elsewhere = factories.session(starts_at=factories.in_days(60))
    page = visitor.get(PATHS["en"]["session"]).content.decode()
    offered = {int(pk) for pk in re.findall(r'type="radio" value="(\d+)"', page)} or {
        int(pk) for pk in re.findall(r'value="(\d+)"', page)
    }
    assert other.pk in offered
    assert not {full.pk, closed.pk, elsewhere.pk} & offered


def test_a_place_that_is_taken_meanwhile_is_refused_with_a_reason(visitor, row, other, session):
    third = factories.session(event=other.event, starts_at=factories.in_days(40))
    token = visitor.get(PATHS["en"]["session"]).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', token))
    registration(other)
    for chosen in (other.pk, 10**30, "x", ""):
        answer = visitor.client.post(PATHS["en"]["session"], hidden | {"session": chosen})
        text = answer.content.decode()
        assert "<title>Error: " in text
        assert 'href="#id_session' in text
    row.refresh_from_db()
    assert (row.session, third.registrations.count()) == (session, 0)


def test_where_there_is_nowhere_to_go_the_page_says_so(visitor, row, session):
    booking = Reading(visitor.get("/en/bookings/").content.decode())
    assert not [href for href in booking.hrefs if "session" in href]
    page = visitor.get(PATHS["en"]["session"]).content.decode()
    assert "No other session of this event has a free place." in page
    assert "<form" not in page.split("<h1")[1]


@pytest.mark.parametrize("name", ["details", "session"])
def test_what_has_ended_cannot_be_changed(visitor, row, other, name):
    form = visitor.get(PATHS["en"][name]).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    services.cancel(registration_id=row.pk)
    assert visitor.get(PATHS["en"][name]).status_code == 409
    data = hidden | {"session": other.pk} | ANSWERS
    assert visitor.client.post(PATHS["en"][name], data).status_code == 409
    row.refresh_from_db()
    assert (row.name, row.session) == ("Siân Ŵyn", row.session)


@pytest.mark.parametrize("name", ["details", "session"])
def test_without_the_link_nothing_opens(client, session, site_tree, name):
    assert client.get(PATHS["en"][name]).status_code == 404
    assert client.post(PATHS["en"][name], {"booking": "x"}).status_code == 404
