"""Moving and cancelling, one at a time and many at once."""

from urllib.parse import quote

import pytest
from django.core import mail
from django.urls import reverse

from events.registration import services
from events.registration.models import Registration
from events.registration.services import change_registration
from events.registration.states import State
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_registration_registration:"


def bulk(action: str, *rows: Registration | str, query: str = "") -> str:
    ids = "&".join(f"id={getattr(row, 'pk', row)}" for row in rows)
    url = reverse("wagtail_bulk_action", args=["registration", "registration", action])
    return f"{url}?next={quote(reverse(LIST + 'list') + query, safe='')}&{ids}"


class TestMoveOne:
    def test_asks_to_where(self, client, staff, drain):
        row = registration(factories.session())
        other = factories.session()
        url = reverse(LIST + "move", args=[row.pk])
        assert url in client.get(reverse(LIST + "list")).content.decode()
        assert client.get(url).status_code == 200
        assert client.post(url).context["form"].errors == {"session": ["Choose a session"]}
        client.post(url, {"session": other.pk})
        reference = row.reference
        row.refresh_from_db()
        assert (row.session, row.state, row.reference) == (other, State.CONFIRMED, reference)
        assert AuditEntry.objects.first().actor == staff

    def test_a_full_session_is_said_in_words(self, client):
        row = registration(factories.session())
        full = factories.session(capacity=0)
        url = reverse(LIST + "move", args=[row.pk])
        page = client.post(url, {"session": full.pk}, follow=True).content.decode()
        assert "No place is free in the other session" in page
        row.refresh_from_db()
        assert row.session_id != full.pk

    def test_a_session_that_was_just_deleted_is_said_in_words(self, client, monkeypatch):
        row, other = registration(factories.session()), factories.session()
        move = change_registration._move

        def too_late(*args):
            other.delete()
            return move(*args)

        monkeypatch.setattr(change_registration, "_move", too_late)
        url = reverse(LIST + "move", args=[row.pk])
        page = client.post(url, {"session": other.pk}, follow=True).content.decode()
        assert "The other session has been deleted." in page


class TestMoveMany:
    def test_as_far_as_there_are_places(self, client, drain):
        session, other = factories.session(), factories.session(capacity=2)
        rows = [registration(session) for _ in range(3)]
        ended = registration(session)
        services.cancel(registration_id=ended.pk)
        drain()
        mail.outbox.clear()
        url = bulk("move-registrations", *rows, ended)
        asked = client.get(url)
        assert asked.context["registrations"] == rows
        assert asked.context["left_alone"] == 1
        page = client.post(url, {"session": other.pk}, follow=True).content.decode()
        assert "2 registrations are moved." in page
        assert "1 registration stays as it is. No place is free in the other session" in page
        for each, taken in ((session, 1), (other, 2)):
            each.refresh_from_db()
            assert each.places_taken == taken
        assert services.recount() == []
        drain()
        assert len(mail.outbox) == 4  # two are told of the new session and leave the old one

    def test_without_a_session_nothing_happens(self, client):
        row = registration(factories.session())
        page = client.post(bulk("move-registrations", row))
        assert page.context["form"].errors == {"session": ["Choose a session"]}


class TestCancelMany:
    def test_all_that_the_list_shows(self, client, staff, drain):
        session = factories.session()
        rows = [registration(session) for _ in range(3)]
        elsewhere = registration(factories.session())
        url = bulk("delete", "all", query=f"?session={session.pk}&q=Person")
        client.post(url, {"reason": "fewer_places"})
        assert set(Registration.objects.live()) == {elsewhere}
        assert Registration.objects.filter(state=State.CANCELLED_BY_ORGANISER).count() == 3
        entries = AuditEntry.objects.filter(action="registration.cancelled_by_organiser")
        assert {(each.actor, each.detail["reason"]) for each in entries} == {
            (staff, "fewer_places")
        }
        client.post(url, {"reason": "fewer_places"})
        drain()
        sorry = [each.to[0] for each in mail.outbox if "fewer places" in each.body]
        assert sorted(sorry) == sorted(row.email_key for row in rows)

    @pytest.mark.parametrize("query", ["?session=x", "?q=x%00y"])
    def test_a_filter_without_sense_chooses_nobody(self, client, query):
        row = registration(factories.session())
        client.post(bulk("delete", "all", query=query), {"reason": "asked"})
        row.refresh_from_db()
        assert row.is_live


@pytest.mark.parametrize("action", ["delete", "move-registrations"])
def test_only_staff_who_may_change_registrations(client, as_group, action):
    session = factories.session()
    row = registration(session)
    as_group("Editors")
    client.post(bulk(action, row), {"reason": "asked", "session": factories.session().pk})
    row.refresh_from_db()
    assert (row.state, row.session) == (State.CONFIRMED, session)


@pytest.mark.parametrize("action", ["delete", "move-registrations"])
def test_the_question_costs_the_same_for_10_and_100(client, action, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    session = factories.session(capacity=None)
    rows = [registration(session) for _ in range(100)]
    counts = []
    for chosen in (rows[:10], rows[:10], rows):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(bulk(action, *chosen)).status_code == 200
        counts.append(len(queries))
    assert counts[1] == counts[2]
