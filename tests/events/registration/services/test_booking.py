"""Booking, cancelling, the waiting list, attendance: what each service does and refuses."""

from dataclasses import replace
from datetime import timedelta
from operator import itemgetter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import EventSession
from events.registration import services
from events.registration.models import Attendance, Registration, WaitingListOffer
from events.registration.states import State
from gpx_site.core.models import Person
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db


def counters(session: EventSession) -> tuple[int, int]:
    session.refresh_from_db()
    return session.places_taken, session.queue_len


def owed(prefix: str = "mail:registration.") -> list[str]:
    """The kinds of the messages that are owed, in the order in which they were."""
    rows = OutboxMessage.objects.filter(dedupe_key__startswith=prefix).order_by("id")
    return [row.payload["kind"].removeprefix("registration.") for row in rows]


def full_session(**fields) -> EventSession:
    """A session with one place, which is taken."""
    session = factories.session(capacity=1, **fields)
    registration(session)
    return session


def book(session: EventSession, **fields) -> services.Booking:
    return services.book(session_id=session.pk, details=details(), **fields)


class TestBook:
    def test_takes_a_place_and_owes_a_confirmation(self):
        session = factories.session(capacity=2)
        booking = services.book(
            session_id=session.pk,
            details=details(name="Alys", email=" Alys@Example.ORG ", mail_locale="cy"),
            needs=services.Needs(access="ramp"),
        )
        row = Registration.objects.get()
        assert booking == services.Booking(registration=row, outcome=State.CONFIRMED, is_new=True)
        assert (row.name, row.email_key, row.state) == ("Alys", "alys@example.org", "confirmed")
        assert row.needs.access == "ramp"
        assert (row.person.email_key, row.person.language) == ("alys@example.org", "cy")
        assert counters(session) == (1, 0)
        assert owed() == ["confirmation"]
        entry = AuditEntry.objects.get(subject=f"registration.registration:{row.pk}")
        assert entry.action == "registration.confirmed"

    def test_claims_the_place_last_and_holds_the_session_briefly(self):
        session = factories.session(capacity=2)
        with CaptureQueriesContext(connection) as captured:
            book(session)
        writes = [sql for sql in map(itemgetter("sql"), captured) if "SAVEPOINT" not in sql]
        assert writes[-1].startswith('UPDATE "events_eventsession"')

    def test_makes_no_row_for_no_needs(self):
        assert not hasattr(book(factories.session()).registration, "needs")

    def test_joins_the_waiting_list_when_full(self):
        session = full_session()
        booking = book(session)
        assert booking.outcome == booking.registration.state == State.WAITLISTED
        assert booking.registration.queued_at is not None
        assert counters(session) == (1, 1)
        assert owed() == ["confirmation", "waiting"]

    def test_is_refused_when_full_without_a_list(self):
        session = full_session(waiting_list=False)
        with pytest.raises(services.SessionFull):
            book(session)
        assert Registration.objects.count() == Person.objects.count() == 1
        assert owed() == ["confirmation"]

    def test_a_newcomer_does_not_jump_the_queue(self):
        session = full_session()
        waiting = book(session).registration
        EventSession.objects.filter(pk=session.pk).update(capacity=5)
        assert book(session).outcome == State.WAITLISTED
        services.promote_waiting(session_id=session.pk)
        waiting.refresh_from_db()
        assert waiting.state == State.OFFERED

    @pytest.mark.parametrize(
        "fields",
        [
            {"status": "cancelled"},
            {"status": "postponed"},
            {"status": "completed"},
            {"opens_at": factories.in_days(1)},
            {"closes_at": factories.in_days(-1)},
            {"starts_at": factories.in_days(-1)},
        ],
    )
    def test_is_refused_while_registration_is_closed(self, fields):
        session = factories.session(**fields)
        with pytest.raises(services.RegistrationClosed):
            book(session)
        assert not Registration.objects.exists()

    def test_staff_register_people_outside_the_booking_period(self):
        session = factories.session(starts_at=factories.in_days(-2))
        assert registration(session).state == State.CONFIRMED
        assert owed() == []  # nobody is told of a place in the past

    def test_without_limit_everybody_has_a_place(self):
        session = factories.session(capacity=None)
        assert [book(session).outcome for _ in range(3)] == [State.CONFIRMED] * 3
        assert counters(session) == (3, 0)

    def test_lifting_the_limit_lets_nobody_past_those_who_wait(self):
        session = full_session()
        book(session)
        EventSession.objects.filter(pk=session.pk).update(capacity=None)
        assert book(session).outcome == State.WAITLISTED
        assert services.promote_waiting(session_id=session.pk) == 2
        assert book(session).outcome == State.CONFIRMED

    def test_the_allowance_is_beyond_capacity(self):
        session = factories.session(capacity=1, overbook_allowance=1)
        outcomes = [book(session).outcome for _ in range(3)]
        assert outcomes == [State.CONFIRMED, State.CONFIRMED, State.WAITLISTED]

    def test_an_unknown_session_is_refused(self):
        with pytest.raises(EventSession.DoesNotExist):
            services.book(session_id=0, details=details())


