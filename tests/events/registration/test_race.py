"""Many at once for the last places, on whichever database the suite runs on.

The control shows that the race is real: with the guard taken out, the same clients oversell.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from threading import Barrier

import pytest
from django.db import close_old_connections, connection, transaction
from django.db.models import F

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration
from events.registration.services import capacity
from events.registration.states import State
from tests import factories
from tests.factories.registrations import details

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS, AT_ONCE, PLACES, ROUNDS = 24, 12, 5, 20


def race(client: Callable[[int], None]) -> None:
    """Let every client run, ``AT_ONCE`` at a time, each group from one starting line."""
    line = Barrier(AT_ONCE)

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            line.wait(timeout=30)
            client(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(run, range(CLIENTS)))
    close_old_connections()


def sold(session: EventSession) -> int:
    return session.registrations.holding_place().count()


@pytest.mark.parametrize("waiting_list", [True, False])
@pytest.mark.parametrize("rounds", [ROUNDS, pytest.param(50, marks=pytest.mark.long)])
def test_the_last_places_are_never_oversold(waiting_list, rounds):
    for _ in range(rounds):
        session = factories.session(capacity=PLACES, waiting_list=waiting_list)
        refused = []

        def client(_number, session=session, refused=refused):
            try:
                services.book(session_id=session.pk, details=details())
            except services.SessionFull:
                refused.append(1)

        race(client)
        session.refresh_from_db()
        waiting = session.registrations.waiting().count()
        assert sold(session) == session.places_taken == PLACES
        assert waiting == session.queue_len == (CLIENTS - PLACES if waiting_list else 0)
        assert len(refused) == (0 if waiting_list else CLIENTS - PLACES)


def test_without_the_guard_the_same_race_oversells(monkeypatch):
    """Count, then insert: the count inside the transaction on PostgreSQL, before it on SQLite.

    (On SQLite a transaction takes the write lock as it begins, so whatever is inside is serial.)
    """

    def take_without_looking(session_id: int, **_options: object) -> bool:
        rows = EventSession.objects.filter(pk=session_id)
        return bool(rows.update(places_taken=F("places_taken") + 1))

    monkeypatch.setattr(capacity, "claim", take_without_looking)
    whole = transaction.atomic if connection.vendor == "postgresql" else nullcontext

    def naive(session: EventSession) -> None:
        with whole():
            if sold(session) < PLACES:
                services.book(session_id=session.pk, details=details())

    for _ in range(ROUNDS):
        session = factories.session(capacity=PLACES, waiting_list=False)

        def client(_number, session=session):
            with suppress(services.SessionFull):
                naive(session)

        race(client)
        if sold(session) > PLACES:
            return
    pytest.fail("the control never oversold: this race proves nothing")


def test_one_address_sent_many_times_at_once_is_one_registration():
    for same_key in (True, False):
        session, alys = factories.session(), details()

        def client(number, session=session, alys=alys, same_key=same_key):
            key = "same" + str(session.pk) if same_key else f"{session.pk}-{number}"
            services.book(session_id=session.pk, details=alys, idempotency_key=key)

        race(client)
        session.refresh_from_db()
        assert sold(session) == session.places_taken == 1


def test_cancelling_one_place_many_times_at_once_frees_one():
    session = factories.session()
    rows = [services.book(session_id=session.pk, details=details()).registration for _ in range(3)]
    race(lambda _number: services.cancel(registration_id=rows[0].pk))
    session.refresh_from_db()
    assert sold(session) == session.places_taken == 2


def test_bookings_cancellations_and_promotions_at_once_keep_the_count():
    """Whatever meets whatever: no place lost, none sold twice, offers in the order of joining."""
    for _ in range(ROUNDS // 4):
        session = factories.session(capacity=PLACES)
        early = [
            services.book(session_id=session.pk, details=details()).registration.pk
            for _ in range(2 * PLACES)
        ]

        def client(number, session=session, early=early):
            if number % 3 == 0:
                services.book(session_id=session.pk, details=details())
            elif number % 3 == 1:
                services.cancel(registration_id=early[number % len(early)])
            else:
                services.promote_waiting(session_id=session.pk)

        race(client)
        services.sweep()
        session.refresh_from_db()
        assert sold(session) == session.places_taken == PLACES
        waiting = list(session.registrations.waiting().values_list("queued_at", flat=True))
        assert len(waiting) == session.queue_len
        offered = session.registrations.filter(state=State.OFFERED)
        assert all(row.queued_at <= waiting[0] for row in offered)
        assert Registration.objects.filter(session=session).count() == 2 * PLACES + CLIENTS // 3


def test_people_who_change_sessions_at_once_never_oversell_and_never_lose_a_place():
    for _ in range(ROUNDS // 2):
        old = factories.session(capacity=CLIENTS)
        new = factories.session(event=old.event, capacity=PLACES, starts_at=factories.in_days(30))
        rows = [
            services.book(session_id=old.pk, details=details()).registration for _ in range(CLIENTS)
        ]

        def client(number, rows=rows, new=new):
            with suppress(services.SessionFull):
                services.move_registration(registration_id=rows[number].pk, session_id=new.pk)

        race(client)
        for session in (old, new):
            session.refresh_from_db()
        assert sold(new) == new.places_taken == PLACES
        assert sold(old) == old.places_taken == CLIENTS - PLACES


def test_without_the_guard_those_who_change_oversell(monkeypatch):
    """The control: everybody looks, sees a place, and takes it."""

    def take_without_looking(session_id: int, **_options: object) -> bool:
        rows = EventSession.objects.filter(pk=session_id)
        return bool(rows.update(places_taken=F("places_taken") + 1))

    monkeypatch.setattr(capacity, "claim", take_without_looking)
    for _ in range(ROUNDS):
        old = factories.session(capacity=CLIENTS)
        new = factories.session(event=old.event, capacity=PLACES, starts_at=factories.in_days(30))
        monkeypatch.undo()
        rows = [
            services.book(session_id=old.pk, details=details()).registration for _ in range(CLIENTS)
        ]
        monkeypatch.setattr(capacity, "claim", take_without_looking)

        def client(number, rows=rows, new=new):
            if sold(new) < PLACES:
                services.move_registration(registration_id=rows[number].pk, session_id=new.pk)

        race(client)
        if sold(new) > PLACES:
            return
    pytest.fail("the control never oversold: this race proves nothing")


def test_changing_back_and_forth_while_others_cancel_keeps_every_count():
    """Both ways between two sessions at once: nobody waits for each other for ever."""
    for _ in range(ROUNDS // 4):
        first = factories.session(capacity=CLIENTS)
        second = factories.session(
            event=first.event, capacity=CLIENTS, starts_at=factories.in_days(9)
        )
        pair = (first, second)
        rows = [
            services.book(session_id=pair[n % 2].pk, details=details()).registration
            for n in range(AT_ONCE)
        ]

        def client(number, rows=rows, pair=pair):
            row = rows[number % len(rows)]
            if number % 5 == 4:
                services.cancel(registration_id=row.pk)
                return
            with suppress(services.NotLive):
                services.move_registration(
                    registration_id=row.pk, session_id=pair[(number + 1) % 2].pk
                )

        race(client)
        for session in pair:
            session.refresh_from_db()
            assert sold(session) == session.places_taken
        gone = {number % len(rows) for number in range(CLIENTS) if number % 5 == 4}
        assert sold(first) + sold(second) == len(rows) - len(gone)


def test_groups_at_once_have_all_their_places_or_none():
    for _ in range(ROUNDS // 2):
        session = factories.session(capacity=10)

        def client(number, session=session):
            with suppress(services.SessionFull):
                book_three(session, number)

        race(client)
        session.refresh_from_db()
        assert sold(session) == session.places_taken == 9
        assert {group.members.count() for group in session.group_bookings.all()} == {3}


def test_without_the_guard_groups_oversell(monkeypatch):
    """The control: a claim that does not look, behind the look before it that is not enough."""

    def take_without_looking(session_id: int, count: int = 1, **_options: object) -> bool:
        rows = EventSession.objects.filter(pk=session_id)
        return bool(rows.update(places_taken=F("places_taken") + count))

    monkeypatch.setattr(capacity, "claim", take_without_looking)
    if connection.vendor == "sqlite":
        # A transaction there takes the write lock as it begins: look before, and not again.
        monkeypatch.setattr(EventSession, "places_left", None)
    for _ in range(ROUNDS):
        session = factories.session(capacity=10)

        def client(number, session=session):
            if sold(session) + 3 <= 10:
                with suppress(services.SessionFull):
                    book_three(session, number)

        race(client)
        if sold(session) > 10:
            return
    pytest.fail("the control never oversold: this race proves nothing")


def book_three(session: EventSession, number: int) -> None:
    address = f"{session.pk}-{number}"
    services.book_group(
        session_id=session.pk,
        contact=services.Contact(name="C", email=f"{address}@example.org", mail_locale="en"),
        members=[services.Member(name="M", email=f"{address}-{n}@example.org") for n in range(3)],
    )


def test_groups_of_the_same_people_in_any_order_never_wait_for_each_other():
    """Each group has all its places once, whoever registers it and in whatever order."""
    for _ in range(ROUNDS // 4):
        session = factories.session()
        names = [f"{session.pk}-{n}@example.org" for n in range(4)]

        def client(number, session=session, names=names):
            turned = names[number % 4 :] + names[: number % 4]
            services.book_group(
                session_id=session.pk,
                contact=services.Contact(name="C", email=turned[0], mail_locale="en"),
                members=[
                    services.Member(name="M", email=address)
                    for address in (turned if number % 2 else reversed(turned))
                ],
            )

        race(client)
        session.refresh_from_db()
        assert sold(session) == session.places_taken == 4


def test_groups_and_single_people_at_once_fill_every_place():
    """Groups of three have three or none, and single people have the rest."""
    for _ in range(ROUNDS // 2):
        session = factories.session(capacity=10, waiting_list=False)

        def client(number, session=session):
            with suppress(services.SessionFull):
                if number % 3:
                    services.book(session_id=session.pk, details=details())
                else:
                    book_three(session, number)

        race(client)
        session.refresh_from_db()
        assert sold(session) == session.places_taken == 10
        assert {group.members.count() for group in session.group_bookings.all()} <= {3}
