"""A state machine over every verb of registration, for Hypothesis to run.

Two sessions of one event, eight people. What should be so is worked out here, never by the code
under test: ``is_open`` and ``queue`` say it again in the test's own words. ``test_invariants``
lists which check is which invariant.
"""

from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from events.evaluation.metrics.programme import by_event, programme_numbers
from events.evaluation.numbers import bookings_of
from events.models import EventPage, EventSession
from events.registration import services
from events.registration.models import GroupBooking, Registration
from events.registration.states import LIVE, State
from gpx_site.core.models import Person
from gpx_site.mail.services import languages_of, message_id
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.erasure import erase_person
from gpx_site.translations.publishing import publish_minor
from tests import factories
from tests.events.registration.checks import Checked
from tests.factories.registrations import details

ADDRESSES = [f"person{number}@example.org" for number in range(8)]
EMAIL = st.sampled_from(ADDRESSES)
LOCALE = st.sampled_from(["cy", "en", "both"])
WHICH = st.integers(0, 1)
_minute = count(1)


def having(*states):
    """The rule needs a registration in one of these states."""
    return precondition(lambda self: any(row.state in states for row in self.known))


def numbers():
    """Every number that staff are shown of all sessions together, and of each event."""
    bookings = bookings_of(EventSession.objects.all())
    return programme_numbers(bookings), by_event(bookings)


