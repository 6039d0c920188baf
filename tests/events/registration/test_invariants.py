"""What holds after every sequence of bookings, cancellations, offers and changes of capacity."""

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration, WaitingListOffer
from events.registration.services import places
from events.registration.states import LIVE, State
from gpx_site.core import outbox
from gpx_site.core.models import AuditEntry, OutboxMessage
from tests import factories
from tests.factories.registrations import details

ADDRESSES = [f"person{number}@example.org" for number in range(8)]


class Bookings(RuleBasedStateMachine):
    """One session and eight people; what should be so is worked out again after each step."""

    @initialize(
        capacity=st.one_of(st.none(), st.integers(0, 4)),
        allowance=st.integers(0, 1),
        waiting_list=st.booleans(),
    )
    def open(self, capacity, allowance, waiting_list):
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.session = factories.session(
            capacity=capacity, overbook_allowance=allowance, waiting_list=waiting_list
        )
        self.steps = 0  # changes of state that were made, each of which owes one audit entry

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def rows(self, *states):
        return self.session.registrations.filter(state__in=states).order_by("id")

    def pick(self, data, *states):
        return data.draw(st.sampled_from(list(self.rows(*states))))

    def read(self):
        self.session.refresh_from_db()
        return self.session

    @rule(email=st.sampled_from(ADDRESSES))
    def book(self, email):
        before = self.read()
        mine = self.session.registrations.live().filter(email_key=email).first()
        had_room = places.has_room(before) and not before.queue_len
        try:
            booking = services.book(session_id=before.pk, details=details(email=email))
        except services.SessionFull:
            assert not had_room
            assert not before.waiting_list
        except services.RegistrationClosed:
            assert before.status == "cancelled"
        else:
            # I4, I2: a place only where one was free and nobody waited.
            assert booking.outcome == (State.CONFIRMED if had_room else State.WAITLISTED)
            if mine:
                assert booking.registration == mine
            else:
                assert booking.registration.state == booking.outcome
                self.steps += 1

    @precondition(lambda self: self.session.registrations.exists())
    @rule(data=st.data(), by_organiser=st.booleans())
    def cancel_twice(self, data, by_organiser):
        row = data.draw(st.sampled_from(list(self.session.registrations.order_by("id"))))
        before = self.read().places_taken
        for _ in range(2):
            services.cancel(registration_id=row.pk, by_organiser=by_organiser)
        self.steps += row.is_live
        assert before - self.read().places_taken == row.holds_place  # I9

    @precondition(lambda self: self.rows(State.OFFERED).exists())
    @rule(data=st.data())
    def accept_twice(self, data):
        row = self.pick(data, State.OFFERED)
        for _ in range(2):
            assert services.accept_offer(registration_id=row.pk).state == State.CONFIRMED
        self.steps += 1

    @precondition(lambda self: self.rows(State.OFFERED).exists())
    @rule(data=st.data())
    def decline_twice(self, data):
        row = self.pick(data, State.OFFERED)
        for _ in range(2):
            assert services.decline_offer(registration_id=row.pk).state == State.DECLINED
        self.steps += 1

    @precondition(lambda self: self.rows(State.OFFERED).exists())
    @rule(data=st.data())
    def run_out(self, data):
        row = self.pick(data, State.OFFERED)
        row.offers.open().update(expires_at=timezone.now())
        with pytest.raises(services.OfferExpired):  # I7, before any sweep
            services.accept_offer(registration_id=row.pk)
        assert services.expire_offers() == 1
        self.steps += 1

    @rule()
    def sweep(self):
        queue = list(self.session.registrations.waiting())
        made = services.sweep()
        self.steps += made
        offered = [row for row in queue if row.offers.open().exists()]
        assert offered == queue[:made]  # I5
        session = self.read()
        # I20: nobody waits beside a free place.
        assert not (session.is_open and session.queue_len and places.has_room(session))

    @rule(capacity=st.one_of(st.none(), st.integers(0, 6)))
    def change_capacity(self, capacity):
        session = self.read()
        session.capacity = capacity
        session.save()

    @rule(seldom=st.integers(0, 5))
    def cancel_session(self, seldom):
        if seldom == 0:
            self.steps += self.session.registrations.live().count()
            services.cancel_session(session_id=self.session.pk)
            while outbox.drain():
                pass
            assert self.read().places_taken == 0

    @invariant()
    def counters_are_counts(self):
        session = self.read()
        assert session.places_taken == session.registrations.holding_place().count()  # I1
        assert session.queue_len == session.registrations.waiting().count()  # I3

    @invariant()
    def one_live_row_per_address(self):  # I8
        live = list(self.session.registrations.live().values_list("email_key", flat=True))
        assert len(live) == len(set(live))

    @invariant()
    def an_open_offer_means_offered(self):  # I6
        opened = WaitingListOffer.objects.open().filter(registration__session=self.session)
        assert sorted(opened.values_list("registration_id", flat=True)) == list(
            self.rows(State.OFFERED).values_list("pk", flat=True)
        )

    @invariant()
    def every_change_is_audited_once(self):  # I11
        changes = AuditEntry.objects.filter(
            action__startswith="registration.",
            subject__in=[
                f"registration.registration:{pk}"
                for pk in self.session.registrations.values_list("pk", flat=True)
            ],
        )
        assert changes.count() == self.steps

    @invariant()
    def whoever_ended_was_told_once_and_stamped(self):
        ended = self.session.registrations.exclude(state__in=LIVE)
        assert not ended.filter(ended_at=None).exists()
        for row in ended.filter(state__startswith="cancelled"):
            key = f"mail:registration.cancellation:{row.pk}"
            assert OutboxMessage.objects.filter(dedupe_key=key).count() == 1


@pytest.mark.django_db
def test_invariants_hold():
    run_state_machine_as_test(Bookings, settings=settings(stateful_step_count=15))
    assert not Registration.objects.exists()
    assert not EventSession.objects.exists()


@pytest.mark.long
@pytest.mark.django_db
def test_invariants_hold_for_long():
    run_state_machine_as_test(Bookings, settings=settings(stateful_step_count=50))
