"""The check-in at the door: who may open it, what it lists, and what a button does."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.registration import services
from events.registration.models import AccessLink, Attendance, CheckIn
from events.registration.notifications import urls
from tests import factories
from tests.events.registration.check_in.phone import a_phone, address, outcome, press, send
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db


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
    def test_shows_those_with_a_place_by_name_and_counts_who_came(self, phone, session):
        bryn, alys, carys = (registration(session, name=n) for n in ("Bryn", "Alys", "Carys"))
        registration(factories.session())
        services.cancel(registration_id=carys.pk)
        services.check_in(registration_id=bryn.pk)
        state = phone.get(address("check-in-state", session)).json()
        assert state["summary"] == "1 of 2 have arrived."
        assert [(each["reference"], each["arrived"]) for each in state["people"]] == [
            (alys.reference, False),
            (bryn.reference, True),
        ]

    @pytest.mark.parametrize(
        ("language", "names"),
        [("en", ["Llinos", "Luc", "Ôd", "Zoe"]), ("cy", ["Luc", "Llinos", "Ôd", "Zoe"])],
    )
    def test_is_in_the_order_of_its_readers_dictionary(self, language, names):
        session = factories.session(capacity=None)
        for name in ("Zoe", "Ôd", "Luc", "Llinos"):
            registration(session, name=name)
        page = a_phone(session, language).get(address("check-in", session, language))
        assert [each["name"] for each in page.context["people"]] == names

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


class TestAdmin:
    def test_makes_and_withdraws_the_link(self, client, session):
        client.force_login(factories.administrator())
        url = reverse("registration-check-in", args=[session.pk])
        assert "check-in/open/" not in client.get(url).content.decode()
        assert not AccessLink.objects.exists()
        client.post(url, {"link": "make"})
        assert urls.check_in_url(session, "en") in client.get(url).content.decode()
        client.post(url, {"link": "revoke"})
        assert urls.check_in_url(session, "en") == ""