class TestBookTwice:
    def test_the_same_key_is_one_registration(self):
        session, alys = factories.session(), details()
        again = [
            services.book(session_id=session.pk, details=alys, idempotency_key="k")
            for _ in range(2)
        ]
        assert [booking.is_new for booking in again] == [True, False]
        assert again[0].registration == again[1].registration
        assert counters(session) == (1, 0)
        assert owed() == ["confirmation"]

    def test_the_same_key_answers_even_after_closing(self):
        session, alys = factories.session(), details()
        first = services.book(session_id=session.pk, details=alys, idempotency_key="k")
        EventSession.objects.filter(pk=session.pk).update(closes_at=timezone.now())
        again = services.book(session_id=session.pk, details=alys, idempotency_key="k")
        assert again == replace(first, is_new=False)

    def test_a_registered_address_is_told_by_email(self):
        session, alys = factories.session(), details()
        first = services.book(session_id=session.pk, details=alys, idempotency_key="a")
        again = services.book(session_id=session.pk, details=alys, idempotency_key="b")
        assert again == replace(first, is_new=False)
        assert counters(session) == (1, 0)
        assert owed() == ["confirmation", "again"]

    def test_the_page_does_not_tell_who_is_registered(self):
        """Whoever tries another's address learns what a newcomer would learn, and no more."""
        session, alys = factories.session(capacity=1), details()
        confirmed = services.book(session_id=session.pk, details=alys).registration
        again = services.book(session_id=session.pk, details=alys)
        assert (again.registration, again.outcome) == (confirmed, State.WAITLISTED)
        confirmed.refresh_from_db()
        assert confirmed.state == State.CONFIRMED
        EventSession.objects.filter(pk=session.pk).update(waiting_list=False)
        with pytest.raises(services.SessionFull):
            services.book(session_id=session.pk, details=alys)

    def test_whoever_cancelled_books_anew(self):
        session, alys = factories.session(), details()
        first = services.book(session_id=session.pk, details=alys).registration
        services.cancel(registration_id=first.pk)
        second = services.book(session_id=session.pk, details=alys).registration
        assert first.pk != second.pk
        assert counters(session) == (1, 0)

    def test_language_follows_the_newest_wish(self):
        alys = details(mail_locale="en", email="alys@example.org")
        services.book(session_id=factories.session().pk, details=alys)
        alys = details(mail_locale="cy", email="alys@example.org", name="Somebody Else")
        services.book(session_id=factories.session().pk, details=alys)
        person = Person.objects.get()
        assert person.language == "cy"
        assert person.name != "Somebody Else"


class TestCancel:
    def test_frees_one_place_however_often(self):
        session = factories.session()
        row = registration(session)
        registration(session)
        for _ in range(2):
            assert services.cancel(registration_id=row.pk).state == State.CANCELLED_BY_ATTENDEE
        assert counters(session) == (1, 0)
        assert owed().count("cancellation") == 1
        row.refresh_from_db()
        assert row.ended_at is not None

    def test_leaves_the_waiting_list(self):
        session = full_session()
        row = book(session).registration
        services.cancel(registration_id=row.pk)
        assert counters(session) == (1, 0)

    def test_withdraws_an_offer(self, django_capture_on_commit_callbacks):
        session = full_session()
        first, second = book(session).registration, book(session).registration
        with django_capture_on_commit_callbacks(execute=True):
            services.cancel(registration_id=session.registrations.confirmed().get().pk)
        with django_capture_on_commit_callbacks(execute=True):
            services.cancel(registration_id=first.pk)
        assert first.offers.get().state == WaitingListOffer.State.WITHDRAWN
        second.refresh_from_db()
        assert second.state == State.OFFERED
        assert counters(session) == (1, 0)

    def test_is_too_late_after_the_session(self):
        row = registration(factories.session(starts_at=factories.in_days(-2)))
        with pytest.raises(services.SessionOver):
            services.cancel(registration_id=row.pk)
        services.cancel(registration_id=row.pk, by_organiser=True)
        row.refresh_from_db()
        assert row.state == State.CANCELLED_BY_ORGANISER


