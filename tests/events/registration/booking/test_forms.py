"""The form's pages: what they keep, refuse, and say when nobody can register."""

import re
from html import unescape

import pytest
from django.utils import timezone

from events.models import EventSession
from events.registration.models import Registration, RegistrationNeeds
from events.registration.services import booking
from gpx_site.core.models import Person
from gpx_site.ops import rate_limits
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.events.registration.visitor import (
    ANSWERS,
    Visitor,
)
from tests.pages import Reading

pytestmark = pytest.mark.django_db


def test_answers_outlast_a_switch_of_language(pages, session):
    visitor = Visitor(pages, session, "en")
    visitor.fill_in()
    check = visitor.get("check")
    welsh = Visitor(pages, session, "cy").urls["check"]
    assert f'href="{welsh}"' in check.content.decode()
    there = unescape(visitor.get(welsh).content.decode())
    assert '<html lang="cy"' in there
    assert "Siân Ŵyn Ap Rhys" in there
    assert "Gwiriwch eich atebion" in there


@pytest.mark.parametrize(
    ("step", "typed", "shown"),
    [
        (
            "details",
            {"name": "Siân", "email": "sian@", "role_text": "Adviser"},
            ['value="Siân"', 'value="sian@"', 'value="Adviser"'],
        ),
        ("language", {"mail_locale": "both"}, ['value="both" checked']),
        (
            "needs",
            {"access": "Step-free", "translation": "on"},
            [">Step-free</textarea>", 'name="translation" type="checkbox" value="on" checked'],
        ),
    ],
)
def test_a_page_that_is_half_filled_in_outlasts_it_too(pages, session, step, typed, shown):
    visitor = Visitor(pages, session, "en")
    visitor.fill_in()
    first = Reading(visitor.get(step).content.decode())
    there = Visitor(pages, session, "cy").urls[step]
    assert first.switch == {"cy": there}
    answer = visitor.client.post(there, switched(visitor, typed, "cy"))
    page = Reading(answer.content.decode())
    assert (answer.status_code, page.language) == (200, "cy")
    assert [words for words in shown if words not in unescape(page.html)] == []
    assert "govuk-error" not in page.html
    back = visitor.client.post(page.switch["en"], switched(visitor, typed, "en"))
    assert [words for words in shown if words not in unescape(back.content.decode())] == []
    assert not Registration.objects.exists()


def switched(visitor, typed, language):
    token = visitor.client.cookies["csrftoken"].value
    return typed | {"csrfmiddlewaretoken": token, "switch": language}


def test_check_shows_every_answer_and_where_to_change_it(pages, session):
    visitor = Visitor(pages, session)
    visitor.fill_in()
    text = unescape(visitor.get("check").content.decode())
    rows = dict(
        re.findall(r"<dt[^>]*>\s*(.*?)\s*</dt>\s*<dd[^>]*>\s*(.*?)\s*</dd>", text, re.DOTALL)
    )
    assert rows == {
        "Full name": "Siân Ŵyn Ap Rhys",
        "Email address": "sian@example.org",
        "Organisation": "Somewhere Else",
        "Role": "Not given",
        "Another role": "Adviser",
        "Language of correspondence": "Welsh",
        "Welsh at the event": "Yes",
        "Access needs": "Step-free",
        "Dietary needs": "Not given",
        "British Sign Language": "Not needed",
        "Simultaneous translation": "Needed",
    }
    for step in ("details", "language", "needs"):
        assert f'href="{visitor.urls[step]}"' in text
    changed = visitor.post("details", ANSWERS["details"] | {"name": "Siân Rhys"})
    assert changed.url == visitor.urls["check"]
    assert "Siân Rhys" in visitor.get("check").content.decode()


def test_a_page_cannot_be_left_out(pages, session):
    visitor = Visitor(pages, session)
    assert visitor.get("check").url == visitor.urls["details"]
    visitor.post("details", ANSWERS["details"])
    assert visitor.get("check").url == visitor.urls["language"]


@pytest.mark.parametrize(
    ("language", "prefix", "problem"),
    [
        ("en", "Error: ", "There is a problem"),
        ("cy", "Gwall: ", "Mae problem"),
    ],
)
def test_mistakes_are_listed_first_and_nothing_is_lost(pages, session, language, prefix, problem):
    visitor = Visitor(pages, session, language)
    wrong = ANSWERS["details"] | {"name": "", "email": "not-an-address"}
    response = visitor.post("details", wrong)
    text = unescape(response.content.decode())
    assert f"<title>{prefix}" in text
    assert problem in text
    assert 'href="#id_name"' in text
    assert 'href="#id_email"' in text
    assert 'value="not-an-address"' in text
    assert 'value="Somewhere Else"' in text
    assert not Registration.objects.exists()


@pytest.mark.parametrize("field", ["name", "email", "organisation", "role_text"])
@pytest.mark.parametrize("hidden", ["a\r\nBcc: b@example.org", "a\x0bb", "a\u202eb", "a\x00b"])
def test_what_cannot_be_seen_is_refused(pages, session, field, hidden):
    response = Visitor(pages, session).post("details", ANSWERS["details"] | {field: hidden})
    assert response.status_code == 200
    assert f'href="#id_{field}"' in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "a@b，c.com",  # a wide comma: two addresses once it is normalised
        "a@b＠c.com",
        "a@b℀c.com",  # one sign that stands for a/c
        "a@" + "ﷺ" * 60 + ".com",  # one letter that stands for 18
        "ß" * 150 + "@example.org",
    ],
)
def test_an_address_is_judged_as_it_will_be_kept(pages, session, address):
    response = Visitor(pages, session).post("details", ANSWERS["details"] | {"email": address})
    assert response.status_code == 200
    assert 'href="#id_email"' in response.content.decode()


