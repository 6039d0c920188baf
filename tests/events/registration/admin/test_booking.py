"""Booking for somebody who telephoned or wrote."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.users.models import UserProfile

from events.registration.models import Registration, RegistrationQuestion
from events.registration.states import State
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db


def url(session=None) -> str:
    address = reverse("wagtailsnippets_registration_registration:add")
    return f"{address}?session={session.pk}" if session else address


def form(**fields) -> dict:
    return {
        "source": "phone",
        "name": "Idris",
        "email": "Idris@example.org",
        "organisation": "",
        "role": "",
        "role_text": "",
        "mail_locale": "cy",
        "wants_welsh": "yes",
        "access": "Step-free",
        **fields,
    }


class TestSession:
    def test_is_chosen_first(self, client):
        soon, held, cancelled = (
            factories.session(),
            factories.session(starts_at=factories.in_days(-2)),
            factories.session(status="cancelled"),
        )
        long_ago = factories.session(starts_at=factories.in_days(-60))
        offered = client.get(url()).context["choice"].fields["session"].queryset
        assert set(offered) == {soon, held}
        for other in (cancelled, long_ago):
            page = client.get(url(other))
            assert page.context["choice"].errors == {"session": ["Choose a session from the list"]}
            assert client.post(url(other), form()).status_code == 409
        assert not Registration.objects.exists()

    def test_nonsense_is_said_in_words(self, client):
        page = client.get(url() + "?session=x").content.decode()
        assert "Error: Book for somebody" in " ".join(page.split())
        assert 'href="#id_session"' in page


class TestBook:
    def test_takes_a_place_and_writes_in_the_chosen_language(self, client, staff, drain):
        session = factories.session()
        response = client.post(url(session), form())
        assert response.url.endswith(f"?session={session.pk}")
        row = Registration.objects.get()
        assert (row.state, row.source, row.created_by) == (State.CONFIRMED, "phone", staff)
        assert (row.email_key, row.mail_locale) == ("idris@example.org", "cy")
        assert (row.wants_welsh_at_event, row.needs.access) == (True, "Step-free")
        session.refresh_from_db()
        assert session.places_taken == 1
        drain()
        assert [(each.to, each.extra_headers["Content-Language"]) for each in mail.outbox] == [
            (["idris@example.org"], "cy")
        ]
        entry = AuditEntry.objects.get(action="registration.confirmed")
        assert (entry.actor, entry.detail) == (staff, {})

    def test_asks_what_the_event_asks(self, client):
        session = factories.session()
        RegistrationQuestion.objects.create(
            event=session.event,
            slug="why",
            kind="text",
            text_en="Why?",
            text_cy="Pam?",
            required=True,
        )
        page = client.post(url(session), form())
        assert page.context["form"].errors.keys() == {"question-why"}
        client.post(url(session), form(**{"question-why": "To learn"}))
        assert Registration.objects.get().answers_in_words == "Why?: To learn"

    def test_twice_is_once(self, client):
        session = factories.session()
        client.post(url(session), form())
        page = client.post(url(session), form(name="Another"), follow=True).content.decode()
        row = Registration.objects.get()
        assert row.name == "Idris"
        assert f"already, under the reference {row.reference}" in page

    def test_mistakes_are_named_on_top_and_nothing_typed_is_lost(self, client):
        session = factories.session()
        page = client.post(url(session), form(email="a@b\r\nBcc: c@d.org", source="web"))
        assert page.context["form"].errors.keys() == {"email", "source"}
        text = page.content.decode()
        assert '<a href="#id_email">' in text
        assert "Step-free" in text
        assert not Registration.objects.exists()

    def test_a_full_session_without_a_list_refuses(self, client):
        session = factories.session(capacity=0, waiting_list=False)
        page = client.post(url(session), form())
        assert "keeps no waiting list" in str(page.context["form"].non_field_errors())
        assert not Registration.objects.exists()

    def test_in_welsh(self, client, staff):
        UserProfile.objects.create(user=staff, preferred_language="cy")
        text = client.get(url(factories.session())).content.decode()
        assert "Cofrestru rhywun" in text


class TestQueue:
    def test_is_jumped_only_by_a_tick_and_not_past_the_allowance(self, client):
        session = factories.session(capacity=1, overbook_allowance=0)
        registration(session)
        waiting = registration(session)
        assert waiting.state == State.WAITLISTED
        client.post(url(session), form(email="a@example.org"))
        assert Registration.objects.get(email_key="a@example.org").state == State.WAITLISTED
        page = client.post(url(session), form(email="b@example.org", past_queue="on"))
        assert "Give the session more places first" in str(page.context["form"].errors)
        assert not Registration.objects.filter(email_key="b@example.org").exists()
        type(session).objects.filter(pk=session.pk).update(overbook_allowance=1)
        client.post(url(session), form(email="b@example.org", past_queue="on"))
        row = Registration.objects.get(email_key="b@example.org")
        assert row.state == State.CONFIRMED
        session.refresh_from_db()
        assert (session.places_taken, session.queue_len) == (2, 2)
        entry = AuditEntry.objects.get(subject=f"registration.registration:{row.pk}")
        assert entry.detail == {"past_queue": 2}

    def test_the_tick_is_not_there_where_nobody_waits(self, client):
        assert "past_queue" not in client.get(url(factories.session())).context["form"].fields


class TestWho:
    @pytest.mark.parametrize(
        ("group", "status"), [("Events managers", 200), ("Evaluators", 403), ("Editors", 403)]
    )
    def test_may_book(self, client, as_group, group, status):
        as_group(group)
        session = factories.session()
        assert client.get(url(session)).status_code == status
        client.post(url(session), form())
        assert Registration.objects.exists() == (status == 200)

    def test_needs_are_asked_by_those_who_may_note_them(self, client, as_group):
        user = as_group("Events managers")
        group = user.groups.get()
        group.permissions.remove(*group.permissions.filter(codename="add_registrationneeds"))
        session = factories.session()
        assert "access" not in client.get(url(session)).context["form"].fields
        client.post(url(session), form())
        assert not hasattr(Registration.objects.get(), "needs")
