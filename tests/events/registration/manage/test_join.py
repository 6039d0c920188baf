"""The way into an online session (I18): who gets its secret address, and when."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import EventSession
from events.registration import services
from events.registration.models import AccessLink, Attendance
from events.registration.notifications import urls
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db

SECRET = "https://meet.example.org/secret-room"


@pytest.fixture
def session(site_tree) -> EventSession:
    """A webinar that starts in ten minutes."""
    starts_at = timezone.now() + timedelta(minutes=10)
    return factories.session(mode="online", join_url=SECRET, starts_at=starts_at)


def change(session, **fields) -> None:
    EventSession.objects.filter(pk=session.pk).update(**fields)


def link_of(row, language="en") -> str:
    return urls.join_url(row, language).replace("http://testserver", "")


def test_leads_whoever_has_a_place_to_the_session(client, session):
    answer = client.get(link_of(registration(session)))
    assert (answer.status_code, answer.url) == (302, SECRET)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_from_the_page_of_the_booking_too(client, session):
    row = registration(session)
    client.get(f"/en/bookings/{services.link_token(row)}/")
    assert client.get(f"/en/bookings/join/?booking={row.reference}").url == SECRET
    assert Client().get("/en/bookings/join/").status_code == 404


def test_the_click_is_noted_once_and_proves_nothing(client, session):
    row = registration(session)
    for _ in range(3):
        client.get(link_of(row))
    noted = Attendance.objects.get()
    assert (noted.outcome, noted.source) == ("unknown", "join_click")
    assert AuditEntry.objects.filter(action="attendance.join_clicked").count() == 1


def test_the_click_hides_nothing_that_is_known(client, session):
    row = registration(session)
    services.check_in(registration_id=row.pk)
    client.get(link_of(row))
    assert Attendance.objects.get().outcome == "attended"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"starts_in": 31}, 200, "The session is not open yet"),
        ({"ended": 61}, 410, "The session has ended"),
        ({"status": "cancelled"}, 409, "The session is cancelled"),
        ({"status": "postponed"}, 409, "The session is postponed"),
        ({"join_url": ""}, 200, "There is no address to join yet"),
    ],
)
def test_at_another_time_a_page_says_what_to_do(client, session, fields, status, said):
    link = link_of(registration(session))
    now, minute = timezone.now(), timedelta(minutes=1)
    if "starts_in" in fields:
        start = now + fields.pop("starts_in") * minute
        fields = {"starts_at": start, "ends_at": start + 60 * minute}
    elif "ended" in fields:
        end = now - fields.pop("ended") * minute
        fields = {"starts_at": end - 60 * minute, "ends_at": end, "status": "completed"}
    change(session, **fields)
    answer = client.get(link)
    page = answer.content.decode()
    assert (answer.status_code, said in page, SECRET in page) == (status, True, False)
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("minutes", [-29, 59])
def test_is_open_from_half_an_hour_before_to_an_hour_after(client, session, minutes):
    link = link_of(registration(session))
    now, hour = timezone.now(), timedelta(hours=1)
    moved = timedelta(minutes=minutes)
    if minutes < 0:
        change(session, starts_at=now - moved, ends_at=now + hour)
    else:
        change(session, starts_at=now - moved - hour, ends_at=now - moved, status="completed")
    assert client.get(link).url == SECRET


def test_a_place_that_was_given_up_opens_nothing(client, session):
    row = registration(session)
    link = link_of(row)
    services.cancel(registration_id=row.pk)
    answer = client.get(link)
    assert (answer.status_code, SECRET in answer.content.decode()) == (403, False)


def test_the_link_goes_where_the_registration_goes(client, session):
    row = registration(session)
    link = link_of(row)
    client.get(link)
    new = factories.session(
        event=session.event,
        mode="online",
        join_url="https://meet.example.org/other-room",
        starts_at=timezone.now() + timedelta(minutes=20),
    )
    services.move_registration(
        registration_id=row.pk, session_id=new.pk, actor=factories.administrator()
    )
    assert not Attendance.objects.exists()
    assert client.get(link).url == "https://meet.example.org/other-room"


def test_whoever_waits_has_no_way_in(client, session):
    change(session, capacity=0)
    row = registration(session)
    assert row.state == "waitlisted"
    answer = client.get(link_of(row))
    assert (answer.status_code, SECRET in answer.content.decode()) == (403, False)


def test_a_link_of_another_purpose_and_one_that_ran_out(client, session):
    row = registration(session)
    assert client.get(f"/en/join/{services.link_token(row)}/").status_code == 404
    link = link_of(row)
    AccessLink.objects.update(expires_at=timezone.now())
    assert client.get(link).status_code == 410


def test_speaks_welsh(client, session):
    row = registration(session)
    change(session, starts_at=factories.in_days(2), ends_at=factories.in_days(3))
    page = client.get(link_of(row, "cy"))
    assert "Nid yw’r sesiwn ar agor eto" in page.content.decode()