def test_an_advertisement_is_no_name(pages, session):
    spam = ANSWERS["details"] | {"name": "Win at https://example.com"}
    assert "without a web address" in Visitor(pages, session).post("details", spam).content.decode()


def test_food_is_a_question_in_person_only(pages):
    online = factories.session(event=pages["en"].event, mode=EventSession.Mode.ONLINE)
    assert "id_dietary" not in Visitor(pages, online).get("needs").content.decode()


def test_an_organisation_of_the_directory_is_found_in_either_language(pages, session):
    council = factories.organisation(name_en="Cardiff Council", name_cy="Cyngor Caerdydd")
    Visitor(pages, session).register(organisation="  cyngor  CAERDYDD ")
    row = Registration.objects.get()
    assert (row.organisation, row.organisation_text) == (council, "")


class TestUnavailable:
    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"status": "cancelled"}, "this session is cancelled"),
            ({"status": "postponed"}, "This session is postponed"),
            ({"capacity": 0, "waiting_list": False}, "no waiting list is kept"),
            ({"opens_at": factories.in_days(2)}, "Registration opens"),
            ({"closes_at": factories.in_days(-1)}, "Registration has closed"),
        ],
    )
    def test_says_why_and_keeps_the_answers(self, pages, session, change, reason):
        other = factories.session(event=session.event, starts_at=factories.in_days(30))
        visitor = Visitor(pages, session)
        visitor.fill_in()
        key = re.search(r'name="key" value="(\w+)"', visitor.get("check").content.decode())
        EventSession.objects.filter(pk=session.pk).update(**change)
        token = visitor.client.cookies["csrftoken"].value
        response = visitor.client.post(
            visitor.urls["check"], {"csrfmiddlewaretoken": token, "key": key.group(1)}
        )
        assert response.status_code == 409
        assert reason in unescape(response.content.decode())
        elsewhere = Visitor(pages, other)
        assert f'href="{elsewhere.base}"' in response.content.decode()
        elsewhere.client = visitor.client
        assert "Siân Ŵyn Ap Rhys" in elsewhere.get("check").content.decode()
        assert not Registration.objects.exists()

    def test_a_session_of_another_event_is_not_found(self, pages):
        other = factories.session()
        response = Visitor(pages, other).get("details")
        assert response.status_code == 404
        assert "There is no such session" in response.content.decode()

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "It may have been taken out of the programme"),
            ("cy", "Efallai ei bod wedi’i thynnu o’r rhaglen"),
        ],
    )
    @pytest.mark.parametrize("deleted", ["page", "post", "insert"])
    def test_a_session_deleted_under_the_form(
        self, pages, session, monkeypatch, language, words, deleted
    ):
        """While a page of it is open, while the answers are checked, while they are written."""
        other = factories.session(event=session.event, starts_at=factories.in_days(30))
        visitor = Visitor(pages, session, language)
        visitor.fill_in()
        step, data = ("needs", {}) if deleted == "page" else ("check", {})
        data = visitor.hidden(visitor.get(step).content.decode()) | data
        if deleted == "insert":
            insert = booking._insert

            def too_late(*args):
                EventSession.objects.filter(pk=session.pk).delete()
                return insert(*args)

            monkeypatch.setattr(booking, "_insert", too_late)
        else:
            session.delete()
        answer = visitor.client.post(visitor.urls[step], data)
        assert answer.status_code == 404
        page = Reading(answer.content.decode())
        assert page.language == language
        assert words in unescape(page.html)
        elsewhere = Visitor(pages, other, language)
        assert f'href="{elsewhere.base}"' in page.html
        for rows in (Registration, RegistrationNeeds, Person, AuditEntry):
            assert not rows.objects.exists()
        assert not OutboxMessage.objects.filter(kind="mail").exists()
        elsewhere.client = visitor.client
        assert elsewhere.post("check").status_code == 302
        assert Registration.objects.get().session == other

    def test_too_many_registrations_of_one_address(self, pages, session, monkeypatch):
        monkeypatch.setattr(rate_limits.time, "time", lambda: 1_000_000_010)
        EventSession.objects.filter(pk=session.pk).update(capacity=None)
        for _ in range(10):
            Visitor(pages, session).register()
        response = Visitor(pages, session).register()
        assert (response.status_code, response["Retry-After"]) == (429, "790")
        assert Registration.objects.count() == 1


class TestRobots:
    def test_are_marked_not_refused(self, pages, session):
        Visitor(pages, session).register(website="https://example.com")
        assert Registration.objects.get().looks_automated

    def test_people_are_not_marked(self, pages, session, time_machine_after_reading):
        visitor = Visitor(pages, session)
        visitor.get("details")
        time_machine_after_reading()
        visitor.register()
        assert not Registration.objects.get().looks_automated

    @pytest.fixture
    def time_machine_after_reading(self, time_machine):
        time_machine.move_to(timezone.now())
        return lambda: time_machine.shift(30)
