"""Subject access and erasure by a registrant, and the audit log for staff."""

import json
import logging
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from events.evaluation.metrics.programme import by_event, programme_numbers
from events.evaluation.numbers import bookings_of
from events.models import EventSession
from events.registration import services
from events.registration.models import (
    Registration,
    RegistrationAnswer,
    RegistrationQuestion,
)
from events.registration.states import State
from gpx_site.core.models import Person
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.events.registration.test_commands import every_text
from tests.events.registration.visitor import Visitor
from tests.factories.comments import comment
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db

SECRETS = ("Unmistakable", "unmistakable")
PATHS = {
    "en": {"data": "/en/bookings/your-data/", "erase": "/en/bookings/erase/"},
    "cy": {"data": "/cy/cofrestriadau/eich-data/", "erase": "/cy/cofrestriadau/dileu/"},
}


def secret(**fields):
    return details(
        **{
            "name": "Unmistakable Name",
            "email": "unmistakable@example.org",
            "role_text": "Unmistakable role",
            "organisation_text": "Unmistakable Ltd",
        }
        | fields
    )


@pytest.fixture
def past(session) -> Registration:
    """Attended an earlier session of another event, with needs and a text answer."""
    earlier = factories.session()
    row = services.book(
        session_id=earlier.pk,
        details=secret(),
        needs=services.Needs(access="Unmistakable ramp", bsl=True),
    ).registration
    question = RegistrationQuestion.objects.create(
        event=earlier.event, slug="hope", kind="text", text_en="Hope?", text_cy="Gobaith?"
    )
    RegistrationAnswer.objects.create(
        registration=row, question=question, text="Unmistakable answer"
    )
    services.check_in(registration_id=row.pk)
    ended = {"starts_at": factories.in_days(-3), "ends_at": factories.in_days(-2)}
    EventSession.objects.filter(pk=earlier.pk).update(**ended, status="completed")
    return row


@pytest.fixture
def row(session, past) -> Registration:
    """Return a registration for the last but one place of the session."""
    return services.book(session_id=session.pk, details=secret()).registration


@pytest.fixture
def visitor(pages, session, row) -> Visitor:
    """Return a visitor who has opened the link of the e-mail."""
    visitor = Visitor(pages, session)
    visitor.get(f"/en/bookings/{services.link_token(row)}/")
    return visitor


def totals() -> dict:
    """Return every figure that is counted from registrations."""
    rows = Registration.objects
    bookings = bookings_of(EventSession.objects.all())
    return {
        "by session and state": sorted(rows.values_list("session", "state")),
        "attended": rows.attended().count(),
        "came as": sorted(rows.values_list("attendance__outcome", flat=True), key=str),
        "organisations": sorted(rows.values_list("organisation", flat=True), key=str),
        "roles": sorted(rows.values_list("role", flat=True), key=str),
        "languages": sorted(rows.values_list("mail_locale", "wants_welsh_at_event")),
        "sources": sorted(rows.values_list("source", flat=True)),
        "people": Person.objects.count(),
        "drift": services.recount(),
        "numbers": programme_numbers(bookings),
        "by event": by_event(bookings),
    }


