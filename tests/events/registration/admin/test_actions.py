"""What staff see and do: the list, correcting, cancelling, exporting, check-in."""

import csv
from html import unescape
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration
from events.registration.states import State
from gpx_site.privacy.erasure import erase_person
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_registration_registration:"


@pytest.fixture
def staff():
    return factories.administrator()


@pytest.fixture
def client(client, staff):
    client.force_login(staff)
    return client


def count_queries(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def fill(session: EventSession, number: int) -> None:
    council = factories.organisation()
    for _ in range(number):
        row = services.book(
            session_id=session.pk,
            details=details(organisation=council),
            needs=services.Needs(bsl=True),
        ).registration
        services.check_in(registration_id=row.pk)


class TestList:
    def test_shows_rows_and_finds_them(self, client):
        first, second = (registration(factories.session()) for _ in range(2))
        url = reverse(LIST + "list")
        both = client.get(url).content.decode()
        assert first.reference in both
        assert second.reference in both
        for query in (
            f"?q={first.reference}",
            f"?q={first.email_key}",
            f"?session={first.session_id}",
        ):
            found = client.get(url + query).content.decode()
            assert first.reference in found
            assert second.reference not in found
        assert first.reference not in client.get(url + "?state=waitlisted").content.decode()

    @pytest.mark.parametrize("which", ["list", "check-in"])
    def test_costs_the_same_for_10_and_100_rows(self, client, which, monkeypatch):
        monkeypatch.setattr(
            "events.registration.admin.viewsets.RegistrationViewSet.list_per_page", 100
        )
        few, many = factories.session(capacity=None), factories.session(capacity=None)
        fill(few, 10)
        fill(many, 100)
        urls = [
            reverse(LIST + "list") + f"?session={session.pk}"
            if which == "list"
            else reverse("registration-check-in", args=[session.pk])
            for session in (few, many)
        ]
        client.get(urls[0])  # what is cached is cached
        assert count_queries(client, urls[0]) == count_queries(client, urls[1])

    def test_nobody_deletes(self, client):
        row = registration(factories.session())
        url = reverse(LIST + "delete", args=[row.pk])
        client.post(url)
        assert Registration.objects.filter(pk=row.pk).exists()
        assert url not in client.get(reverse(LIST + "list")).content.decode()


def post_correction(client, row: Registration, **fields):
    """Send the form in which staff correct ``row``."""
    given = {
        "name": "Mair Rees",
        "organisation": "",
        "organisation_text": "",
        "role": "",
        "role_text": "",
        "mail_locale": row.mail_locale,
    }
    return client.post(reverse(LIST + "edit", args=[row.pk]), given | fields)


class TestCorrect:
    def test_changes_details_and_nothing_else(self, client):
        row = registration(factories.session())
        other = factories.session()
        url = reverse(LIST + "edit", args=[row.pk])
        given = {
            "session": other.pk,
            "name": "Right Name",
            "email_key": "b@example.org",
            "organisation": "",
            "organisation_text": "",
            "role": "",
            "role_text": "",
            "mail_locale": "cy",
            "source": "web",
        }
        assert client.get(url).status_code == 200
        assert client.post(url, given).status_code == 302
        now = Registration.objects.get()
        assert (now.name, now.mail_locale) == ("Right Name", "cy")
        assert (now.session, now.email_key, now.source) == (row.session, row.email_key, "staff")
        assert AuditEntry.objects.filter(action="registration.corrected").count() == 1

    def test_the_language_of_the_person_follows(self, client):
        row = registration(factories.session(), mail_locale="en")
        assert post_correction(client, row, mail_locale="cy").status_code == 302
        row.refresh_from_db()
        assert (row.mail_locale, row.person.language) == ("cy", "cy")

    def test_a_name_that_was_misheard_at_the_door(self, client):
        """Of somebody who gave no address; as a registrant, and as a person."""
        row = services.walk_in(
            session_id=factories.session().pk, who=services.WalkIn(name="Main Reese")
        )
        assert post_correction(client, row).status_code == 302
        url = reverse("wagtailsnippets_core_person:edit", args=[row.person_id])
        given = {"name": "Mair Rees", "email_key": "x@example.org", "language": "cy"}
        assert client.post(url, given | {"organisation": ""}).status_code == 302
        key = row.person.email_key
        row = Registration.objects.select_related("person").get()
        assert (row.name, row.email_key) == ("Mair Rees", "")
        assert (row.person.name, row.person.email_key) == ("Mair Rees", key)

    @pytest.mark.parametrize(
        ("language", "words"),
        [("en", "What was known of this person has been removed"), ("cy", "wedi’i ddileu, ac ni")],
    )
    def test_nobody_is_put_back_who_was_erased(self, client, staff, language, words):
        UserProfile.objects.create(user=staff, preferred_language=language)
        row = registration(factories.session(), email="a@example.org")
        erase_person("a@example.org")
        row.refresh_from_db()
        page = post_correction(client, row, organisation_text="Somewhere")
        assert (page.status_code, words in unescape(page.content.decode())) == (200, True)
        now = Registration.objects.get()
        assert (now.name, now.email_key, now.organisation_text) == ("", "", "")

    def test_state_and_counters_are_not_in_the_form(self, client):
        session = factories.session()
        row = registration(session)
        forged = {"state": "waitlisted", "person": 1, "looks_automated": "on", "reference": "X"}
        assert post_correction(client, row, **forged).status_code == 302
        now = Registration.objects.get()
        assert (now.state, now.person, now.looks_automated, now.reference) == (
            State.CONFIRMED,
            row.person,
            False,
            row.reference,
        )
        assert services.recount() == []

    def test_does_not_undo_a_cancellation(self):
        stale = registration(factories.session())
        services.cancel(registration_id=stale.pk)
        stale.name = "Right Name"
        services.correct(registration=stale, changed=["name", "state"])
        now = Registration.objects.get()
        assert (now.name, now.state) == ("Right Name", State.CANCELLED_BY_ATTENDEE)


class TestCancel:
    def test_asks_then_cancels(self, client, staff):
        row = registration(factories.session())
        url = reverse(LIST + "cancel", args=[row.pk])
        assert url in client.get(reverse(LIST + "list")).content.decode()
        assert row.reference in client.get(url).content.decode()
        row.refresh_from_db()
        assert row.state == State.CONFIRMED
        page = client.post(url)
        assert page.context["form"].errors == {"reason": ["Choose a reason"]}
        assert client.post(url, {"reason": "duplicate"}).url == reverse(LIST + "list")
        row.refresh_from_db()
        assert row.state == State.CANCELLED_BY_ORGANISER
        entry = AuditEntry.objects.get(action="registration.cancelled_by_organiser")
        assert (entry.actor, entry.detail["reason"]) == (staff, "duplicate")

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [
            ("en", "You are registered twice, and we have kept one of the two."),
            ("cy", "Rydych wedi cofrestru ddwywaith, ac rydym wedi cadw un o’r ddau gofrestriad."),
        ],
    )
    def test_the_letter_gives_the_reason(self, client, drain, language, sentence):
        row = registration(factories.session(), mail_locale=language)
        client.post(reverse(LIST + "cancel", args=[row.pk]), {"reason": "duplicate"})
        drain()
        assert sentence in " ".join(mail.outbox[-1].body.split())


