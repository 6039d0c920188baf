"""Personal links to a booking: what opens nothing says what to do."""

import re
from html import unescape

import pytest

from events.registration import services
from events.registration.models import Registration
from events.registration.states import State
from tests import factories
from tests.events.registration.visitor import (
    Visitor,
)
from tests.factories.registrations import details

pytestmark = pytest.mark.django_db


class TestLinks:
    @pytest.mark.parametrize(
        ("path", "status", "words"),
        [
            ("/en/bookings/", 404, "Open your booking from its email"),
            ("/cy/cofrestriadau/", 404, "Agorwch eich cofrestriad o’r e-bost"),
            ("/en/bookings/" + "x" * 43 + "/", 404, "We do not know this link"),
            ("/cy/cofrestriadau/x/", 404, "Nid ydym yn adnabod y ddolen hon"),
            ("/en/bookings/cancel/", 404, "Open your booking from its email"),
        ],
    )
    def test_that_open_nothing_say_what_to_do(self, site_tree, client, path, status, words):
        response = client.get(path)
        assert response.status_code == status
        assert words in unescape(response.content.decode())
        assert "no-store" in response["Cache-Control"]

    def test_that_ran_out_say_so(self, site_tree, client):
        row = services.book(session_id=factories.session().pk, details=details()).registration
        token = services.link_token(row)
        services.revoke_links(row)
        response = client.get(f"/en/bookings/{token}/")
        assert response.status_code == 410
        assert "This link has run out" in response.content.decode()

    def test_that_are_revoked_close_what_they_opened(self, site_tree, client):
        row = services.book(session_id=factories.session().pk, details=details()).registration
        client.get(f"/en/bookings/{services.link_token(row)}/")
        assert client.get("/en/bookings/").status_code == 200
        services.revoke_links(row)
        assert client.get("/en/bookings/").status_code == 404

    def test_of_two_people_in_one_browser_each_form_keeps_its_own(self, pages, session):
        """The tab of the first is still open when the second opens a link and is cancelled."""
        first, second = (
            services.book(session_id=session.pk, details=details()).registration for _ in range(2)
        )
        visitor = Visitor(pages, session)
        visitor.get(f"/en/bookings/{services.link_token(first)}/")
        to_cancel = re.search(
            r'href="(/en/bookings/cancel/[^"]*)"', visitor.get("/en/bookings/").content.decode()
        ).group(1)
        page = visitor.get(to_cancel).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        visitor.get(f"/en/bookings/{services.link_token(second)}/")
        assert second.reference in visitor.get("/en/bookings/").content.decode()
        assert first.reference in visitor.get(to_cancel).content.decode()
        visitor.client.post("/en/bookings/cancel/", hidden)
        assert first.reference in visitor.get("/en/bookings/").content.decode()
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == (State.CANCELLED_BY_ATTENDEE, State.CONFIRMED)

    def test_a_booking_that_was_not_opened_here_cannot_be_named(self, pages, session):
        mine, other = (
            services.book(session_id=session.pk, details=details()).registration for _ in range(2)
        )
        visitor = Visitor(pages, session)
        visitor.get(f"/en/bookings/{services.link_token(mine)}/")
        assert visitor.get(f"/en/bookings/?booking={other.reference}").status_code == 404
        for named in (other.reference, "", "\0"):
            page = visitor.post("/en/bookings/cancel/", {"booking": named})
            assert page.status_code == 404
        assert Registration.objects.confirmed().count() == 2