class TestExport:
    @pytest.mark.parametrize(
        ("language", "heading"),
        [("en", "What we hold about you"), ("cy", "Yr hyn rydym ni’n ei gadw amdanoch chi")],
    )
    def test_the_page_shows_all_personal_data(self, visitor, language, heading):
        text = unescape(visitor.get(PATHS[language]["data"]).content.decode())
        assert f'<h1 class="govuk-heading-xl">{heading}</h1>' in text
        for value in (
            "Unmistakable Name",
            "unmistakable@example.org",
            "Unmistakable role",
            "Unmistakable Ltd",
            "Unmistakable ramp",
            "Unmistakable answer",
        ):
            assert value in text

    def test_the_file_contains_all_personal_data(self, visitor, row, past):
        response = visitor.get(PATHS["en"]["data"] + "file/")
        assert response["Content-Disposition"] == 'attachment; filename="gpx-data.json"'
        assert "no-store" in response["Cache-Control"]
        data = json.loads(response.content)
        assert data["person"][0]["email_key"] == "unmistakable@example.org"
        assert [each["reference"] for each in data["registrations"]] == [
            past.reference,
            row.reference,
        ]
        (needs,) = data["needs"]
        assert (needs["access"], needs["bsl"]) == ("Unmistakable ramp", True)
        assert data["answers"][0]["answer"] == "Unmistakable answer"
        assert data["attendance"][0]["outcome"] == "attended"
        assert [each["kind"] for each in data["messages"]] == ["registration.confirmation"] * 2
        assert {each["what"] for each in data["changes"]} == {
            "registration.confirmed",
            "attendance.attended",
        }
        assert "token" not in response.content.decode()

    def test_no_data_of_other_people(self, visitor, session):
        other = registration(factories.session(event=session.event), name="Somebody Else")
        text = visitor.get(PATHS["en"]["data"]).content.decode()
        assert other.reference not in text
        assert "Somebody Else" not in text

    def test_published_comments_under_the_name_are_exported(self, visitor, site_tree):
        from tests.factories.blog import blog_index, posts

        post, _twin = posts(blog_index(site_tree))
        comment(post, name="Unmistakable Name", text="Said in public")
        comment(post, "pending", name="Unmistakable Name", text="Not yet public")
        text = visitor.get(PATHS["en"]["data"]).content.decode()
        assert "Said in public" in text
        assert "Not yet public" not in text

    @pytest.mark.parametrize("name", ["your-data/", "your-data/file/", "erase/"])
    def test_without_the_link_nothing_is_served(self, client, site_tree, name):
        assert client.get(f"/en/bookings/{name}").status_code == 404

    def test_costs_the_same_for_10_and_100_registrations(self, visitor, row):
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert visitor.get(PATHS["en"]["data"]).status_code == 200
            return len(queries)

        def grow(number: int) -> None:
            while Registration.objects.count() < number:
                made = registration(factories.session(event=row.session.event), email=row.email_key)
                services.link_token(made)
                services.check_in(registration_id=made.pk)

        grow(10)
        few = count()
        grow(100)
        assert count() == few


class TestErase:
    def test_a_get_changes_nothing_and_names_what_is_cancelled(self, visitor, row):
        before = every_text()
        text = visitor.get(PATHS["en"]["erase"]).content.decode()
        assert str(row.session.event) in text
        assert every_text() == before

    @pytest.mark.parametrize(
        ("language", "error", "title"),
        [
            ("en", "Error: Have everything", "Everything about you is removed"),
            ("cy", "Gwall: Cael gwared", "Mae popeth amdanoch wedi’i ddileu"),
        ],
    )
    def test_needs_the_box_and_leaves_no_trace(
        self, visitor, row, session, drain, language, error, title
    ):
        url = PATHS[language]["erase"]
        refused = unescape(visitor.post(url, {}).content.decode())
        assert f"<title>{error}" in refused
        assert 'href="#id_understood"' in refused
        assert Person.objects.known().count() == 1
        answer = visitor.post(url, {"understood": "on"})
        assert answer.status_code == 302
        assert title in unescape(visitor.get(answer.url).content.decode())
        assert not any(word in every_text() for word in SECRETS)
        row.refresh_from_db()
        session.refresh_from_db()
        assert (row.state, session.places_taken) == (State.CANCELLED_BY_ATTENDEE, 0)
        assert visitor.get(PATHS[language]["data"]).status_code == 404
        assert services.recount() == []

    def test_the_place_goes_to_whoever_waits(
        self, visitor, session, drain, django_capture_on_commit_callbacks
    ):
        registration(session)
        waiting = registration(session)
        assert waiting.state == State.WAITLISTED
        with django_capture_on_commit_callbacks(execute=True):
            visitor.post(PATHS["en"]["erase"], {"understood": "on"})
        waiting.refresh_from_db()
        assert waiting.state == State.OFFERED

    def test_data_under_the_name_alone_is_not_erased(self, visitor, site_tree):
        from tests.factories.blog import blog_index, posts

        post, _twin = posts(blog_index(site_tree))
        theirs = comment(post, name="Unmistakable Name")
        visitor.post(PATHS["en"]["erase"], {"understood": "on"})
        theirs.refresh_from_db()
        assert theirs.name == "Unmistakable Name"


