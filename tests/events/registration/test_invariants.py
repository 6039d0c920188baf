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
I15  publishing and reverting change nothing: ``publish``
I16  a GET changes nothing: ``test_journey.py``, ``test_manage.py``, ``test_own_data.py``
I17  whoever is erased is in no row, and the totals stay: ``erase``; every table, log and file,
     ``test_own_data.py``
I18  nobody without a confirmed place sees the joining address: ``test_letters.py``,
     ``test_manage.py``
I19  a group has all its places or none: ``book_group``
I20  nobody waits beside a free place after a sweep: ``sweep``, ``promote``
==== ==============================================================================================
"""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from events.models import EventSession
from events.registration.models import Registration
from tests import factories
from tests.events.registration.checks import World
from tests.events.registration.machine import Bookings

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
def test_invariants_hold_for_long(machine):
    examples = 500 if connection.vendor == "postgresql" else 100
    longer = settings(max_examples=examples, stateful_step_count=50)
    run_state_machine_as_test(machine, settings=longer)
