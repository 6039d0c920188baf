"""Letters while workers die and clocks run twice: none lost, and duplicates only as explained."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration, WaitingListOffer
from events.registration.services import waiting_list
from gpx_site.mail.services import message_id
from gpx_site.outbox.models import OutboxMessage
from tests import factories
from tests.factories.registrations import details, registration
from tests.faults.drill import REAL, WAIT_SECONDS
from tests.waiting import eventually

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
CONFIRMATIONS = 500
SECONDS_TO_OFFER = 60


def letters(kind: str):
    """The outbox rows of one kind of letter."""
    return OutboxMessage.objects.filter(dedupe_key__startswith=f"mail:registration.{kind}:")


def all_done() -> bool:
    return not OutboxMessage.objects.filter(state=OutboxMessage.State.QUEUED).exists()


def test_a_worker_killed_amid_500_confirmations(drill, capsys):
    """0 lost. A message that was sent and not yet noted when its worker died is sent again:
    at most one for each death, under the same Message-ID, so that mail programs show one."""
    session = factories.session(capacity=CONFIRMATIONS)
    for _ in range(CONFIRMATIONS):
        services.book(session_id=session.pk, details=details())
    keys = dict(letters("confirmation").values_list("dedupe_key", "pk"))
    assert len(keys) == CONFIRMATIONS

    kills = [60, 190, 310, 480]
    drill.start_beat()
    for point in kills:
        drill.start_worker()
        drill.kill_worker(after=point, done=drill.letters)
    drill.start_worker()
    eventually(all_done, WAIT_SECONDS)

    sent = drill.sent()
    lost = {key for key in keys if message_id(key) not in sent}
    again = {key for key in keys if sent[message_id(key)] > 1}
    with capsys.disabled():
        print(  # noqa: T201 - the figures are the point
            f"\n{CONFIRMATIONS} owed, {sent.total()} sent, {len(lost)} lost, "
            f"{len(again)} sent twice by {len(kills)} deaths"
        )
    assert not lost
    assert set(sent) == {message_id(key) for key in keys}
    assert len(again) <= len(kills)
    assert sent.total() == CONFIRMATIONS + len(again)
    # Each of them was in the hands of a worker that died: it was taken up more than once.
    twice = letters("confirmation").filter(pk__in=[keys[key] for key in again])
    assert all(row.attempts > 1 for row in twice)
    assert letters("confirmation").filter(state=OutboxMessage.State.DONE).count() == CONFIRMATIONS


def due_tomorrow(count: int) -> EventSession:
    """A session whose last reminder has just become due, and ``count`` places in it."""
    starts_at = factories.in_days(1) - timedelta(minutes=1)
    session = factories.session(starts_at=starts_at, capacity=count)
    for _ in range(count):
        registration(session)
    Registration.objects.update(created_at=factories.in_days(-9))
    OutboxMessage.objects.all().delete()  # the confirmations are not what is counted
    return session


def run_two_clocks(drill) -> None:
    for name in ("first", "second"):
        drill.start_worker()
        drill.start_beat(name)
    eventually(lambda: drill.ticks() >= 8 and all_done() and drill.letters(), WAIT_SECONDS)


def test_two_beats_at_once_remind_everybody_once(drill):
    due_tomorrow(40)
    run_two_clocks(drill)
    assert sorted(drill.sent().values()) == [1] * 40
    assert letters("reminder").count() == 40


def test_without_the_key_two_beats_remind_twice(drill):
    """The control: the same two clocks, when each thing that is owed is a new thing."""
    drill.env["DRILL_WITHOUT_KEYS"] = "1"
    due_tomorrow(4)
    run_two_clocks(drill)
    assert drill.sent().total() > 4


@pytest.mark.parametrize("at_once", [True, False])
def test_thirty_cancellations_become_thirty_offers_within_a_minute(drill, monkeypatch, at_once):
    """With the real application and its own times; ``at_once`` or left to the sweep, as after a
    process that died between its commit and the offer."""
    drill.app = REAL
    session = factories.session(capacity=30)
    confirmed = [registration(session).pk for _ in range(30)]
    queue = [
        services.book(session_id=session.pk, details=details()).registration.pk for _ in range(30)
    ]
    OutboxMessage.objects.all().delete()
    if not at_once:
        monkeypatch.setattr(waiting_list, "promote_waiting", lambda session_id: 0)
    drill.start_worker()
    drill.start_beat()
    eventually(lambda: (drill.folder / "heartbeat").exists(), WAIT_SECONDS)

    def cancel(pk: int) -> None:
        try:
            services.cancel(registration_id=pk)
        finally:
            connection.close()

    began = time.monotonic()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(cancel, confirmed))

    def offered() -> bool:
        return letters("offer").filter(state=OutboxMessage.State.DONE).count() == 30

    eventually(offered, SECONDS_TO_OFFER)
    assert time.monotonic() - began <= SECONDS_TO_OFFER
    offers = WaitingListOffer.objects.order_by("id").values_list("registration_id", flat=True)
    written = letters("offer").order_by("finished_at")
    assert list(offers) == queue
    assert [row.payload["ids"]["registration"] for row in written] == queue
    session.refresh_from_db()
    assert (session.places_taken, session.queue_len) == (30, 0)
