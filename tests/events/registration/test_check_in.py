"""The check-in at the door: who may open it, what a button does, and whoever comes unannounced."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.models import EventSession
from events.registration import links, services
from events.registration.models import AccessLink, Attendance, CheckIn, Registration
from events.registration.states import State
from gpx_site.core.models import Person
from tests import factories
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db

PHONES = ["0b0e9a44-6f1c-4c43-9b8e-5b7f5a9d0001", "0b0e9a44-6f1c-4c43-9b8e-5b7f5a9d0002"]


@pytest.fixture
def session(site_tree) -> EventSession:
    return factories.session(capacity=3)


@pytest.fixture
def phone(session) -> Client:
    """A phone on which the session's link was opened."""
    return a_phone(session)


def a_phone(session, language="en") -> Client:
    services.make_check_in_link(session_id=session.pk)
    client = Client(enforce_csrf_checks=True)
    opened = client.get(path_of(links.check_in_url(session, language)))
    assert opened.url == address("check-in", session, language)
    return client


def path_of(url: str) -> str:
    return url.replace("http://testserver", "")


def address(name, session, language="en") -> str:
    with override(language):
        return reverse(name, args=[session.pk])


def send(client, url, data, page=None):
    """Send a form with the token of the page that it stands on."""
    html = client.get(page or url).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    return client.post(url, {"csrfmiddlewaretoken": token, **data})


def press(client, session, row, arrived="yes", **data):
    given = {"reference": row.reference, "arrived": arrived, **data}
    return send(client, address("check-in", session), given)


def outcome(row) -> str:
    return Attendance.objects.get(registration=row).outcome


class TestWhoMayOpenIt:
    def test_the_link_opens_its_own_session_and_no_other(self, phone, session):
        other = factories.session()
        assert phone.get(address("check-in", session)).status_code == 200
        for name in ("check-in", "check-in-state", "check-in-walk-in"):
            assert phone.get(address(name, other)).status_code == 403

    def test_nobody_else_learns_whether_there_is_such_a_session(self, client, session):
        row = registration(session)
        there, nowhere = (client.get(f"/en/check-in/{pk}/") for pk in (session.pk, 999999))
        assert there.status_code == nowhere.status_code == 403
        assert row.name not in there.content.decode()
        assert there.context["problem"] == nowhere.context["problem"] == "needed"

    def test_staff_who_note_attendance_need_no_link(self, client, session):
        client.force_login(factories.administrator())
        assert client.get(address("check-in", session)).status_code == 200

    def test_other_accounts_do(self, client, session):
        client.force_login(get_user_model().objects.create_user("someone"))
        assert client.get(address("check-in", session)).status_code == 403

    def test_a_link_that_is_withdrawn_shuts_the_page_that_it_opened(self, phone, session):
        assert services.revoke_check_in_link(session_id=session.pk) == 1
        assert phone.get(address("check-in", session)).status_code == 403
        assert services.revoke_check_in_link(session_id=session.pk) == 0

    def test_a_link_runs_out_twelve_hours_after_the_session(self, session):
        token = services.make_check_in_link(session_id=session.pk)
        link = AccessLink.objects.get()
        assert link.expires_at == session.ends_at + timedelta(hours=12)
        AccessLink.objects.update(expires_at=timezone.now())
        assert Client().get(f"/en/check-in/open/{token}/").status_code == 410

    def test_a_link_of_another_purpose_opens_nothing(self, client, session):
        token = services.link_token(registration(session))
        answer = client.get(f"/en/check-in/open/{token}/")
        assert (answer.status_code, answer["Referrer-Policy"]) == (404, "no-referrer")

    def test_there_is_one_link_until_it_is_withdrawn(self, session):
        first = services.make_check_in_link(session_id=session.pk)
        assert services.make_check_in_link(session_id=session.pk) == first
        services.revoke_check_in_link(session_id=session.pk)
        assert services.make_check_in_link(session_id=session.pk) != first

    def test_leaving_shuts_it_on_this_phone_alone(self, phone, session):
        other = a_phone(session)
        page = address("check-in", session)
        left = send(phone, address("check-in-leave", session), {}, page=page)
        assert phone.get(left.url).status_code == 200
        assert (phone.get(page).status_code, other.get(page).status_code) == (403, 200)

    def test_no_cache_keeps_it(self, phone, session):
        for name in ("check-in", "check-in-state"):
            assert "no-store" in phone.get(address(name, session))["Cache-Control"]


