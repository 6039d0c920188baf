"""What holds after every sequence of steps, whoever takes them.

The state machine (``machine.py``) checks, after each step or in the rule that is named:

==== ==============================================================================================
I1   ``places_taken`` is the count of those who hold a place: ``counters_are_counts``
I2   no claim past capacity and allowance: ``book``, ``book_by_staff``, ``book_group``, ``move``
I3   ``queue_len`` is the count of those who wait: ``counters_are_counts``
I4   while somebody waits nobody of the public is confirmed: ``book``, ``book_group``, ``move``
I5   offers go in the order of the queue: ``promote``
I6   one open offer at most, and offered means that: ``an_open_offer_means_offered``
I7   what ran out is never accepted, accepting twice is once: ``run_out``, ``accept_twice``
I8   one live registration per session and address: ``one_live_row_per_address``, ``book``
I9   cancelling twice frees one: ``cancel_twice``
I10  a move neither loses nor doubles a place: ``move``; in a crash, ``test_changes.py``
I11  each change has one entry in the audit, each letter is sent once: ``every_change_is_audited``
     ``_once``, ``whoever_ended_was_told_once``, ``write_letters``
I12  nothing is offered after closing, the start, or a cancellation: ``promote``
I13  SEQUENCE rises with each material change, and only then; UID stays: ``counters_are_counts``
I14  letters are in the language of the registration: ``write_letters``; by kind,
     ``test_letters.py``
I15  publishing and reverting change nothing: ``publish``; translating, below
I16  a GET changes nothing: ``test_scanner.py``
I17  whoever is erased is in no row, and every number stays: ``erase``; in no table, log or file,
     ``test_own_data.py``
I18  nobody without a confirmed place sees the joining address: ``test_letters.py``,
     ``test_manage.py``
I19  a group has all its places or none: ``book_group``
I20  nobody waits beside a free place after a sweep: ``sweep``, ``promote``
==== ==============================================================================================
"""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection
from django.db.models import F
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration
from events.registration.services import capacity, change_registration, sessions
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.events.registration.checks import World
from tests.events.registration.machine import ADDRESSES, Bookings

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(site_tree) -> type[Bookings]:
    pages = factories.event_pages(factories.event_index(site_tree), factories.event())
    staff = get_user_model().objects.create(username="staff")
    Bookings.world = World(pages=pages, staff=staff)
    return Bookings


def test_invariants_hold(machine):
    run_state_machine_as_test(machine, settings=settings(max_examples=50, stateful_step_count=30))
    assert not Registration.objects.exists()
    assert not EventSession.objects.exists()


@pytest.mark.long
@pytest.mark.parametrize("half", [1, 2])  # of the time: two processes do them side by side
def test_invariants_hold_for_long(machine, half):
    examples = 150 if connection.vendor == "postgresql" else 50
    longer = settings(max_examples=examples, stateful_step_count=50)
    run_state_machine_as_test(machine, settings=longer)


class Told(Bookings):
    """The machine, led through one story instead of searching: it picks the first that fits."""

    def pick(self, data, *states):
        chosen = next(row for row in self.known if row.state in states)
        return Registration.objects.get(pk=chosen.pk)

    @classmethod
    def tell(cls, *steps) -> None:
        """One booked place of one, one who waits; then ``steps``, all checked after each."""
        machine = cls()
        try:
            machine.open(capacity=1, allowance=0, waiting_list=True, approval=False, crowd=2)
            machine.everything_adds_up()
            for step in steps:
                step(machine)
                machine.everything_adds_up()
        finally:
            machine.teardown()


def cancels(machine):
    machine.cancel_twice(data=None, by_organiser=False)


def somebody_books(machine):
    machine.book(which=0, email=ADDRESSES[4], locale="cy")


def two_book(machine):
    machine.book_group(which=1, emails=ADDRESSES[5:7], locale="cy")


def closes(machine):
    machine.close_or_open_again(which=0, closed=True)


def moves(machine):
    machine.move(data=None, by_staff=False)


def release_twice(monkeypatch):
    def release(session_id: int) -> None:
        EventSession.objects.filter(pk=session_id).update(places_taken=F("places_taken") - 2)

    monkeypatch.setattr(capacity, "release", release)


def jump_the_queue(monkeypatch):
    claim = capacity.claim
    monkeypatch.setattr(capacity, "claim", lambda pk, n=1, **_: claim(pk, n, past_queue=True))
    left = property(lambda self: None if self.capacity is None else Bookings.room(self))
    monkeypatch.setattr(EventSession, "places_left", left)


def forget_the_audit(monkeypatch):
    record = AuditEntry.record

    def forget(subject, action, **detail):
        made = record(subject, action, **detail)
        if action == "registration.cancelled_by_attendee":
            made.delete()
        return made

    monkeypatch.setattr(AuditEntry, "record", forget)


def keep_the_sequence(monkeypatch):
    monkeypatch.setattr(sessions, "MATERIAL", frozenset())


def offer_after_closing(monkeypatch):
    still_on = property(lambda self: self.status == "scheduled")
    monkeypatch.setattr(EventSession, "is_open", still_on)


def lose_the_place_in_a_move(monkeypatch):
    monkeypatch.setattr(change_registration, "free_place", lambda session_id: None)


def split_a_group(monkeypatch):
    claim = capacity.claim
    monkeypatch.setattr(capacity, "claim", lambda pk, n=1, **options: claim(pk, 1, **options))


def write_in_english(monkeypatch):
    monkeypatch.setattr(
        "events.registration.notifications.emails.languages_of", lambda locale: ("en",)
    )


STORIES = {
    release_twice: [cancels],
    jump_the_queue: [cancels, somebody_books],
    forget_the_audit: [cancels],
    keep_the_sequence: [lambda machine: machine.reschedule(which=0)],
    offer_after_closing: [cancels, closes, lambda machine: machine.promote(which=0)],
    lose_the_place_in_a_move: [moves],
    split_a_group: [two_book],
    write_in_english: [somebody_books, Bookings.write_letters],
}


@pytest.mark.parametrize(
    ("plant", "story"), STORIES.items(), ids=[plant.__name__ for plant in STORIES]
)
def test_the_checks_find_a_planted_fault(machine, monkeypatch, plant, story):
    """Each in the shortest story that shows it: a search might find it one day and not the next."""
    Told.tell(*story)
    plant(monkeypatch)
    with pytest.raises((AssertionError, IntegrityError, pytest.fail.Exception)):
        Told.tell(*story)


def test_translating_a_page_changes_no_counter_and_no_registration(site_tree):
    """I15: the page in the other language sells the same places."""
    index = factories.event_index(site_tree)
    page = factories.event_pages(index, factories.event())[0]
    page.live_translation.delete()
    session = factories.session(event=page.event, capacity=2)
    services.book(session_id=session.pk, details=factories.registrations.details())
    before = EventSession.objects.values().get(), Registration.objects.values().get()
    made = page.copy_for_translation(index[1].locale)
    made.slug = "cyfieithiad"
    made.save_revision()
    assert (EventSession.objects.values().get(), Registration.objects.values().get()) == before
    assert made.event.sessions.get() == session
