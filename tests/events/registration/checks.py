"""What the state machine knows by itself, and what must be so after every step of it."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from events.models import EventPage, EventSession
from events.registration import services
from events.registration.models import Registration, WaitingListOffer
from events.registration.states import HOLDING_PLACE, LIVE, State
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import details


class Row(NamedTuple):
    """A registration as it was after the last step."""

    pk: int
    session: int
    state: str
    email: str
    ended: bool


@dataclass(frozen=True)
class World:
    """What every example begins with."""

    pages: tuple[EventPage, EventPage]
    staff: AbstractBaseUser


class Checked(RuleBasedStateMachine):
    """Two sessions of one event, and what is counted again after each step."""

    world: ClassVar[World]

    @initialize(
        capacity=st.sampled_from([1, 2, 3, 0, 4, None]),
        allowance=st.integers(0, 1),
        waiting_list=st.sampled_from([True, True, True, False]),  # most faults are about queues
        approval=st.booleans(),
        crowd=st.integers(0, 5),
    )
    def open(self, capacity, allowance, waiting_list, approval, crowd):
        self.undo = transaction.atomic()
        self.undo.__enter__()
        event = self.world.pages[0].event
        common = {"event": event, "overbook_allowance": allowance, "waiting_list": waiting_list}
        self.sessions = [
            factories.session(capacity=capacity, approval_required=approval, **common),
            factories.session(capacity=2, starts_at=factories.in_days(20), **common),
        ]
        self.uids = [session.uid for session in self.sessions]
        self.sequences = [0, 0]
        self.steps = 0  # changes of registrations that were made, each of which owes one entry
        self.known: list[Row] = []
        for number in range(crowd):  # some are there already, so that queues are not rare
            with suppress(services.SessionFull):
                email = f"person{number}@example.org"
                services.book(session_id=self.sessions[0].pk, details=details(email=email))
                self.steps += 1

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    # What the test itself knows -------------------------------------------------------------------

    def read(self, which):
        self.sessions[which].refresh_from_db()
        return self.sessions[which]

    def pick(self, data, *states):
        chosen = data.draw(st.sampled_from([row for row in self.known if row.state in states]))
        return Registration.objects.get(pk=chosen.pk)

    def which(self, row):
        return [session.pk for session in self.sessions].index(row.session_id)

    @staticmethod
    def is_open(session):
        closes = session.closes_at or session.starts_at
        return session.status == "scheduled" and timezone.now() < closes

    @staticmethod
    def room(session):
        """Free places, whoever waits for them."""
        if session.capacity is None:
            return 99
        return max(0, session.capacity + session.overbook_allowance - session.places_taken)

    @staticmethod
    def queue(session):
        return list(session.registrations.filter(state="waitlisted").order_by("queued_at", "id"))

    def public_room(self, session):
        return 0 if self.queue(session) else self.room(session)

    def everything(self):
        """Counters and registrations, to see that nothing of them changed."""
        sessions = EventSession.objects.order_by("pk").values()
        return list(sessions), list(Registration.objects.order_by("pk").values())

    # What is so after every step ------------------------------------------------------------------

    @invariant()
    def everything_adds_up(self):
        rows = Registration.objects.order_by("pk").values_list(
            "pk", "session", "state", "email_key", "ended_at"
        )
        self.known = [Row(*row[:4], bool(row[4])) for row in rows]
        self.counters_are_counts()
        self.one_live_row_per_address()
        self.an_open_offer_means_offered()
        self.every_change_is_audited_once()
        self.whoever_ended_was_told_once()

    def counters_are_counts(self):
        held = Counter(row.session for row in self.known if row.state in HOLDING_PLACE)
        waiting = Counter(row.session for row in self.known if row.state == State.WAITLISTED)
        for which in (0, 1):
            session = self.read(which)
            assert session.places_taken == held[session.pk]  # I1
            assert session.queue_len == waiting[session.pk]  # I3
            assert session.sequence == self.sequences[which]  # I13
            assert session.uid == self.uids[which]  # I13

    def one_live_row_per_address(self):  # I8
        live = [(row.session, row.email) for row in self.known if row.state in LIVE]
        assert len(live) == len(set(live))

    def an_open_offer_means_offered(self):  # I6
        opened = WaitingListOffer.objects.filter(state="open").values_list(
            "registration", flat=True
        )
        offered = [row.pk for row in self.known if row.state == State.OFFERED]
        assert sorted(opened) == offered

    def every_change_is_audited_once(self):  # I11
        entries = AuditEntry.objects.filter(action__startswith="registration.")
        assert entries.count() == self.steps

    def whoever_ended_was_told_once(self):  # I11
        assert all(row.ended == (row.state not in LIVE) for row in self.known)
        kind = "mail:registration.cancellation:"
        keys = OutboxMessage.objects.filter(dedupe_key__startswith=kind)
        told = Counter(
            int(key.rpartition(":")[2]) for key in keys.values_list("dedupe_key", flat=True)
        )
        cancelled = [row.pk for row in self.known if row.state.startswith("cancelled")]
        assert told == Counter(cancelled)