class TestTheList:
    def test_shows_those_with_a_place_and_counts_who_came(self, phone, session):
        rows = [registration(session) for _ in range(3)]
        registration(factories.session())
        services.cancel(registration_id=rows[2].pk)
        services.check_in(registration_id=rows[0].pk)
        state = phone.get(address("check-in-state", session)).json()
        assert state["summary"] == "1 of 2 have arrived."
        assert [(each["reference"], each["arrived"]) for each in state["people"]] == [
            (rows[0].reference, True),
            (rows[1].reference, False),
        ]

    @pytest.mark.parametrize("wanted", ["sian", "SIÂN ty", "gwyn", "council", "{reference}"])
    def test_is_searched_by_name_organisation_and_reference(self, phone, session, wanted):
        council = factories.organisation(name_en="Some Council")
        row = registration(session, name="Siân Tŷ-Gwyn", organisation=council)
        registration(session)
        wanted = wanted.format(reference=row.reference.lower())
        page = phone.get(address("check-in", session), {"q": wanted})
        assert [each["reference"] for each in page.context["people"]] == [row.reference]

    def test_costs_the_same_for_10_and_100_people(self, phone):
        def cost(number):
            session = factories.session(capacity=None)
            council = factories.organisation()
            for _ in range(number):
                row = registration(session, organisation=council)
                services.check_in(registration_id=row.pk)
                services.undo_check_in(registration_id=row.pk)
            client = a_phone(session)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address("check-in", session)).status_code == 200
            return len(queries)

        assert cost(10) == cost(100)

    def test_speaks_welsh(self, session):
        client = a_phone(session, "cy")
        registration(session)
        page = client.get(address("check-in", session, "cy")).content.decode()
        assert "Mae 0 o blith 1 wedi cyrraedd." in page


class TestOneButton:
    def test_notes_an_arrival_and_takes_it_back(self, phone, session):
        row = registration(session)
        back = press(phone, session, row)
        assert back.url == address("check-in", session)
        assert f"{row.name} has arrived." in phone.get(back.url).content.decode()
        assert outcome(row) == "attended"
        press(phone, session, row, "no")
        assert outcome(row) == "unknown"

    def test_a_get_changes_nothing(self, phone, session):
        row = registration(session)
        phone.get(address("check-in", session), {"reference": row.reference, "arrived": "yes"})
        phone.get(f"/en/check-in/ticket/{row.reference}/")
        assert not CheckIn.objects.exists()

    @pytest.mark.parametrize(
        "given",
        [
            {"reference": "ZZZZZZZZ"},
            {"reference": "x" * 400},
            {"reference": "\x00"},
            {"reference": ""},
            {"arrived": "perhaps"},
            {"source": "import"},
        ],
    )
    def test_nonsense_is_refused_in_words(self, phone, session, given):
        row = registration(session)
        data = {"reference": row.reference, "arrived": "yes"} | given
        back = send(phone, address("check-in", session), data)
        assert "no confirmed place any more" in phone.get(back.url).content.decode()
        assert not Attendance.objects.exists()

    def test_somebody_of_another_session_is_refused(self, phone, session):
        press(phone, session, registration(factories.session()))
        assert not Attendance.objects.exists()

    def test_staff_are_named_and_phones_are_not(self, client, phone, session):
        admin = factories.administrator()
        client.force_login(admin)
        for browser, actor in ((client, admin), (phone, None)):
            row = registration(session)
            press(browser, session, row)
            assert row.check_ins.get().actor == actor


