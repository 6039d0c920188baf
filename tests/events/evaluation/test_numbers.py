"""The page of numbers: from registrations to figures, charts, tables and spreadsheets."""

import csv
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from events.evaluation import numbers
from events.models import EventSession
from events.registration import services
from events.registration.models import Registration
from events.registration.parsers.attendance_reports import Attendee
from tests import factories
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db


def url(query: str = "") -> str:
    return reverse("numbers") + query


@pytest.fixture
def staff(client):
    user = factories.administrator()
    client.force_login(user)
    return user


def came(row) -> None:
    services.check_in(registration_id=row.pk)


@pytest.fixture
def held():
    """Three had places, two of whom came; one cancelled; one of the two had come before."""
    before = factories.session(starts_at=factories.in_days(-500))
    session = factories.session(starts_at=factories.in_days(-20))
    council = factories.organisation(sector="local_government")
    old_hand = registration(before)
    came(old_hand)
    rows = [
        registration(session, email=old_hand.email_key, organisation=council),
        registration(session, mail_locale="cy", wants_welsh_at_event=True),
        registration(session),
        registration(session),
    ]
    services.cancel(registration_id=rows[3].pk, by_organiser=True)
    for row in rows[:2]:
        came(row)
    return session


def figures(sessions) -> dict[str, str]:
    return {line.label: line.figure for line in numbers.report(sessions).lines}


def test_from_registrations_to_figures(held):
    assert figures(EventSession.objects.filter(pk=held.pk)) == {
        "Sessions": "1",
        "Registrations": "4",
        "Confirmed places": "3",
        "Cancelled": "1",
        "Sessions in which it was noted who came": "1",
        "Attended": "2",
        "Came without booking": "0",
        "Did not come": "1",
        "Different people who attended": "2",
        "For the first time": "1",
        "People reached": "2",
        "Organisations reached": "1",
        "Wish to use Welsh": "1",
    }


def test_no_shows_are_not_made_of_sessions_in_which_nobody_was_noted():
    session = factories.session(starts_at=factories.in_days(-3))
    registration(session)
    found = figures(EventSession.objects.all())
    assert "Did not come" not in found
    assert (found["Confirmed places"], found["People reached"]) == ("1", "1")


def test_nobody_is_reached_by_a_session_to_come():
    registration(factories.session(), organisation=factories.organisation(sector="health"))
    found = figures(EventSession.objects.all())
    assert (found["Confirmed places"], found["People reached"]) == ("1", "0")
    assert found["Organisations reached"] == "0"


def test_whoever_a_report_did_not_name_is_not_reached():
    session = factories.session(mode="online", starts_at=factories.in_days(-2))
    row = registration(session)
    stranger = Attendee(name="Phone", visits=((0, 600),))
    services.import_attendance(session_id=session.pk, file_hash="0", attendees=[stranger])
    assert figures(EventSession.objects.all())["People reached"] == "0"
    assert list(Registration.objects.of_attendees(session)) == []
    (unmatched,) = session.unmatched_attendees.all()
    services.attach(unmatched_id=unmatched.pk, registration_id=row.pk)
    assert figures(EventSession.objects.all())["People reached"] == "1"
    assert list(Registration.objects.of_attendees(session)) == [row]


def test_of_an_event_and_of_a_period(client, staff, held):
    both = client.get(url("?start=2000-01-01")).context["report"]
    assert both.lines[0].figure == "2"
    last_year = client.get(url()).context["report"]
    assert [line.event for line in last_year.events] == [held.event]
    one = client.get(url(f"?event={held.event_id}")).context["report"]
    assert one.lines[0].figure == "1"
    day = held.starts_at.date()
    assert client.get(url(f"?start={day}&end={day}")).context["report"].lines[0].figure == "1"
    assert client.get(url(f"?end={day.replace(year=2001)}")).context["report"].events == []


@pytest.mark.parametrize(
    "query", ["?start=tomorrow", "?event=0", "?event=x", "?start=2026-02-02&end=2026-02-01"]
)
def test_nonsense_is_said_in_words(client, staff, query):
    page = client.get(url(query))
    assert page.status_code == 200
    assert page.context["form"].errors
    assert "report" not in page.context


def test_charts_have_a_table_each(client, staff, held):
    page = client.get(url()).content.decode()
    assert "People reached, by sector" in page
    assert "Local government" in page
    assert page.count("<figure") == page.count('aria-labelledby="chart-') - page.count(
        'role="img" aria-labelledby="chart-'
    )


def test_in_welsh(client, staff, held):
    UserProfile.objects.create(user=staff, preferred_language="cy")
    page = client.get(url()).content.decode()
    assert "Pobl a gyrhaeddwyd, yn ôl sector" in page
    assert "Llywodraeth leol" in page
    rows = list(csv.reader(StringIO(client.get(url("?export=csv")).content.decode("utf-8-sig"))))
    assert ["Cofrestriadau", "4", ""] in rows
    assert ["Digwyddiad", "Cofrestriadau", "Yn bresennol", "Heb ddod"] in rows
    assert [held.event.title_cy, "4", "2", "1"] in rows


class TestExport:
    def rows(self, client, held):
        type(held.event).objects.update(title_en='=HYPERLINK("x")')
        text = client.get(url("?export=csv")).content.decode("utf-8-sig")
        return list(csv.reader(StringIO(text)))

    def test_csv_runs_nothing(self, client, staff, held):
        rows = self.rows(client, held)
        assert ["Registrations", "4", ""] in rows
        assert ['\'=HYPERLINK("x")', "4", "2", "1"] in rows

    def test_xlsx_runs_nothing(self, client, staff, held):
        self.rows(client, held)
        book = load_workbook(BytesIO(client.get(url("?export=xlsx")).content))
        cells = [cell for line in book.active.iter_rows() for cell in line]
        assert "f" not in {cell.data_type for cell in cells}
        assert '=HYPERLINK("x")' in {cell.value for cell in cells}


def test_costs_the_same_for_10_and_100_rows(client, staff):
    costs = []
    for number in (10, 10, 100):
        event = factories.event()
        for n in range(number):
            session = factories.session(event=event, starts_at=factories.in_days(-1 - n))
            came(registration(session, organisation=None))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(f"?event={event.pk}")).status_code == 200
        costs.append(len(queries))
    assert costs[1] == costs[2]


def test_the_table_of_events_costs_the_same_for_10_and_100(client, staff):
    costs = []
    for number in (10, 10, 90):
        for _ in range(number):
            services.book(session_id=factories.session().pk, details=details(), source="staff")
        with CaptureQueriesContext(connection) as queries:
            client.get(url())
        costs.append(len(queries))
    assert costs[1] == costs[2]


@pytest.mark.parametrize(
    ("group", "status"), [("Evaluators", 200), ("Events managers", 200), ("Editors", 403)]
)
def test_who_may(client, group, status):
    user = User.objects.create_user("someone")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    for query in ("", "?export=csv"):
        assert client.get(url(query)).status_code == status
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert (url() in menu) == (status == 200)
