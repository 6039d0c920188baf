"""Badges, the sheet to sign, the list of needs; who may see needs at all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.registration import services
from events.registration.admin.print_views import tallied
from tests import factories
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_registration_registration:list"
PAPERS = ["session-badges", "session-sign-in", "session-needs"]


def with_needs(session, **needs):
    booking = services.book(
        session_id=session.pk, details=details(), needs=services.Needs(**needs), source="staff"
    )
    return booking.registration


class TestFilter:
    def test_by_organisation_language_and_needs(self, client):
        session = factories.session()
        council = factories.organisation()
        one = registration(session, organisation=council, mail_locale="cy")
        two = with_needs(session, bsl=True)
        three = with_needs(session, dietary="Vegan")
        url = reverse(LIST)
        for query, expected in (
            (f"?organisation={council.pk}", {one}),
            ("?mail_locale=cy", {one}),
            ("?needs=bsl", {two}),
            ("?needs=bsl&needs=dietary", {two, three}),
            ("?needs=access", set()),
        ):
            assert set(client.get(url + query).context["object_list"]) == expected, query

    def test_needs_are_no_filter_for_others(self, client, as_group):
        user = as_group("Events managers")
        group = user.groups.get()
        group.permissions.remove(*group.permissions.filter(codename="view_registrationneeds"))
        session = factories.session()
        rows = {registration(session), with_needs(session, bsl=True)}
        page = client.get(reverse(LIST) + "?needs=bsl")
        assert set(page.context["object_list"]) == rows
        assert 'name="needs"' not in page.content.decode()


class TestPapers:
    def test_everybody_has_a_badge_in_both_languages(self, client):
        session = factories.session()
        council = factories.organisation(name_en="Cardiff Council", name_cy="Cyngor Caerdydd")
        registration(session, name="Mair", organisation=council)
        gone = registration(session, name="Gone")
        services.cancel(registration_id=gone.pk)
        page = client.get(reverse("session-badges", args=[session.pk])).content.decode()
        assert page.count('class="gpx-badge"') == 1
        assert "Gone" not in page
        for words in ("Mair", "Cardiff Council", "Cyngor Caerdydd", session.event.title_cy):
            assert words in page

    def test_the_sheet_is_bilingual(self, client):
        session = factories.session()
        row = registration(session)
        page = client.get(reverse("session-sign-in", args=[session.pk])).content.decode()
        heading = '<th scope="col"><span lang="cy">Enw</span> / <span lang="en">Name</span></th>'
        assert heading in page
        assert row.reference in page
        assert row.email_key not in page
        assert session.venue.town_cy in page

    def test_needs_are_counted_without_a_name(self, client):
        session = factories.session()
        rows = [
            with_needs(session, dietary="Vegan", bsl=True),
            with_needs(session, dietary="vegan "),
            with_needs(session, dietary="Halal", access="Step-free", translation=True),
            registration(session),
        ]
        services.cancel(registration_id=with_needs(session, dietary="Kosher").pk)
        page = client.get(reverse("session-needs", args=[session.pk]))
        assert page.context["texts"] == [
            ("Dietary needs", [("Vegan", 2), ("Halal", 1)]),
            ("Access needs", [("Step-free", 1)]),
        ]
        assert page.context["arrangements"] == [
            ("British Sign Language", 1),
            ("Simultaneous translation", 1),
        ]
        assert page.context["total"] == 4
        text = page.content.decode()
        assert not [row for row in rows if row.name in text or row.reference in text]

    def test_texts_are_counted_however_they_are_spelt(self):
        assert tallied(["Ŵy", "wy", "", "Cnau"]) == [("Ŵy", 2), ("Cnau", 1)]

    @pytest.mark.parametrize("name", PAPERS)
    def test_costs_the_same_for_10_and_100_rows(self, client, name):
        costs = []
        council = factories.organisation()
        for number in (10, 10, 100):
            session = factories.session(capacity=None)
            for _ in range(number):
                services.book(
                    session_id=session.pk,
                    details=details(organisation=council),
                    needs=services.Needs(bsl=True),
                    source="staff",
                )
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(name, args=[session.pk])).status_code == 200
            costs.append(len(queries))
        assert costs[1] == costs[2]

    @pytest.mark.parametrize("name", PAPERS)
    def test_are_one_click_from_the_session(self, client, name):
        session = factories.session()
        page = client.get(reverse("wagtailsnippets_events_eventsession:list")).content.decode()
        assert reverse(name, args=[session.pk]) in page

    @pytest.mark.parametrize("name", PAPERS)
    @pytest.mark.parametrize(
        ("group", "status"), [("Events managers", 200), ("Evaluators", 403), ("Editors", 403)]
    )
    def test_who_may(self, client, as_group, name, group, status):
        session = factories.session()
        as_group(group)
        assert client.get(reverse(name, args=[session.pk])).status_code == status

    def test_needs_have_their_own_permission(self, client, as_group):
        user = as_group("Events managers")
        group = user.groups.get()
        group.permissions.remove(*group.permissions.filter(codename="view_registrationneeds"))
        session = factories.session()
        statuses = [client.get(reverse(name, args=[session.pk])).status_code for name in PAPERS]
        assert statuses == [200, 200, 403]