class TestTicket:
    def test_its_code_is_on_the_page_of_the_booking(self, client, session):
        row = registration(session)
        token = services.link_token(row)
        page = client.get(f"/en/bookings/{token}/", follow=True).content.decode()
        assert f"Code of the ticket with the reference {row.reference}" in page
        assert re.search(r'<svg viewBox="[^"]+" class="gpx-code">', page)

    @pytest.mark.parametrize(
        "fields", [{"mode": "online"}, {"capacity": 0}, {"starts_at": factories.in_days(-2)}]
    )
    def test_there_is_none_without_a_place_in_a_room_to_come(self, client, site_tree, fields):
        session = factories.session(**fields)
        if "starts_at" in fields:
            EventSession.objects.update(status="completed")
        token = services.link_token(registration(session))
        page = client.get(f"/en/bookings/{token}/", follow=True).content.decode()
        assert "gpx-code" not in page

    def test_leads_whoever_is_at_the_door_to_one_big_button(self, phone, session):
        row = registration(session, name="Siân")
        page = phone.get(f"/en/check-in/ticket/{row.reference.lower()}/")
        assert page.context["registration"] == row
        press(phone, session, row, source="qr")
        assert Attendance.objects.get().source == "qr"

    def test_tells_anybody_else_nothing(self, client, session):
        row = registration(session, name="Siân")
        there = client.get(f"/en/check-in/ticket/{row.reference}/")
        nowhere = client.get("/en/check-in/ticket/ZZZZZZZZ/")
        assert there.status_code == nowhere.status_code == 403
        assert "Siân" not in there.content.decode()
        texts = [
            each.content.decode().replace(row.reference, "ZZZZZZZZ") for each in (there, nowhere)
        ]
        assert texts[0] == texts[1]

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "This ticket is not for your session"),
            ("cy", "Nid yw’r tocyn hwn ar gyfer eich sesiwn chi"),
        ],
    )
    def test_of_another_session_is_told_apart_at_the_door(self, session, language, said):
        other = registration(factories.session(event=session.event), name="Siân")
        client = a_phone(session, language)
        pages = []
        for reference in (other.reference, "ZZZZZZZZ"):
            with override(language):
                answer = client.get(reverse("check-in-ticket", args=[reference]))
            assert answer.status_code == 403
            pages.append(answer.content.decode().replace(reference, "ZZZZZZZZ"))
        assert said in pages[0]
        assert "Siân" not in pages[0]
        assert pages[0] == pages[1]  # it says no more than it would of one that there is not

    def test_of_a_cancelled_booking_has_no_button(self, phone, session):
        row = registration(session)
        services.cancel(registration_id=row.pk)
        page = phone.get(f"/en/check-in/ticket/{row.reference}/").content.decode()
        assert "This registration has no confirmed place any more." in page
        assert 'name="arrived"' not in page


