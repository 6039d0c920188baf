"""The code on a booking, and what it says to whoever reads it."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from events.models import EventSession
from events.registration import services
from events.registration.models import Attendance
from tests import factories
from tests.events.registration.check_in.phone import a_phone, press
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db


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