def test_after_a_purge_nothing_is_found_anywhere_and_every_total_stays(
    visitor,
    row,
    past,
    drain,
    settings,
    caplog,
    time_machine,
    django_capture_on_commit_callbacks,
):
    caplog.set_level(logging.DEBUG)
    settings.EMAIL_BACKEND = "gpx_site.mail.file_backend.FolderBackend"
    settings.EMAIL_FILE_PATH = str(settings.MAIL_FOLDER)
    drain()
    visitor.get(PATHS["en"]["data"])
    services.cancel(registration_id=row.pk)
    drain()
    assert "nmistakable" in every_text()
    assert "nmistakable" in every_file()
    before = totals()
    time_machine.move_to(factories.in_days(3 * 365))
    with django_capture_on_commit_callbacks(execute=True):
        services.purge()
    assert "nmistakable" not in every_text()
    assert "nmistakable" not in every_file()
    assert "nmistakable" not in caplog.text
    assert totals() == before


def every_file() -> str:
    """Return the content of the data folder: mail, media, broker, logs."""
    found = [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]
    # The tests' own database is asked table by table.
    kept = [path for path in found if "sqlite" not in path.name]
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in kept)


class TestWhoChangedWhat:
    @pytest.fixture
    def staff(self):
        return factories.administrator()

    @pytest.fixture
    def client(self, client, staff):
        client.force_login(staff)
        return client

    def grow(self, session: EventSession, staff, number: int) -> None:
        council = factories.organisation()
        for _ in range(number):
            made = services.book(session_id=session.pk, details=details(organisation=council))
            services.check_in(registration_id=made.registration.pk, actor=staff)

    @pytest.mark.parametrize(
        ("language", "words"),
        [("en", "Details corrected by staff: name"), ("cy", "Staff wedi cywiro’r manylion: enw")],
    )
    def test_of_a_registration(self, client, staff, row, language, words):
        staff.first_name, staff.last_name = "Carys", "Huws"
        staff.save()
        UserProfile.objects.create(user=staff, preferred_language=language)
        row.name = "Unmistakable Other"
        services.correct(registration=row, changed=["name"], actor=staff)
        url = reverse("registration-changes", args=[row.pk])
        text = unescape(client.get(url).content.decode())
        assert words in text
        assert "Carys Huws" in text
        assert "Unmistakable" not in text

    def test_of_changed_needs_and_answers(self, client, row):
        fields = ["answers", "name", "needs"]
        AuditEntry.record(row, "registration.changed", fields=fields)
        text = client.get(reverse("registration-changes", args=[row.pk])).content.decode()
        assert "Details changed by the registrant: answers, name, needs" in text

    def test_of_a_session_with_its_registrations(self, client, row):
        other = registration(factories.session())
        services.postpone_session(session_id=row.session_id)
        text = client.get(reverse("session-changes", args=[row.session_id])).content.decode()
        assert row.reference in text
        assert "Postponed" in text
        assert other.reference not in text

    def test_costs_the_same_for_10_and_100_rows(self, client, staff, monkeypatch):
        monkeypatch.setattr("events.registration.admin.history_views.ChangesView.per_page", 1000)
        few, many = factories.session(capacity=None), factories.session(capacity=None)
        self.grow(few, staff, 10)
        self.grow(many, staff, 100)
        counts = []
        for session in (few, few, many):
            with CaptureQueriesContext(connection) as queries:
                page = client.get(reverse("session-changes", args=[session.pk]))
            counts.append((len(page.context["rows"]), len(queries)))
        assert [rows for rows, _queries in counts] == [20, 20, 200]
        assert counts[1][1] == counts[2][1]

    def test_only_for_staff_who_see_registrations(self, client, row):
        editor = get_user_model().objects.create_user("editor")
        editor.groups.add(Group.objects.get(name="Editors"))
        client.force_login(editor)
        url = reverse("registration-changes", args=[row.pk])
        assert client.get(url).status_code in (302, 403)

    def test_entries_contain_no_personal_data(self, visitor, row):
        assert not any(
            word in str(entry.detail) for entry in AuditEntry.objects.all() for word in SECRETS
        )


def test_every_action_has_a_label_in_both_languages(row):
    from gpx_site.privacy import audit_labels

    for action in AuditEntry.objects.values_list("action", flat=True):
        with override("cy"):
            assert audit_labels.label_of(action) != action