class TestWalkIn:
    def add(self, client, session, **given):
        data = {"name": "Idris", "email": "", "organisation": "", **given}
        return send(client, address("check-in-walk-in", session), data)

    def test_needs_no_more_than_a_name(self, phone, session):
        assert self.add(phone, session).status_code == 302
        row = Registration.objects.get()
        assert (row.state, row.email_key, row.source) == (State.CONFIRMED, "", "staff")
        assert (row.attendance.outcome, row.attendance.walk_in) == ("attended", True)
        assert row.mail_locale == "both"
        session.refresh_from_db()
        assert session.places_taken == 1
        assert services.recount() == []

    def test_two_without_an_address_are_two_people(self, phone, session):
        self.add(phone, session)
        self.add(phone, session, name="Mari")
        assert Person.objects.count() == 2

    def test_sent_twice_is_added_once(self, phone, session):
        url = address("check-in-walk-in", session)
        form = phone.get(url).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        for _ in range(2):
            assert phone.post(url, hidden | {"name": "Idris"}).status_code == 302
        assert Registration.objects.count() == 1

    def test_may_go_over_and_says_so_first(self, phone):
        session = factories.session(capacity=1)
        registration(session)
        client = a_phone(session)
        page = client.get(address("check-in-walk-in", session)).content.decode()
        assert "Every place of this session is taken" in page
        assert self.add(client, session).status_code == 302
        session.refresh_from_db()
        assert (session.places_taken, session.capacity) == (2, 1)

    def test_whoever_has_a_place_is_checked_in(self, phone, session):
        row = registration(session)
        self.add(phone, session, email=row.email_key.upper())
        assert Registration.objects.count() == 1
        assert (outcome(row), row.attendance.walk_in) == ("attended", False)

    def test_whoever_waits_has_a_place_now(self, phone):
        session = factories.session(capacity=0)
        row = registration(session)
        assert row.state == State.WAITLISTED
        self.add(a_phone(session), session, email=row.email_key)
        row.refresh_from_db()
        assert row.state == State.CONFIRMED
        assert services.recount() == []
        session.refresh_from_db()
        assert (session.places_taken, session.queue_len) == (1, 0)

    def test_whoever_waits_for_an_answer_keeps_the_place_that_they_hold(self, phone):
        session = factories.session(capacity=1, approval_required=True)
        row = services.book(session_id=session.pk, details=details()).registration
        assert row.state == State.PENDING_APPROVAL
        self.add(a_phone(session), session, email=row.email_key)
        row.refresh_from_db()
        session.refresh_from_db()
        assert (row.state, outcome(row), session.places_taken) == ("confirmed", "attended", 1)
        assert services.recount() == []

    def test_whoever_is_offered_a_place_takes_it(self, phone):
        session = factories.session(capacity=1)
        first, second = registration(session), registration(session)
        services.cancel(registration_id=first.pk)
        services.sweep()
        second.refresh_from_db()
        assert second.state == State.OFFERED
        self.add(a_phone(session), session, email=second.email_key)
        assert second.offers.get().state == "accepted"
        assert services.recount() == []

    def test_a_known_person_keeps_their_language(self, phone, session):
        person = factories.person("sian@example.org", language="cy")
        self.add(phone, session, email="sian@example.org", name="Another Name")
        row = Registration.objects.get()
        assert (row.person, row.mail_locale) == (person, "cy")

    def test_a_known_organisation_is_found(self, phone, session):
        council = factories.organisation(name_cy="Cyngor Môn")
        self.add(phone, session, organisation="cyngor mon")
        assert Registration.objects.get().organisation == council

    @pytest.mark.parametrize("status", ["cancelled", "postponed"])
    def test_not_to_a_session_that_is_off(self, phone, session, status):
        EventSession.objects.update(status=status)
        answer = self.add(phone, session)
        assert answer.status_code == 409
        assert "nobody can be added" in answer.content.decode()
        assert not Registration.objects.exists()

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "a\x0bb"}, "name"),
            ({"email": "not an address"}, "email"),
            ({"email": "a@b.example\r\nBcc: c@d.example"}, "email"),
            ({"organisation": "x" * 151}, "organisation"),
        ],
    )
    def test_mistakes_are_shown_at_their_field(self, phone, session, given, field):
        answer = self.add(phone, session, **given)
        assert (answer.status_code, answer.context["form"].errors.keys()) == (200, {field})
        assert "<title>Error: " in answer.content.decode()

    def test_the_language_can_be_changed_in_the_middle(self, phone, session):
        data = {"name": "Idris", "switch": "cy"}
        page = address("check-in-walk-in", session)
        answer = send(phone, address("check-in-walk-in", session, "cy"), data, page=page)
        assert (answer.status_code, answer.context["form"]["name"].value()) == (200, "Idris")


class TestAdmin:
    def test_makes_and_withdraws_the_link(self, client, session):
        client.force_login(factories.administrator())
        url = reverse("registration-check-in", args=[session.pk])
        assert "check-in/open/" not in client.get(url).content.decode()
        assert not AccessLink.objects.exists()
        client.post(url, {"link": "make"})
        assert links.check_in_url(session, "en") in client.get(url).content.decode()
        client.post(url, {"link": "revoke"})
        assert links.check_in_url(session, "en") == ""