class TestRobots:
    @pytest.mark.parametrize(
        ("language", "notice", "mark"),
        [
            (
                "en",
                "1 registration for a session to come may have",
                "May be from a robot",
            ),
            (
                "cy",
                "Gallai 1 cofrestriad ar gyfer sesiwn i ddod fod",
                "Efallai mai robot a’i hanfonodd",
            ),
        ],
    )
    def test_are_seen_found_and_accepted_or_cancelled(
        self, client, staff, drain, language, notice, mark
    ):
        UserProfile.objects.create(user=staff, preferred_language=language)
        session = factories.session(capacity=2)
        fair = services.book(session_id=session.pk, details=details()).registration
        row = services.book(
            session_id=session.pk, details=details(), looks_automated=True
        ).registration
        drain()
        session.refresh_from_db()
        assert (row.state, session.places_taken) == (State.CONFIRMED, 2)  # it holds its place
        listing = unescape(client.get(reverse(LIST + "list")).content.decode())
        assert (listing.count(notice), listing.count(mark)) == (1, 1)
        assert 'href="?looks_automated=true"' in listing
        found = client.get(reverse(LIST + "list") + "?looks_automated=true").content.decode()
        assert (row.reference in found, fair.reference in found) == (True, False)

        url = reverse(LIST + "vouch", args=[row.pk])
        assert url in listing
        assert row.reference in client.get(url).content.decode()
        for _ in range(2):
            assert client.post(url).url == reverse(LIST + "list")
        row.refresh_from_db()
        assert (row.state, row.looks_automated) == (State.CONFIRMED, False)
        entry = AuditEntry.objects.get(action="registration.vouched")
        assert entry.actor == staff
        listing = unescape(client.get(reverse(LIST + "list")).content.decode())
        assert (notice in listing, mark in listing, url in listing) == (False, False, False)
        assert len(mail.outbox) == 2

    def test_that_have_ended_are_not_to_be_looked_at(self, client):
        row = services.book(
            session_id=factories.session().pk, details=details(), looks_automated=True
        ).registration
        services.cancel(registration_id=row.pk, by_organiser=True)
        assert client.get(reverse(LIST + "list")).context["suspect"] == 0


