"""Whoever comes unannounced."""

import re

import pytest

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration
from events.registration.states import State
from gpx_site.core.models import Person
from tests import factories
from tests.events.registration.check_in.phone import a_phone, address, outcome, send
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db


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
