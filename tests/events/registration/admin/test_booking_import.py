"""A file of bookings: what becomes of each row, and that it becomes so once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.models import AudienceRole
from events.registration import services
from events.registration.models import BookingImport, Registration
from events.registration.parsers.booking_csv import FileRefused, read
from events.registration.services import imports
from events.registration.services.imports import RowOutcome
from events.registration.states import State
from gpx_site.core.models import OrganisationAlias
from gpx_site.privacy.erasure import erase_person
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db


def file_of(*rows: str, head: str = "name,email,session") -> bytes:
    return "\r\n".join([head, *rows]).encode()


def fates(content: bytes, **given) -> list[str]:
    kept = services.upload_bookings(content=content, **given)
    rows = imports.rows_of(kept)
    return [each.outcome.value for each in imports.validate_rows(rows, file_hash=kept.file_hash)]


class TestRead:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_encodings_and_delimiters(self, encoding, delimiter):
        lines = [("Enw", "E-bost", "Sefydliad"), ("Siân Ŵyn", "s@example.org", "Cyngor Ŷ")]
        text = "\n".join(delimiter.join(cells) for cells in lines)
        (row,) = read(text.encode(encoding))
        assert (row.line, row.name, row.email, row.organisation) == (
            2,
            "Siân Ŵyn",
            "s@example.org",
            "Cyngor Ŷ",
        )

    def test_what_windows_writes(self):
        (row,) = read("name,email\nSiân,s@example.org".encode("cp1252"))
        assert row.name == "Siân"

    @pytest.mark.parametrize("language", ["en", "cy"])
    def test_the_template_is_read_in_both_languages(self, client, staff, language):
        from wagtail.users.models import UserProfile

        UserProfile.objects.create(user=staff, preferred_language=language)
        head = client.get(reverse("registration-import-template")).content
        given = b"Mair,m@example.org,7,Cadw,Clerk,cy,yes"
        (row,) = read(head + given)
        assert (row.name, row.email, row.session) == ("Mair", "m@example.org", "7")
        assert (row.organisation, row.role) == ("Cadw", "Clerk")
        assert (row.language, row.welsh) == ("cy", "yes")

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "The file is empty."),
            (b"name,email\n", "The file has headings but no rows."),
            (b"name\nMair", "The file has no column “Email address”"),
            (b"name,email,enw\nMair,m@example.org,M", "The column “Name” is in the file twice."),
            (b"\x89PNG\0\0", "The file is not a CSV file."),
            (b"name,email\n" + b"M,m@example.org\n" * 2001, "more than 2,000 rows"),
            (b"x" * 2_000_001, "larger than 2 MB"),
        ],
    )
    def test_a_file_that_cannot_be_read_is_refused_in_words(self, content, reason):
        with pytest.raises(FileRefused, match=reason):
            read(content)

    @pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+44 29", "-2", "'=1+1", "＝1"])
    def test_no_cell_begins_a_formula(self, cell):
        (row,) = read(file_of(f'"{cell}",m@example.org,1'))
        assert row.name[0] not in "=@+-'＝"
        assert row.disarmed


class TestFates:
    def test_of_each_row(self):
        session = factories.session(capacity=3, waiting_list=False)
        cancelled = factories.session(status="cancelled")
        there = registration(session)
        assert fates(
            file_of(
                f"Mair,mair@example.org,{session.pk}",
                f"Mair,MAIR@example.org,{session.pk}",
                f"There,{there.email_key},{session.pk}",
                f"Bad,not-an-address,{session.pk}",
                f",noname@example.org,{session.pk}",
                "Nowhere,n@example.org,999999",
                "Nowhere,n@example.org,next week",
                f"Off,o@example.org,{cancelled.pk}",
                f"Second,second@example.org,{session.pk}",
                f"Third,third@example.org,{session.pk}",
            )
        ) == [
            "new",
            "repeated",
            "duplicate",
            "invalid",
            "invalid",
            "unknown_session",
            "unknown_session",
            "closed",
            "new",
            "full",
        ]

    def test_a_full_session_with_a_list(self):
        session = factories.session(capacity=1)
        assert fates(file_of("A,a@example.org,", "B,b@example.org,"), session=session) == [
            "new",
            "waiting",
        ]

    def test_languages_and_answers_in_both_languages(self):
        session = factories.session()
        head = "enw,e-bost,iaith,cymraeg"
        content = file_of(
            "A,a@example.org,Cymraeg,ie",
            "B,b@example.org,English,na",
            "C,c@example.org,,",
            "D,d@example.org,Klingon,",
            "E,e@example.org,cy,perhaps",
            head=head,
        )
        kept = services.upload_bookings(content=content, session=session)
        services.import_bookings(import_id=kept.pk)
        rows = Registration.objects.order_by("id")
        assert list(rows.values_list("mail_locale", "wants_welsh_at_event")) == [
            ("cy", True),
            ("en", False),
            ("both", False),
        ]
        report = BookingImport.objects.get().report
        assert [each["outcome"] for each in report] == ["new", "new", "new", "invalid", "invalid"]

    def test_organisation_and_role_are_found_by_any_name(self):
        council = factories.organisation()
        OrganisationAlias.objects.create(organisation=council, name="The Council")
        role = AudienceRole.objects.create(slug="clerks", name_en="Clerks", name_cy="Clercod")
        content = file_of(
            "A,a@example.org,the council,CLERCOD",
            "B,b@example.org,Elsewhere,Poet",
            head="name,email,organisation,role",
        )
        kept = services.upload_bookings(content=content, session=factories.session())
        services.import_bookings(import_id=kept.pk)
        first, second = Registration.objects.order_by("id")
        assert (first.organisation, first.role, first.organisation_text) == (council, role, "")
        assert (second.organisation_text, second.role_text) == ("Elsewhere", "Poet")

    def test_costs_the_same_for_10_and_100_rows(self):
        session = factories.session(capacity=None)
        costs = []
        for number in (10, 100):
            lines = [f"P{n},p{n}@example.org,{session.pk}" for n in range(number)]
            rows = read(file_of(*lines))
            with CaptureQueriesContext(connection) as queries:
                imports.validate_rows(rows, file_hash="x")
            costs.append(len(queries))
        assert costs[0] == costs[1]


class TestCarryOut:
    def test_what_was_shown_as_good_once(self, staff, drain):
        session = factories.session(capacity=2, waiting_list=False)
        content = file_of("A,a@example.org,", "B,b@example.org,", "C,c@example.org,", "D,wrong,")
        kept = services.upload_bookings(content=content, session=session, actor=staff)
        for _ in range(2):
            done = services.import_bookings(import_id=kept.pk, actor=staff)
        assert [each["outcome"] for each in done.report] == ["new", "new", "full", "invalid"]
        rows = Registration.objects.order_by("id")
        assert [(row.email_key, row.source, row.created_by) for row in rows] == [
            ("a@example.org", "import", staff),
            ("b@example.org", "import", staff),
        ]
        assert (done.rows, "example.org" in str(done.report)) == ([], False)
        drain()
        assert sorted(each.to[0] for each in mail.outbox) == ["a@example.org", "b@example.org"]
        entry = AuditEntry.objects.get(action="bookings.imported")
        assert (entry.actor, entry.detail) == (staff, {"new": 2, "full": 1, "invalid": 1})

    def test_goes_on_after_a_crash(self, monkeypatch):
        session = factories.session()
        content = file_of(*(f"P{n},p{n}@example.org," for n in range(4)))
        kept = services.upload_bookings(content=content, session=session)
        book, calls = imports.book, iter([True, True, False])

        def crashing(**given):
            if not next(calls):
                raise RuntimeError
            return book(**given)

        with monkeypatch.context() as patch:
            patch.setattr(imports, "book", crashing)
            with pytest.raises(RuntimeError):
                services.import_bookings(import_id=kept.pk)
        assert Registration.objects.count() == 2
        done = services.import_bookings(import_id=kept.pk)
        assert [each["outcome"] for each in done.report] == ["new"] * 4
        assert Registration.objects.count() == 4
        assert services.recount() == []

    def test_the_same_file_again_books_nobody_who_has_left(self):
        session = factories.session()
        content = file_of("A,a@example.org,")
        kept = services.upload_bookings(content=content, session=session)
        services.import_bookings(import_id=kept.pk)
        services.cancel(registration_id=Registration.objects.get().pk)
        assert fates(content, session=session) == ["duplicate"]

    def test_a_place_that_has_gone_meanwhile(self):
        session = factories.session(capacity=1, waiting_list=False)
        kept = services.upload_bookings(content=file_of("A,a@example.org,"), session=session)
        registration(session)
        done = services.import_bookings(import_id=kept.pk)
        assert [each["outcome"] for each in done.report] == ["full"]

    def test_a_row_shown_as_bad_is_not_taken_although_it_has_become_good(self):
        session = factories.session(capacity=0, waiting_list=False)
        kept = services.upload_bookings(content=file_of("A,a@example.org,"), session=session)
        type(session).objects.update(capacity=5)
        services.import_bookings(import_id=kept.pk)
        assert not Registration.objects.exists()

    def test_a_thousand_rows(self):
        session = factories.session(capacity=990)
        lines = [f"P{n},p{n}@example.org," for n in range(1000)]
        kept = services.upload_bookings(content=file_of(*lines), session=session)
        services.import_bookings(import_id=kept.pk)
        states = Registration.objects.values_list("state", flat=True)
        assert (len(states), list(states).count(State.WAITLISTED)) == (1000, 10)


class TestPages:
    def upload(self, client, content: bytes, **fields):
        file = SimpleUploadedFile("people.csv", content, "text/csv")
        return client.post(reverse("registration-imports"), {"file": file, **fields})

    def test_from_the_list_to_the_report(self, client):
        session = factories.session()
        start = reverse("registration-imports")
        listing = reverse("wagtailsnippets_registration_registration:list")
        assert start in client.get(listing).content.decode()
        assert str(session.event) in client.get(start).content.decode()
        content = file_of('"=1+1",a@example.org,', "B,wrong,")
        page = self.upload(client, content, session=session.pk)
        shown = client.get(page.url).content.decode()
        assert "Register 1 person" in shown
        assert "This is not an email address." in shown
        assert "would take for a formula were left out" in shown
        assert not Registration.objects.exists()
        report = client.post(page.url, follow=True).content.decode()
        assert "Rows that were not taken" in report
        assert "a@example.org" not in report
        assert Registration.objects.get().name == "1+1"

    def test_a_refused_file_is_an_error_of_the_form(self, client):
        page = self.upload(client, b"name\nMair")
        assert page.context["form"].errors.keys() == {"file"}
        assert not BookingImport.objects.exists()

    def test_costs_the_same_for_10_and_100_rows(self, client):
        session = factories.session(capacity=None)
        costs = []
        for number in (10, 10, 100):
            lines = [f"P{n},p{n}@example.org,{session.pk}" for n in range(number)]
            kept = services.upload_bookings(content=file_of(*lines))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse("registration-import", args=[kept.pk])).status_code == 200
            costs.append(len(queries))
        assert costs[1] == costs[2]

    def test_only_staff_who_may_add_registrations(self, client, as_group):
        kept = services.upload_bookings(
            content=file_of("A,a@example.org,"), session=factories.session()
        )
        as_group("Editors")
        for url in (
            reverse("registration-imports"),
            reverse("registration-import-template"),
            reverse("registration-import", args=[kept.pk]),
        ):
            assert client.get(url).status_code == 403
        assert client.post(url).status_code == 403
        assert not Registration.objects.exists()


class TestForget:
    def test_what_nobody_carries_out_within_a_day(self):
        content = file_of("A,a@example.org,")
        kept = services.upload_bookings(content=content, session=factories.session())
        assert imports.purge_imports() == 0
        long_ago = timezone.now() - timedelta(hours=25)
        BookingImport.objects.filter(pk=kept.pk).update(uploaded_at=long_ago)
        assert imports.purge_imports() == 1

    def test_an_erased_person_is_in_no_file(self):
        session = factories.session()
        registration(session, email="a@example.org")
        services.upload_bookings(
            content=file_of("A,A@example.org,", "B,b@example.org,"), session=session
        )
        erase_person("a@example.org")
        assert [each["name"] for each in BookingImport.objects.get().rows] == ["B"]


def test_every_fate_has_words_in_welsh():
    with override("cy"):
        welsh = {str(outcome.label) for outcome in RowOutcome}
    with override("en"):
        english = {str(outcome.label) for outcome in RowOutcome}
    assert len(welsh) == len(RowOutcome)
    assert not welsh & english