class TestExport:
    def test_nothing_runs_as_a_formula(self, client):
        session = factories.session()
        registration(session, name="=1+1", organisation_text="+44 29 2032", role_text="＠x")
        registration(session, name="Plain", organisation_text="A - B")
        url = reverse(LIST + "list")
        text = b"".join(client.get(url + "?export=csv").streaming_content).decode()
        rows = list(csv.DictReader(StringIO(text)))
        assert [(row["Name"], row["Organisation"], row["Role"]) for row in rows] == [
            ("Plain", "A - B", ""),
            ("'=1+1", "'+44 29 2032", "'＠x"),
        ]
        book = b"".join(client.get(url + "?export=xlsx").streaming_content)
        cells = [cell for line in load_workbook(BytesIO(book)).active.iter_rows() for cell in line]
        assert "f" not in {cell.data_type for cell in cells}
        assert "=1+1" in {cell.value for cell in cells}

    def test_leaves_out_what_a_spreadsheet_cannot_hold(self, client):
        row = registration(factories.session())
        Registration.objects.filter(pk=row.pk).update(name="a\x0bb")
        response = client.get(reverse(LIST + "list") + "?export=xlsx")
        cells = load_workbook(BytesIO(b"".join(response.streaming_content))).active.values
        assert "ab" in list(cells)[1]


class TestCheckIn:
    def test_notes_arrivals_and_takes_them_back(self, client):
        session = factories.session()
        row = registration(session)
        url = reverse("registration-check-in", args=[session.pk])
        assert "0 of 1 have arrived" in client.get(url).content.decode()
        assert client.post(url, {"registration": row.pk}).url == f"{url}#registration-{row.pk}"
        assert "1 of 1 have arrived" in client.get(url).content.decode()
        client.post(url, {"registration": row.pk, "undo": "1"})
        assert not Registration.objects.attended().exists()

    @pytest.mark.parametrize("number", ["", "x", "0", "²", "9" * 40])
    def test_an_unknown_row_is_not_found(self, client, number):
        url = reverse("registration-check-in", args=[factories.session().pk])
        assert client.post(url, {"registration": number}).status_code == 404

    def test_a_row_of_another_session_is_not_found(self, client):
        url = reverse("registration-check-in", args=[factories.session().pk])
        row = registration(factories.session())
        assert client.post(url, {"registration": row.pk}).status_code == 404

    def test_a_cancelled_registration_is_refused_in_words(self, client):
        session = factories.session()
        row = registration(session)
        services.cancel(registration_id=row.pk)
        url = reverse("registration-check-in", args=[session.pk])
        page = client.post(url, {"registration": row.pk}, follow=True).content.decode()
        assert "no confirmed place any more" in page

    def test_is_one_click_from_the_session(self, client):
        session = factories.session()
        page = client.get(reverse("wagtailsnippets_events_eventsession:list")).content.decode()
        assert reverse("registration-check-in", args=[session.pk]) in page


class TestWho:
    @pytest.mark.parametrize(
        ("group", "status"), [("Events managers", 200), ("Evaluators", 403), ("Editors", 403)]
    )
    def test_may_see_names(self, client, group, status):
        user = get_user_model().objects.create_user("someone")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        session = factories.session()
        row = registration(session)
        check_in = reverse("registration-check-in", args=[session.pk])
        assert client.get(check_in).status_code == status
        assert client.get(reverse(LIST + "cancel", args=[row.pk])).status_code == status
        listing = client.get(reverse(LIST + "list"))
        assert (listing.status_code == 200) == (status == 200)
        assert (row.name in listing.content.decode()) == (status == 200)
