"""Places that are given by approval: held, then confirmed or refused."""

from html import unescape

import pytest
from django.core import mail
from django.urls import reverse

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration
from events.registration.states import State
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.events.registration.itip import diary_of, notices
from tests.events.registration.visitor import Visitor
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(pages):
    return factories.session(event=pages["en"].event, capacity=2, approval_required=True)


def book(session: EventSession, **fields) -> Registration:
    return services.book(session_id=session.pk, details=details(**fields)).registration


def counters(session: EventSession) -> tuple[int, int]:
    session.refresh_from_db()
    return session.places_taken, session.queue_len


def subjects(row: Registration) -> list[str]:
    return [message.subject for message in mail.outbox if message.to == [row.email_key]]


def test_a_place_is_held_until_it_is_approved(session, drain):
    row = book(session)
    drain()
    assert (row.state, counters(session)) == (State.PENDING_APPROVAL, (1, 0))
    assert not notices()
    for _ in range(2):
        assert services.approve(registration_id=row.pk).state == State.CONFIRMED
    drain()
    assert counters(session) == (1, 0)
    assert subjects(row) == [
        "We have your registration: Well managed risks",
        "Your place is confirmed: Well managed risks",
    ]
    assert len(diary_of(row.email_key).entries) == 1


def test_a_refusal_gives_the_place_to_the_next(session, drain, django_capture_on_commit_callbacks):
    EventSession.objects.filter(pk=session.pk).update(capacity=1)
    row, waits = book(session, mail_locale="cy"), book(session)
    assert waits.state == State.WAITLISTED
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert services.reject(registration_id=row.pk).state == State.REJECTED
    drain()
    waits.refresh_from_db()
    assert (waits.state, counters(session)) == (State.OFFERED, (1, 0))
    assert subjects(row)[-1] == "Nid oedd modd rhoi lle i chi: Risgiau a reolir yn dda"
    assert not notices()
    # Taking the place that is offered is registering: it awaits approval, too.
    for _ in range(2):
        taken = services.accept_offer(registration_id=waits.pk)
        assert taken.state == State.PENDING_APPROVAL
    drain()
    assert subjects(waits)[-1] == "We have your registration: Well managed risks"


def test_only_what_awaits_approval_is_decided_upon(session):
    row = book(session)
    services.cancel(registration_id=row.pk)
    for decide in (services.approve, services.reject):
        with pytest.raises(services.NotPending):
            decide(registration_id=row.pk)
    confirmed = registration(session)  # by staff, who need no approval
    assert confirmed.state == State.CONFIRMED
    with pytest.raises(services.NotPending):
        services.reject(registration_id=confirmed.pk)
    assert counters(session) == (1, 0)


def test_withdrawing_is_not_giving_up_a_place(session, drain):
    row = book(session)
    drain()
    services.cancel(registration_id=row.pk)
    drain()
    assert subjects(row)[-1] == "Your registration is withdrawn: Well managed risks"
    assert "You have withdrawn your registration" in mail.outbox[-1].body
    assert not notices()


def test_whoever_tries_an_address_learns_nothing(session):
    row = book(session)
    services.approve(registration_id=row.pk)
    again = services.book(session_id=session.pk, details=details(email=row.email_key))
    assert (again.registration, again.outcome) == (row, State.PENDING_APPROVAL)


class TestMove:
    def test_an_approval_holds_for_the_other_session_too(self, session):
        other = factories.session(
            event=session.event, starts_at=factories.in_days(30), approval_required=True
        )
        row, undecided = book(session), book(session)
        services.approve(registration_id=row.pk)
        states = [
            services.move_registration(registration_id=pk, session_id=other.pk).state
            for pk in (row.pk, undecided.pk)
        ]
        assert states == [State.CONFIRMED, State.PENDING_APPROVAL]

    def test_where_none_is_needed_the_place_is_sure(self, session):
        free = factories.session(event=session.event, starts_at=factories.in_days(30))
        row = book(session)
        moved = services.move_registration(registration_id=row.pk, session_id=free.pk)
        assert moved.state == State.CONFIRMED


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "we look at every registration", "We have your registration"),
        ("cy", "rydym yn edrych ar bob cofrestriad", "Mae eich cofrestriad wedi dod i law"),
    ],
)
def test_the_form_says_so_before_and_after(pages, session, language, before, after):
    visitor = Visitor(pages, session, language)
    assert before in unescape(visitor.get("details").content.decode())
    visitor.register()
    done = unescape(visitor.get("done").content.decode())
    assert f"<title>{after}" in done
    row = Registration.objects.get()
    visitor.get(f"/en/bookings/{services.link_token(row)}/")
    page = unescape(visitor.get("/en/bookings/").content.decode())
    assert "Withdraw your registration" in page
    assert "You do not have a place yet" in page


class TestStaff:
    @pytest.fixture
    def staff(self, client):
        client.force_login(factories.administrator())
        return client

    @pytest.mark.parametrize(
        ("verb", "state"), [("approve", State.CONFIRMED), ("reject", State.REJECTED)]
    )
    def test_decide_on_a_page_that_asks_first(self, staff, session, verb, state):
        row = book(session)
        listing = reverse("wagtailsnippets_registration_registration:list")
        url = reverse(f"wagtailsnippets_registration_registration:{verb}", args=[row.pk])
        assert url in staff.get(listing).content.decode()
        assert row.reference in staff.get(url).content.decode()
        row.refresh_from_db()
        assert row.state == State.PENDING_APPROVAL
        assert staff.post(url).url == listing
        row.refresh_from_db()
        assert row.state == state
        entry = AuditEntry.objects.get(action=f"registration.{state}")
        assert entry.actor.username == "admin"
        assert url not in staff.get(listing).content.decode()

    def test_are_told_when_it_is_too_late(self, staff, session):
        row = book(session)
        services.cancel(registration_id=row.pk)
        url = reverse("wagtailsnippets_registration_registration:approve", args=[row.pk])
        assert "no longer awaits approval" in staff.get(staff.post(url).url).content.decode()
