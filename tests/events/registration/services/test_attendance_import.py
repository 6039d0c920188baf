"""Attendance reports of Zoom and of Teams, as they come: read, looked at, imported, seen to."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.users.models import UserProfile

from events.models import EventSession
from events.registration import services
from events.registration.models import (
    Attendance,
    AttendanceImport,
    Registration,
    UnmatchedAttendee,
)
from events.registration.parsers.attendance_reports import Attendee, ReportRefused, read_report
from gpx_site.privacy.erasure import erase_person
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import registration

NEAR = datetime(2026, 9, 6, 10, 0, tzinfo=timezone.get_default_timezone())

ZOOM = """Topic,ID,Host name,Host email,Start time,End time,Participants
Well managed risks,81 0000 0000,GPX,gpx@example.org,09/06/2026 09:50:00 AM,09/06/2026 11:05:00 AM,3

Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room
Siân Tŷ-Gwyn,sian@example.org,09/06/2026 10:00:00 AM,09/06/2026 10:20:00 AM,20,Yes,No
Siân Tŷ-Gwyn,,09/06/2026 10:10:00 AM,09/06/2026 10:50:00 AM,40,Yes,No
Siân Tŷ-Gwyn,sian@example.org,09/06/2026 09:50:00 AM,09/06/2026 10:00:00 AM,10,Yes,Yes
Phone (Idris Ap Rhys),,09/06/2026 10:30:00 AM,09/06/2026 10:40:00 AM,10,Yes,No
"""
ZOOM_WEBINAR = """Attendee Report
Report Generated:,"09/06/2026 12:00:00 PM"
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered
Resilience,810 0000 0000,09/06/2026 10:00:00 AM,60,3
Host Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)
Yes,GPX Host,host@example.org,"Sep 6, 2026 09:45:00","Sep 6, 2026 11:05:00",80
Attendee Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest
Yes,Siân,sian@example.org,"Sep 6, 2026 10:00:00","Sep 6, 2026 10:45:00",45,Yes
No,Idris,idris@example.org,--,--,--,--
"""
TEAMS = """1. Summary
Meeting title\tResilience
Attended participants\t3
Start time\t{day}, 09:55:00{am}
Meeting duration\t1h 9m 3s

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
GPX Trefnydd\t{day}, 09:55:00{am}\t{day}, 11:00:00{am}\t1h 5m\thost@example.org\th@x.org\tOrganizer
Siân Tŷ-Gwyn\t{day}, 10:00:00{am}\t{day}, 10:59:30{am}\t45m 10s\tSian@Example.org\ts@x.org\tAttendee
Idris (Guest)\t{day}, 10:00:00{am}\t{day}, 10:10:00{am}\t9m 40s\t\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Siân Tŷ-Gwyn\t{day}, 10:00:00{am}\t{day}, 10:30:00{am}\t30m\tsian@example.org\tAttendee
Siân Tŷ-Gwyn\t{day}, 10:44:20{am}\t{day}, 10:59:30{am}\t15m 10s\tsian@example.org\tAttendee
"""
US, UK = TEAMS.format(day="9/6/26", am=" AM"), TEAMS.format(day="06/09/2026", am="")
OLD_TEAMS = """Meeting Summary
Total Number of Participants\t1

Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Siân\t6 Medi 2026, 10:00:00\t6 Medi 2026, 10:20:00\t20m\tsian@example.org\tAttendee
Siân\t6 Medi 2026, 10:30:00\t6 Medi 2026, 10:40:00\t10m\tsian@example.org\tAttendee
"""
WELSH = "Enw;E-bost;Hyd\nSiân;sian@example.org;1a 5m 10e\n"


def read(text: str, encoding="utf-8-sig") -> list[tuple[str, str, int, bool]]:
    people = read_report(text.encode(encoding), near=NEAR)
    return [(each.name, each.email, each.minutes, each.team) for each in people]


class TestReading:
    def test_zoom_rejoins_and_the_waiting_room(self):
        assert read(ZOOM) == [
            ("Siân Tŷ-Gwyn", "sian@example.org", 20, False),
            ("Siân Tŷ-Gwyn", "", 40, False),  # one person once she is recognised
            ("Phone (Idris Ap Rhys)", "", 10, False),
        ]

    def test_zoom_webinar_has_parts_for_hosts_and_for_who_stayed_away(self):
        assert read(ZOOM_WEBINAR) == [
            ("GPX Host", "host@example.org", 80, True),
            ("Siân", "sian@example.org", 45, False),
        ]

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig"])
    @pytest.mark.parametrize("text", [US, UK], ids=["US dates", "UK dates"])
    def test_teams_counts_nobody_twice(self, text, encoding):
        assert read(text, encoding) == [
            ("GPX Trefnydd", "host@example.org", 65, True),
            ("Siân Tŷ-Gwyn", "sian@example.org", 45, False),
            ("Idris (Guest)", "", 10, False),
        ]

    def test_an_older_report_of_teams_with_welsh_dates(self):
        assert read(OLD_TEAMS, "utf-16") == [("Siân", "sian@example.org", 30, False)]

    def test_welsh_columns_saved_by_a_spreadsheet(self):
        assert read(WELSH) == [("Siân", "sian@example.org", 65, False)]

    @pytest.mark.parametrize(
        ("length", "minutes"),
        [("61", 61), ("1:01:00", 61), ("1h 1m", 61), ("59.6", 60), ("40s", 1)],
    )
    def test_lengths_of_time(self, length, minutes):
        assert read(f"Name,Duration\nSiân,{length}\n")[0][2] == minutes

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "No columns"),
            (b"\xff\xfe\x00", "not text"),
            (b"\x89PNG\x0d\x0a\x1a\x0a", "not text"),
            (b"PK\x03\x04\x00\x00", "not a CSV"),
            ("Siân".encode("cp1252"), "not text"),
            (b"Colour,Size\nred,1\n", "No columns"),
            (b"Name,Duration\n", "Nobody is named"),
            (b"Name,Duration\nMari,a while\n", "Line 2 does not say how long"),
            (b"Name,Duration,Email\n,5,\n", "Line 2 names nobody"),
            (b"Name,Duration\n" + b"x" * (5 * 1024 * 1024), "larger than 5 MB"),
            (
                b"Name,Duration\n" + b"".join(b"P%d,1\n" % n for n in range(5001)),
                "more people than any session",
            ),
            (b'Name,Duration\n"' + b"x" * 200_000 + b'",1\n', "not a CSV"),
        ],
    )
    def test_a_bad_file_is_refused_in_words(self, content, said):
        with pytest.raises(ReportRefused, match=said):
            read_report(content, near=NEAR)

    @given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode()))
    def test_whatever_comes_is_read_or_refused(self, content):
        for start in (b"", b"Name,Email,Join Time,Leave Time,Duration\n"):
            try:
                read_report(start + content, near=NEAR)
            except ReportRefused:
                continue

    @given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 60)), min_size=1, max_size=8))
    def test_minutes_are_those_in_which_the_person_was_there(self, visits):
        spans = tuple((start * 60.0, (start + length) * 60.0) for start, length in visits)
        there = {minute for start, length in visits for minute in range(start, start + length)}
        assert Attendee(name="Siân", visits=spans).minutes == len(there)


@pytest.fixture
def session(db) -> EventSession:
    """A webinar of an hour."""
    return factories.session(mode="online", starts_at=NEAR, ends_at=NEAR + timedelta(hours=1))


@pytest.fixture
def client(client, db, time_machine):
    """A member of staff on the day after."""
    time_machine.move_to(NEAR + timedelta(days=1))
    client.force_login(factories.administrator())
    return client


def url_of(session) -> str:
    return reverse("attendance-import", args=[session.pk])


def upload(client, session, text, encoding="utf-8-sig"):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    return client.post(url_of(session), {"file": SimpleUploadedFile("report.csv", content)})


def take_in(client, session, text, encoding="utf-8-sig"):
    upload(client, session, text, encoding)
    return client.post(url_of(session), {"import": "1"}, follow=True)


def noted() -> dict[str, tuple[str, int | None, str]]:
    rows = Attendance.objects.select_related("registration").order_by("registration__name")
    return {row.registration.name: (row.outcome, row.minutes, row.source) for row in rows}


class TestImport:
    def test_shows_what_would_happen_and_changes_nothing(self, client, session):
        registration(session, name="Siân", email="sian@example.org")
        found = upload(client, session, US, "utf-16").context["found"]
        assert [(outcome.attendee.name, outcome.by, outcome.outcome) for outcome in found] == [
            ("Siân Tŷ-Gwyn", "email", "attended"),
            ("GPX Trefnydd", "team", ""),
            ("Idris (Guest)", "unmatched", ""),
        ]
        assert not Attendance.objects.exists()
        assert not UnmatchedAttendee.objects.exists()

    def test_by_address_then_by_name_and_the_rest_did_not_come(self, client, session):
        registration(session, name="Siân", email="sian@example.org")
        registration(session, name="IDRIS ap Rhys")
        registration(session, name="Mari")
        page = take_in(client, session, ZOOM.replace("Siân Tŷ-Gwyn,,", "SIAN,,"))
        assert "2 people were recognised." in page.content.decode()
        assert noted() == {
            "IDRIS ap Rhys": ("partial", 10, "import"),
            "Mari": ("no_show", None, "import"),
            "Siân": ("attended", 50, "import"),
        }
        assert not UnmatchedAttendee.objects.exists()

    @pytest.mark.parametrize(("minutes", "outcome"), [(30, "attended"), (29, "partial")])
    def test_half_of_the_planned_time_is_attended(self, client, session, minutes, outcome):
        registration(session, name="Siân")
        take_in(client, session, f"Name,Duration\nSiân,{minutes}\n")
        assert noted() == {"Siân": (outcome, minutes, "import")}

    def test_the_same_file_changes_nothing(self, client, session):
        registration(session, name="Siân", email="sian@example.org")
        take_in(client, session, ZOOM)
        services.dismiss(unmatched_id=UnmatchedAttendee.objects.first().pk)
        before = (noted(), AuditEntry.objects.count(), UnmatchedAttendee.objects.count())
        page = take_in(client, session, ZOOM)
        assert "imported before. Nothing was changed" in page.content.decode()
        assert before == (noted(), AuditEntry.objects.count(), UnmatchedAttendee.objects.count())
        assert AttendanceImport.objects.count() == 1

    def test_of_two_reports_the_longer_presence_counts(self, client, session):
        registration(session, name="Siân")
        take_in(client, session, "Name,Duration\nSiân,40\n")
        take_in(client, session, "Name,Duration\nSiân,10\nMari,5\n")
        assert noted() == {"Siân": ("attended", 40, "import")}

    def test_what_staff_have_said_stays_with_the_minutes_beside_it(self, client, session):
        rows = [registration(session, name=name) for name in ("Siân", "Mari")]
        services.check_in(registration_id=rows[0].pk)
        services.record_attendance(registration_id=rows[1].pk, outcome="attended", source="manual")
        take_in(client, session, "Name,Duration\nSiân,5\n")
        assert noted() == {
            "Mari": ("attended", None, "manual"),
            "Siân": ("attended", 5, "manual"),
        }

    def test_an_arrival_that_was_undone_says_nothing(self, client, session):
        for name in ("Siân", "Mari"):
            row = registration(session, name=name)
            services.check_in(registration_id=row.pk)
            services.undo_check_in(registration_id=row.pk)
        take_in(client, session, "Name,Duration\nSiân,50\n")
        assert noted() == {
            "Mari": ("no_show", None, "import"),
            "Siân": ("attended", 50, "import"),
        }

    def test_whoever_gives_no_name_is_nobody_that_was_erased(self, client, session):
        registration(session, name="Siân", email="sian@example.org")
        erase_person("sian@example.org", by_name=False)
        Registration.objects.update(state="confirmed")  # as one whose session is over stays
        take_in(client, session, "Name,Email,Duration\n,mari@example.org,50\n")
        assert Attendance.objects.get().outcome == "no_show"
        assert UnmatchedAttendee.objects.get().email == "mari@example.org"

    def test_a_click_on_the_link_alone_is_no_attendance(self, client, session):
        row = registration(session, name="Siân")
        Attendance.objects.create(registration=row, source="join_click")
        take_in(client, session, "Name,Duration\nSomebody,5\n")
        assert noted() == {"Siân": ("no_show", None, "import")}

    def test_a_name_that_two_have_is_left_to_staff(self, client, session):
        for _ in range(2):
            registration(session, name="Siân")
        take_in(client, session, "Name,Duration\nSiân,50\n")
        assert [each.name for each in UnmatchedAttendee.objects.all()] == ["Siân"]

    def test_a_place_that_was_given_up_is_not_recognised(self, client, session):
        row = registration(session, name="Siân")
        services.cancel(registration_id=row.pk, by_organiser=True)
        take_in(client, session, "Name,Duration\nSiân,50\n")
        assert (noted(), UnmatchedAttendee.objects.count()) == ({}, 1)

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"Name,Duration\nMari,a while\n"])
    def test_a_bad_file_is_an_error_of_the_form_and_nothing_is_done(self, client, session, content):
        registration(session)
        page = upload(client, session, content)
        assert page.context["form"].errors.keys() == {"file"}
        client.post(url_of(session), {"import": "1"})
        assert not Attendance.objects.exists()
        assert not AttendanceImport.objects.exists()

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "This session has not begun: the report is of another session."),
            ("cy", "Nid yw’r sesiwn hon wedi dechrau: adroddiad am sesiwn arall yw hwn."),
        ],
    )
    def test_nobody_was_absent_from_a_session_to_come(self, client, session, language, said):
        registration(session, name="Siân")
        user = get_user_model().objects.get()
        UserProfile.objects.create(user=user, preferred_language=language)
        upload(client, session, "Name,Duration\nSiân,50\n")
        week = timedelta(days=7)
        EventSession.objects.update(starts_at=NEAR + week, ends_at=NEAR + week + week)
        page = client.post(url_of(session), {"import": "1"}, follow=True)
        assert said in page.content.decode()
        page = upload(client, session, "Name,Duration\nSiân,50\n")
        assert said in page.content.decode()
        assert page.context["form"].errors.keys() == {"file"}
        assert not Attendance.objects.exists()

    def test_costs_the_same_for_10_and_100_people(self, client):
        def cost(number):
            session = factories.session(capacity=None, mode="online", starts_at=NEAR)
            rows = [registration(session) for _ in range(number)]
            lines = [f"{row.name},50" for row in rows] + [f"X{n},1" for n in range(number)]
            text = "\n".join(["Name,Duration", *lines])
            steps = (
                lambda: upload(client, session, text),
                lambda: client.post(url_of(session), {"import": "1"}),
                lambda: client.get(url_of(session)),
            )
            counts = []
            for step in steps:
                with CaptureQueriesContext(connection) as queries:
                    step()
                counts.append(len(queries))
            assert UnmatchedAttendee.objects.filter(session=session).count() == number
            return counts

        cost(1)  # what is cached is cached
        assert cost(10) == cost(100)


class TestReportsOfOneSession:
    def test_whom_the_second_does_not_name_waits_on(self, client, session):
        registration(session, name="Siân")
        take_in(client, session, "Name,Duration\nS.,50\nMari,20\nCai,5\n")
        take_in(client, session, "Name,Duration\nMARI,10\nCai,15\nSiân,40\nDewi,1\n")
        queue = UnmatchedAttendee.objects.values_list("name", "minutes")
        assert sorted(queue) == [("Cai", 15), ("Dewi", 1), ("MARI", 20), ("S.", 50)]

    def test_who_is_recognised_by_then_waits_no_longer(self, client, session):
        row = registration(session, name="S.")
        take_in(client, session, "Name,Duration\nSiân,50\n")
        Registration.objects.filter(pk=row.pk).update(name="Siân")
        take_in(client, session, "Name,Duration\nSiân,50\nMari,5\n")
        assert noted() == {"Siân": ("attended", 50, "import")}
        assert [each.name for each in UnmatchedAttendee.objects.all()] == ["Mari"]


class TestQueue:
    @pytest.fixture
    def unmatched(self, client, session):
        self.row = registration(session, name="Siân")
        take_in(client, session, "Name,Email,Duration\nS.,s@example.net,50\n")
        return UnmatchedAttendee.objects.get()

    def test_staff_say_whose_it_is(self, client, session, unmatched):
        assert noted() == {"Siân": ("no_show", None, "import")}
        client.post(url_of(session), {"attach": unmatched.pk, "registration": self.row.pk})
        assert noted() == {"Siân": ("attended", 50, "import")}
        assert not UnmatchedAttendee.objects.exists()

    def test_or_dismiss_it(self, client, session, unmatched):
        client.post(url_of(session), {"dismiss": unmatched.pk})
        assert noted() == {"Siân": ("no_show", None, "import")}
        assert not UnmatchedAttendee.objects.exists()

    @pytest.mark.parametrize("number", ["", "x", "0", "²", "9" * 40])
    def test_nonsense_changes_nothing(self, client, session, unmatched, number):
        page = client.post(
            url_of(session), {"attach": unmatched.pk, "registration": number}, follow=True
        )
        assert "Choose whose registration it is." in page.content.decode()
        client.post(url_of(session), {"attach": number, "registration": self.row.pk})
        client.post(url_of(session), {"dismiss": number})
        assert UnmatchedAttendee.objects.count() == 1

    def test_names_are_forgotten_with_the_person_and_after_thirty_days(self, session, unmatched):
        assert services.purge_unmatched() == (1 if session.ends_at < factories.in_days(-30) else 0)
        UnmatchedAttendee.objects.create(session=session, name="S.", minutes=1)
        EventSession.objects.update(
            starts_at=factories.in_days(-32), ends_at=factories.in_days(-31)
        )
        services.purge_unmatched()
        assert not UnmatchedAttendee.objects.exists()

    def test_is_one_click_from_the_session(self, client, session):
        page = client.get(reverse("wagtailsnippets_events_eventsession:list")).content.decode()
        assert url_of(session) in page