class Bookings(Checked):
    """Every verb, as people and clocks use it."""

    # Booking --------------------------------------------------------------------------------------

    @rule(which=WHICH, email=EMAIL, locale=LOCALE)
    def book(self, which, email, locale):
        before = self.read(which)
        mine = before.registrations.filter(state__in=LIVE, email_key=email).first()
        room = self.public_room(before)
        wish = details(email=email, mail_locale=locale)
        try:
            booking = services.book(session_id=before.pk, details=wish)
        except services.SessionFull:
            assert not room
            assert not before.waiting_list
        except services.RegistrationClosed:
            assert not self.is_open(before)
        else:
            assert self.is_open(before)
            granted = State.PENDING_APPROVAL if before.approval_required else State.CONFIRMED
            assert booking.outcome == (granted if room else State.WAITLISTED)  # I2, I4
            assert not mine or booking.registration == mine  # I8
            self.steps += not mine

    @rule(which=WHICH, email=EMAIL, past_queue=st.booleans())
    def book_by_staff(self, which, email, past_queue):
        before = self.read(which)
        mine = before.registrations.filter(state__in=LIVE, email_key=email).first()
        room = self.room(before) if past_queue else self.public_room(before)
        try:
            booking = services.book(
                session_id=before.pk,
                details=details(email=email),
                source=Registration.Source.PHONE,
                created_by=self.world.staff,
                past_queue=past_queue,
            )
        except services.SessionFull:
            assert not room  # I2
        except services.RegistrationClosed:
            assert before.status != "scheduled"
        else:
            if not mine:
                expected = State.CONFIRMED if room else State.WAITLISTED
                assert booking.registration.state == expected
                self.steps += 1

    @rule(which=WHICH, emails=st.lists(EMAIL, min_size=2, max_size=4, unique=True), locale=LOCALE)
    def book_group(self, which, emails, locale):
        before = self.read(which)
        there = {row.email for row in self.known if row.session == before.pk and row.state in LIVE}
        room, taken = self.public_room(before), before.places_taken
        try:
            group = services.book_group(
                session_id=before.pk,
                contact=services.Contact(name="C", email=emails[0], mail_locale=locale),
                members=[services.Member(name="M", email=email) for email in emails],
            )
        except services.SessionFull:
            assert room < len(emails)
            got = 0
        except services.RegistrationClosed:
            assert not self.is_open(before)
            got = 0
        else:
            assert self.is_open(before)
            assert room >= len(emails)
            got = len(set(emails) - there)
            assert group.members.count() == got
        assert self.read(which).places_taken == taken + got  # I19
        self.steps += got

    # A registrant's own verbs ---------------------------------------------------------------------

    @precondition(lambda self: self.known)
    @rule(data=st.data(), by_organiser=st.booleans())
    def cancel_twice(self, data, by_organiser):
        row = self.pick(data, *State)
        before = self.read(self.which(row)).places_taken
        for _ in range(2):
            services.cancel(registration_id=row.pk, by_organiser=by_organiser)
        self.steps += row.is_live
        assert before - self.read(self.which(row)).places_taken == row.holds_place  # I9

    @having(*LIVE)
    @rule(data=st.data(), locale=LOCALE)
    def change_details_twice(self, data, locale):
        row = self.pick(data, *LIVE)
        wish = details(email=row.email_key, mail_locale=locale)
        needs = services.Needs(access="Ramp")
        for _ in range(2):
            services.change_details(registration_id=row.pk, details=wish, needs=needs)
        self.steps += 1
        row.refresh_from_db()
        assert (row.name, row.mail_locale, row.email_key) == (wish.name, locale, wish.email)

    @having(*LIVE)
    @rule(data=st.data(), by_staff=st.booleans())
    def move(self, data, by_staff):
        row = self.pick(data, *LIVE)
        old = self.which(row)
        before = [self.read(which) for which in (old, 1 - old)]
        taken = [session.places_taken for session in before]
        room = self.public_room(before[1])
        unmoved = self.everything()
        try:
            services.move_registration(
                registration_id=row.pk,
                session_id=before[1].pk,
                actor=self.world.staff if by_staff else None,
            )
        except services.RegistrationError:
            assert self.everything() == unmoved
        else:  # I10
            assert room
            now = [self.read(which).places_taken for which in (old, 1 - old)]
            assert now == [taken[0] - row.holds_place, taken[1] + 1]
            assert by_staff or self.is_open(before[1])
            self.steps += 1

    # The waiting list -----------------------------------------------------------------------------

    @having(State.OFFERED)
    @rule(data=st.data())
    def accept_twice(self, data):
        row = self.pick(data, State.OFFERED)
        asks = row.session.approval_required
        for _ in range(2):  # I7
            taken = services.accept_offer(registration_id=row.pk)
            assert taken.state == (State.PENDING_APPROVAL if asks else State.CONFIRMED)
        self.steps += 1

    @having(State.OFFERED)
    @rule(data=st.data())
    def decline_twice(self, data):
        row = self.pick(data, State.OFFERED)
        for _ in range(2):
            assert services.decline_offer(registration_id=row.pk).state == State.DECLINED
        with pytest.raises(services.OfferExpired):
            services.accept_offer(registration_id=row.pk)
        self.steps += 1

    @having(State.OFFERED)
    @rule(data=st.data())
    def run_out(self, data):
        row = self.pick(data, State.OFFERED)
        row.offers.open().update(expires_at=timezone.now())
        for swept in (0, 1):  # I7: neither before the sweep nor after it
            with pytest.raises(services.OfferExpired):
                services.accept_offer(registration_id=row.pk)
            assert services.expire_offers() == 1 - swept
        self.steps += 1

    @rule(which=WHICH)
    def promote(self, which):
        """As it is asked for after every commit that frees a place."""
        before = self.read(which)
        queue, room = self.queue(before), self.room(before)
        made = services.promote_waiting(session_id=before.pk)
        assert made == (min(len(queue), room) if self.is_open(before) else 0)  # I12, I20
        assert [row for row in queue if row.offers.open().exists()] == queue[:made]  # I5
        self.steps += made

    @rule()
    def sweep(self):
        self.steps += services.sweep()
        for which in (0, 1):
            session = self.read(which)
            assert not (self.is_open(session) and self.queue(session) and self.room(session))  # I20

    @having(State.PENDING_APPROVAL)
    @rule(data=st.data(), yes=st.booleans())
    def decide_twice(self, data, yes):
        row = self.pick(data, State.PENDING_APPROVAL)
        decide = services.approve if yes else services.reject
        for _ in range(2):
            decided = decide(registration_id=row.pk, actor=self.world.staff)
            assert decided.state == (State.CONFIRMED if yes else State.REJECTED)
        self.steps += 1

    # The session and its pages --------------------------------------------------------------------

    def change(self, which, **changes):
        services.change_session(session_id=self.sessions[which].pk, changes=changes)

    @rule(which=WHICH, capacity=st.one_of(st.none(), st.integers(0, 6)))
    def change_capacity(self, which, capacity):
        self.change(which, capacity=capacity)

    @rule(which=WHICH, waiting_list=st.booleans(), approval=st.booleans())
    def change_rules(self, which, waiting_list, approval):
        self.change(which, waiting_list=waiting_list, approval_required=approval)

    @rule(which=WHICH, closed=st.booleans())
    def close_or_open_again(self, which, closed):
        self.change(which, closes_at=timezone.now() - timedelta(seconds=1) if closed else None)

    @rule(which=WHICH)
    def reschedule(self, which):
        before = self.read(which)
        starts_at = factories.in_days(30) + timedelta(minutes=next(_minute))
        self.change(which, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
        self.sequences[which] += 1
        assert self.read(which).status == (
            "cancelled" if before.status == "cancelled" else "scheduled"
        )

    @rule(which=WHICH)
    def postpone_twice(self, which):
        for _ in range(2):
            with suppress(services.NotScheduled):
                self.sequences[which] += services.postpone_session(
                    session_id=self.sessions[which].pk
                )

    @rule(which=WHICH, seldom=st.integers(0, 5))
    def cancel_session(self, which, seldom):
        if seldom == 0:
            for _ in range(2):
                done = services.cancel_session(session_id=self.sessions[which].pk)
                self.sequences[which] += done
            self.write_letters()
            assert self.read(which).places_taken == 0

    @rule(language=WHICH, revert=st.booleans())
    def publish(self, language, revert):
        before = self.everything()
        page = EventPage.objects.get(pk=self.world.pages[language].pk)
        if revert and page.revisions.exists():
            page = page.revisions.order_by("pk").first().as_object()
        else:
            page.standfirst += "."
        page.save_revision()
        publish_minor(page=page)
        assert self.everything() == before  # I15

    # Letters and forgetting -----------------------------------------------------------------------

    @rule()
    def write_letters(self):
        cancelled = [session.pk for session in self.sessions if self.status(session) == "cancelled"]
        owed = Registration.objects.filter(session__in=cancelled, state__in=LIVE)
        self.steps += owed.count()
        mail.outbox.clear()
        while outbox.drain():
            pass
        assert not OutboxMessage.objects.filter(state="queued").exists()
        locales = {row.pk: row for row in Registration.objects.all()}
        sent = {message.extra_headers["Message-ID"]: message for message in mail.outbox}
        assert len(sent) == len(mail.outbox)  # I11
        for owed in OutboxMessage.objects.filter(kind="mail", payload__ids__has_key="registration"):
            message = sent.get(message_id(owed.dedupe_key))
            row = locales[owed.payload["ids"]["registration"]]
            if message:
                assert message.to == [row.email_key]
                written_in = ", ".join(languages_of(row.mail_locale))
                assert message.extra_headers["Content-Language"] == written_in  # I14

    @staticmethod
    def status(session):
        session.refresh_from_db()
        return session.status

    @rule(email=EMAIL, ended=st.booleans())
    def erase(self, email, ended):
        person = Person.objects.filter(email_key=email).first()
        if person is None:
            return
        theirs = Registration.objects.filter(person=person)
        self.steps += theirs.filter(state__in=LIVE).count()
        rows = Registration.objects.count()
        for row in theirs.live() if ended else ():
            services.cancel(registration_id=row.pk, by_organiser=True)
        before = numbers()
        erase_person(email)
        # I17: every number stays, the person does not.
        assert Registration.objects.count() == rows
        assert not ended or numbers() == before
        for table in (Registration, Person):
            assert not table.objects.filter(email_key=email).exists()
        assert set(theirs.values_list("name", "email_key")) <= {("", "")}
        assert not GroupBooking.objects.filter(contact__email_key=email).exists()