class TestWaitingList:
    @pytest.fixture
    def offered(self, django_capture_on_commit_callbacks) -> Registration:
        """The first of two who wait, with an offer."""
        session = full_session()
        first, _second = book(session).registration, book(session).registration
        with django_capture_on_commit_callbacks(execute=True):
            services.cancel(registration_id=session.registrations.confirmed().get().pk)
        first.refresh_from_db()
        assert first.state == State.OFFERED
        assert counters(session) == (1, 1)
        return first

    def test_an_offer_lasts_two_days(self, offered):
        offer = offered.offers.get()
        assert offer.expires_at - offer.offered_at == timedelta(hours=48)
        assert "offer" in owed()

    def test_an_offer_ends_when_the_session_starts(self):
        session = full_session(starts_at=factories.in_days(1))
        row = book(session).registration
        services.cancel(registration_id=session.registrations.confirmed().get().pk)
        services.promote_waiting(session_id=session.pk)
        assert row.offers.get().expires_at == session.starts_at

    def test_accepting_twice_is_accepting_once(self, offered):
        for _ in range(2):
            assert services.accept_offer(registration_id=offered.pk).state == State.CONFIRMED
        assert counters(offered.session) == (1, 1)
        assert offered.offers.get().state == WaitingListOffer.State.ACCEPTED

    def test_declining_passes_the_place_on(self, offered, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            services.decline_offer(registration_id=offered.pk)
        services.decline_offer(registration_id=offered.pk)
        assert offered.session.registrations.filter(state=State.OFFERED).count() == 1
        assert counters(offered.session) == (1, 0)
        with pytest.raises(services.OfferExpired):
            services.accept_offer(registration_id=offered.pk)

    def test_an_offer_that_ran_out_cannot_be_accepted(
        self, offered, django_capture_on_commit_callbacks
    ):
        offered.offers.update(expires_at=timezone.now())
        with pytest.raises(services.OfferExpired):
            services.accept_offer(registration_id=offered.pk)
        with django_capture_on_commit_callbacks(execute=True):
            assert services.expire_offers() == 1
        offered.refresh_from_db()
        assert offered.state == State.LAPSED
        assert offered.offers.get().state == WaitingListOffer.State.EXPIRED
        assert counters(offered.session) == (1, 0)
        assert services.expire_offers() == 0

    def test_offers_go_in_the_order_of_joining(self):
        session = full_session()
        waiting = [book(session).registration for _ in range(3)]
        EventSession.objects.filter(pk=session.pk).update(capacity=3)
        assert services.sweep() == 2
        states = [Registration.objects.get(pk=row.pk).state for row in waiting]
        assert states == [State.OFFERED, State.OFFERED, State.WAITLISTED]
        assert counters(session) == (3, 1)

    @pytest.mark.parametrize(
        "change",
        [
            {"status": "cancelled"},
            {"starts_at": factories.in_days(-0.01)},
            {"closes_at": factories.in_days(-1)},
        ],
    )
    def test_nothing_is_offered_too_late(self, change):
        session = full_session()
        book(session)
        EventSession.objects.filter(pk=session.pk).update(capacity=9, **change)
        assert services.promote_waiting(session_id=session.pk) == services.sweep() == 0

    def test_there_is_nothing_to_accept_without_an_offer(self):
        row = registration(factories.session())
        with pytest.raises(services.OfferExpired):
            services.accept_offer(registration_id=row.pk)
        with pytest.raises(services.OfferExpired):
            services.decline_offer(registration_id=row.pk)


class TestNeeds:
    def test_are_deleted_a_month_after_the_session(self):
        session = factories.session()
        row = services.book(
            session_id=session.pk, details=details(), needs=services.Needs(bsl=True)
        ).registration
        assert services.purge_needs() == 0
        EventSession.objects.filter(pk=session.pk).update(
            starts_at=factories.in_days(-32), ends_at=factories.in_days(-31)
        )
        assert services.purge_needs() == 1
        assert not hasattr(Registration.objects.get(pk=row.pk), "needs")


class TestAttendance:
    def test_check_in_and_undo(self):
        row = registration(factories.session())
        services.check_in(registration_id=row.pk)
        assert list(Registration.objects.attended()) == [row]
        assert services.check_in(registration_id=row.pk).outcome == Attendance.Outcome.ATTENDED
        services.undo_check_in(registration_id=row.pk)
        assert not Registration.objects.attended().exists()
        actions = AuditEntry.objects.filter(action__startswith="attendance.")
        assert [entry.action for entry in actions] == ["attendance.unknown", "attendance.attended"]

    def test_belongs_to_a_confirmed_place(self):
        session = full_session()
        with pytest.raises(services.NotConfirmed):
            services.check_in(registration_id=book(session).registration.pk)


class TestLinks:
    def test_the_same_link_each_time_and_only_its_hash_is_stored(self):
        row = registration(factories.session())
        token = services.link_token(row)
        assert services.link_token(row) == token
        link = services.open_link(token)
        assert link.registration == row
        assert token not in [str(value) for value in vars(link).values()]

    def test_unknown_expired_and_revoked(self):
        row = registration(factories.session())
        token = services.link_token(row)
        with pytest.raises(services.LinkUnknown):
            services.open_link(token[:-1])
        assert services.revoke_links(row) == 1
        with pytest.raises(services.LinkExpired):
            services.open_link(token)
        renewed = services.link_token(row)
        assert renewed != token
        row.links.update(expires_at=timezone.now(), revoked_at=None)
        with pytest.raises(services.LinkExpired):
            services.open_link(renewed)

    def test_a_new_secret_key_leaves_old_links_working(self, settings):
        row = registration(factories.session())
        token = services.link_token(row)
        settings.SECRET_KEY = "another-" + "0123456789" * 5
        assert services.open_link(token).registration == row
        assert services.link_token(row) != token
