"""Staff change, postpone and cancel sessions in the admin."""

from datetime import timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core import mail
from django.urls import reverse
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.users.models import UserProfile

from events.models import EventSession
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_events_eventsession:list"
EDIT = "wagtailsnippets_events_eventsession:edit"


@pytest.fixture
def session():
    return factories.session(starts_at=factories.in_days(14).replace(second=0, microsecond=0))


def edit(client, session, **changes):
    url = reverse(EDIT, args=[session.pk])
    values = client.get(url).context["form"].initial
    empty = (None, False)
    data = {n: "" if any(v is each for each in empty) else v for n, v in values.items()}
    for name in ("starts_at", "ends_at"):
        data[name] = f"{data[name]:%Y-%m-%d %H:%M}"
    return client.post(url, data | changes)


def test_times_are_picked_from_a_calendar(client, session):
    form = client.get(reverse(EDIT, args=[session.pk])).context["form"]
    for name in ("starts_at", "ends_at", "opens_at", "closes_at"):
        assert isinstance(form.fields[name].widget, AdminDateTimeInput)


def test_a_new_time_is_told_to_whoever_is_registered(client, session, drain):
    registration(session)
    drain()
    later = factories.in_days(15)
    changes = {"starts_at": f"{later:%Y-%m-%d} 10:00", "ends_at": f"{later:%Y-%m-%d} 12:00"}
    assert edit(client, session, **changes).status_code == 302
    drain()
    session.refresh_from_db()
    assert session.sequence == 1
    assert len(mail.outbox) == 2
    entry = AuditEntry.objects.get(action="session.changed")
    assert entry.actor == User.objects.get()
    assert entry.detail["fields"] == ["ends_at", "starts_at"]


def test_saving_what_is_there_tells_nobody(client, session, drain):
    registration(session)
    drain()
    assert edit(client, session).status_code == 302
    drain()
    session.refresh_from_db()
    assert (session.sequence, len(mail.outbox)) == (0, 1)


def test_the_event_and_the_status_stay(client, session):
    shown = client.get(reverse(EDIT, args=[session.pk])).context["form"]["event"]
    assert BeautifulSoup(str(shown), "html.parser").select("select[disabled]")
    edit(client, session, event=factories.event().pk, status="cancelled")
    event = session.event
    session.refresh_from_db()
    assert (session.event, session.status) == (event, "scheduled")


def test_fewer_places_than_are_taken_are_pointed_out(client, session):
    registration(session)
    registration(session)
    response = edit(client, session, capacity=1)
    shown = client.get(response.url).content.decode()
    assert "Nobody has lost theirs" in shown
    assert session.registrations.confirmed().count() == 2


@pytest.mark.parametrize(("verb", "status"), [("postpone", "postponed"), ("cancel", "cancelled")])
def test_postpone_and_cancel_ask_first(client, session, drain, verb, status):
    registration(session)
    url = reverse(f"session-{verb}", args=[session.pk])
    assert url in client.get(reverse(LIST)).content.decode()
    assert "1 person is registered or waiting" in client.get(url).content.decode()
    session.refresh_from_db()
    assert session.status == "scheduled"
    assert client.post(url).url == reverse(LIST)
    drain()
    session.refresh_from_db()
    assert session.status == status
    assert url not in client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("verb", ["postpone", "cancel"])
def test_what_was_held_stays_as_it_is(client, verb):
    past = factories.session(starts_at=factories.in_days(-2))
    url = reverse(f"session-{verb}", args=[past.pk])
    assert url not in client.get(reverse(LIST)).content.decode()
    shown = client.get(client.post(url).url).content.decode()
    assert "It is too late" in shown
    assert EventSession.objects.get().status == "scheduled"


@pytest.mark.parametrize("verb", ["postpone", "cancel"])
def test_only_staff_who_may_change_sessions(client, session, verb):
    url = reverse(f"session-{verb}", args=[session.pk])
    client.logout()
    assert client.post(url).status_code == 302  # to the login
    user = User.objects.create_user("reader", password="reader")
    user.groups.set([Group.objects.get(name="Editors")])
    client.force_login(user)
    assert client.post(url).status_code == 403
    session.refresh_from_db()
    assert session.status == "scheduled"


class TestClocks:
    """The night of 30 March 2031 has no 1:30am, that of 26 October has two."""

    @pytest.mark.parametrize("name", ["starts_at", "ends_at", "opens_at", "closes_at"])
    @pytest.mark.parametrize(
        ("language", "day", "words"),
        [
            ("en", "2031-03-30", "There is no such time: the clocks go forward at 1am that night."),
            ("cy", "2031-03-30", "Nid oes amser o’r fath: bydd y clociau’n mynd ymlaen am 1am"),
            ("en", "2031-10-26", "This time comes twice: the clocks go back at 2am that night."),
            ("cy", "2031-10-26", "Daw’r amser hwn ddwywaith: bydd y clociau’n mynd yn ôl am 2am"),
        ],
    )
    def test_a_time_that_is_not_one_moment_is_refused_in_words(
        self, client, session, name, language, day, words
    ):
        UserProfile.objects.create(user=User.objects.get(), preferred_language=language)
        page = edit(client, session, **{name: f"{day} 01:30"})
        assert words in unescape(page.content.decode())
        assert page.context["form"].errors.keys() == {name}
        session.refresh_from_db()
        assert (session.sequence, session.opens_at, session.closes_at) == (0, None, None)

    def test_the_hours_beside_them_are_taken(self, client, session):
        times = {"starts_at": "2031-03-30 00:30", "ends_at": "2031-03-30 02:30"}
        assert edit(client, session, **times).status_code == 302
        session.refresh_from_db()
        assert session.ends_at - session.starts_at == timedelta(hours=1)


@pytest.mark.parametrize("what", ["session", "person"])
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Nothing was deleted"), ("cy", "Ni chafodd dim ei ddileu")],
)
def test_what_registrations_hang_on_is_not_deleted(client, session, what, language, words):
    UserProfile.objects.create(user=User.objects.get(), preferred_language=language)
    row = registration(session)
    kept = getattr(row, what)
    label = kept._meta.app_label, kept._meta.model_name
    one = reverse(f"wagtailsnippets_{'_'.join(label)}:delete", args=[kept.pk])
    back = reverse(f"wagtailsnippets_{'_'.join(label)}:list")
    many = f"{reverse('wagtail_bulk_action', args=[*label, 'delete'])}?next={back}&id={kept.pk}"
    for url in (one, many):
        for answer in (client.get(url, follow=True), client.post(url, follow=True)):
            assert answer.redirect_chain == [(back, 302)]
            assert words in unescape(answer.content.decode())
    kept.refresh_from_db()


def test_a_session_of_nobody_is_deleted(client, session):
    client.post(reverse("wagtailsnippets_events_eventsession:delete", args=[session.pk]))
    assert not EventSession.objects.exists()