def sync(client, session, *presses, ahead=0):
    """Send presses as a phone does whose clock is ``ahead`` seconds before ours."""
    html = client.get(address("check-in", session)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    sent_at = int((timezone.now().timestamp() + ahead) * 1000)
    return client.post(
        address("check-in-sync", session),
        json.dumps({"sent_at": sent_at, "presses": list(presses)}),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )


def kept(row, number, *, ago, arrived="yes", device=0, **changes):
    """A press that a phone made ``ago`` seconds ago and kept."""
    return {
        "id": f"0b0e9a44-6f1c-4c43-9b8e-00000000{number:04}",
        "reference": row.reference,
        "arrived": arrived,
        "device": PHONES[device],
        "made_at": int((timezone.now().timestamp() - ago) * 1000),
        **changes,
    }


class TestSync:
    def test_what_was_kept_is_noted_with_the_time_of_the_press(self, phone, session):
        row = registration(session)
        answer = sync(phone, session, kept(row, 1, ago=600)).json()
        assert list(answer["results"].values()) == ["done"]
        assert answer["state"]["summary"] == "1 of 1 have arrived."
        noted = CheckIn.objects.get()
        assert abs(noted.made_at - (timezone.now() - timedelta(seconds=600))) < timedelta(seconds=5)

    def test_sent_again_it_is_kept_once(self, phone, session):
        row = registration(session)
        press_ = kept(row, 1, ago=60)
        answers = [sync(phone, session, press_).json()["results"] for _ in range(2)]
        assert answers[0] == answers[1] == {press_["id"]: "done"}
        assert CheckIn.objects.count() == 1

    @pytest.mark.parametrize("first", [0, 1])
    def test_the_later_press_wins_whichever_comes_first(self, phone, session, first):
        row = registration(session, name="Siân")
        presses = [
            kept(row, 1, ago=600, arrived="yes", device=0),
            kept(row, 2, ago=300, arrived="no", device=1),
        ]
        for number in (first, 1 - first):
            answer = sync(phone, session, presses[number]).json()
        assert outcome(row) == "unknown"
        (line,) = answer["state"]["overwritten"]
        assert line.startswith("Siân: arrival noted at ")
        if first == 1:
            assert answer["results"] == {presses[0]["id"]: "overwritten"}

    def test_one_phone_that_corrects_itself_overwrites_nobody(self, phone, session):
        row = registration(session)
        presses = [kept(row, 1, ago=60), kept(row, 2, ago=30, arrived="no")]
        assert sync(phone, session, *presses).json()["state"]["overwritten"] == []

    def test_of_two_members_of_staff_too(self, client, session):
        row = registration(session, name="Siân")
        first, second = factories.administrator(), factories.administrator("second")
        services.check_in(registration_id=row.pk, actor=first)
        services.undo_check_in(registration_id=row.pk, actor=first)
        client.force_login(first)
        url = address("check-in-state", session)
        assert client.get(url).json()["overwritten"] == []
        services.check_in(registration_id=row.pk, actor=second)
        (line,) = client.get(url).json()["overwritten"]
        assert line.startswith("Siân: arrival undone at ")

    @pytest.mark.parametrize("ahead", [-7200, 7200])
    def test_a_clock_that_is_wrong_wins_nothing(self, phone, session, ahead):
        row = registration(session)
        right = kept(row, 1, ago=300, arrived="no", device=0)
        wrong = kept(row, 2, ago=600, arrived="yes", device=1)
        wrong["made_at"] += ahead * 1000
        sync(phone, session, right)
        assert list(sync(phone, session, wrong, ahead=ahead).json()["results"].values()) == [
            "overwritten"
        ]
        assert outcome(row) == "unknown"

    def test_nothing_was_pressed_in_the_future(self, phone, session):
        sync(phone, session, kept(registration(session), 1, ago=-3600))
        assert CheckIn.objects.get().made_at <= timezone.now()

    def test_one_that_cannot_be_taken_holds_up_no_other(self, phone, session):
        good, cancelled = registration(session), registration(session)
        services.cancel(registration_id=cancelled.pk)
        bad = [
            kept(cancelled, 1, ago=9),
            kept(registration(factories.session()), 2, ago=9),
            kept(good, 3, ago=9, made_at="noon"),
            kept(good, 4, ago=9) | {"device": "<script>"},
            kept(good, 5, ago=9, arrived=["yes"]),
            kept(good, 6, ago=9, id="six"),
            None,
            [],
        ]
        results = sync(phone, session, *bad, kept(good, 7, ago=9)).json()["results"]
        assert results.pop(kept(good, 7, ago=9)["id"]) == "done"
        assert set(results.values()) == {"refused"}

    @pytest.mark.parametrize(
        "body", ["", "[]", "{", "null", '{"presses": []}', '{"sent_at": 1, "presses": 2}', "\xff"]
    )
    def test_nonsense_is_an_error_in_words(self, session, body):
        client = Client()
        client.force_login(factories.administrator())
        url = address("check-in-sync", session)
        answer = client.post(url, body.encode("latin-1"), content_type="application/json")
        assert (answer.status_code, answer.json()["field"]) == (400, "presses")

    def test_a_forged_request_is_refused(self, phone, session):
        url = address("check-in-sync", session)
        answer = phone.post(url, "{}", content_type="application/json")
        assert answer.status_code == 403

    def test_is_forgotten_thirty_days_after_the_session(self, phone, session):
        row = registration(session)
        services.check_in(registration_id=row.pk)
        assert services.purge_check_ins() == 0
        EventSession.objects.update(
            starts_at=factories.in_days(-32), ends_at=factories.in_days(-31)
        )
        assert services.purge_check_ins() == 1
        assert outcome(row) == "attended"
