"""A session that moves, is postponed, cancelled or held: what becomes of it, and who is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration
from events.registration.states import State
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.events.registration.itip import Diary, diary_of, notices, read
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db

SEPTEMBER_6 = datetime(2031, 9, 6, 9, 0, tzinfo=UTC)
SEPTEMBER_7 = SEPTEMBER_6 + timedelta(days=1)
HOURS = timedelta(hours=3)


def move(session: EventSession, starts_at: datetime, **changes) -> EventSession:
    changes = {"starts_at": starts_at, "ends_at": starts_at + HOURS, **changes}
    return services.change_session(session_id=session.pk, changes=changes)


def subjects(address: str) -> list[str]:
    return [message.subject for message in mail.outbox if message.to == [address]]


def waiting(session: EventSession, **fields) -> Registration:
    return services.book(session_id=session.pk, details=details(**fields)).registration


@pytest.fixture
def session():
    """On 6 September, with one place."""
    event = factories.event(title_en="Well managed risks", title_cy="Risgiau a reolir yn dda")
    return factories.session(event=event, starts_at=SEPTEMBER_6, capacity=1)


class TestChange:
    def test_a_session_moved_by_a_day_leaves_one_entry_at_the_new_time(self, session, drain):
        row = registration(session, mail_locale="both")
        drain()
        move(session, SEPTEMBER_7)
        drain()
        (entry,) = diary_of(row.email_key).entries
        assert (entry.starts, entry.ends) == (SEPTEMBER_7, SEPTEMBER_7 + HOURS)
        assert entry.uid == f"{session.uid}@testserver"
        assert entry.summary == "Risgiau a reolir yn dda / Well managed risks"
        assert [notice.method for notice in notices()] == ["REQUEST", "REQUEST"]
        # The order in which they are opened does not matter.
        backwards = Diary()
        for notice in reversed(notices()):
            backwards.receive(notice)
        assert backwards.entries == [entry]

    def test_without_the_sequence_the_diary_would_keep_the_old_time(self, session, drain):
        """The control: the same messages, read by a diary that cannot tell old from new."""
        registration(session)
        drain()
        move(session, SEPTEMBER_7)
        EventSession.objects.filter(pk=session.pk).update(sequence=0)
        OutboxMessage.objects.filter(kind="session.changed").update(
            payload={**OutboxMessage.objects.get(kind="session.changed").payload, "sequence": 0}
        )
        drain()
        backwards = Diary()
        for notice in reversed(notices()):
            backwards.receive(notice)
        (entry,) = backwards.entries
        assert entry.starts == SEPTEMBER_6

    def test_everybody_is_told_once_in_their_language(self, session, drain):
        holds = registration(session, mail_locale="cy")
        waits = waiting(session, mail_locale="en")
        gone = waiting(session, mail_locale="en")
        services.cancel(registration_id=gone.pk)
        drain()
        mail.outbox.clear()
        for _ in range(2):
            move(session, SEPTEMBER_7, venue=factories.venue(name_cy="Neuadd Goffa"))
            drain()
        # The second had another venue: told again, and once each time.
        assert (
            subjects(holds.email_key) == ["Amser neu leoliad newydd: Risgiau a reolir yn dda"] * 2
        )
        assert subjects(waits.email_key) == ["New time or place: Well managed risks"] * 2
        assert not subjects(gone.email_key)
        confirmed, waiter = mail.outbox[:2]
        assert "Dydd Sul 7 Medi 2031" in confirmed.body
        assert "Dydd Sadwrn 6 Medi 2031" in confirmed.body  # what it was before
        assert "Neuadd Goffa" in confirmed.body
        assert "You are still on the waiting list." in waiter.body
        assert not waiter.alternatives
        assert services.link_token(holds) in confirmed.body

    def test_the_same_change_again_changes_nothing(self, session, drain):
        registration(session)
        drain()
        move(session, SEPTEMBER_7)
        changed = move(session, SEPTEMBER_7)
        drain()
        assert changed.sequence == 1
        assert len(mail.outbox) == 2
        assert AuditEntry.objects.filter(action="session.changed").count() == 1

    def test_what_is_overtaken_is_not_sent(self, session, drain):
        row = registration(session)
        drain()
        move(session, SEPTEMBER_7)
        move(session, SEPTEMBER_7 + HOURS)
        drain()
        assert len(subjects(row.email_key)) == 2
        assert "11am" not in mail.outbox[-1].body.split("Before")[0]
        (entry,) = diary_of(row.email_key).entries
        assert (entry.starts, entry.sequence) == (SEPTEMBER_7 + HOURS, 2)

    def test_whoever_registers_afterwards_hears_of_it_from_the_confirmation(self, session, drain):
        move(session, SEPTEMBER_7)
        row = registration(session)
        drain()
        assert subjects(row.email_key) == ["Your place is confirmed: Well managed risks"]

    @pytest.mark.parametrize(
        ("changes", "rises"),
        [
            ({"capacity": 5}, 0),
            ({"captions_provided": True, "waiting_list": False}, 0),
            ({"ends_at": SEPTEMBER_6 + 2 * HOURS}, 1),
            ({"mode": "online", "venue": None, "join_url": "https://meet.example.org/x"}, 1),
        ],
    )
    def test_only_time_and_place_concern_the_diary(self, session, drain, changes, rises):
        registration(session)
        drain()
        mail.outbox.clear()
        uid = session.uid
        changed = services.change_session(session_id=session.pk, changes=changes)
        drain()
        assert (changed.sequence, changed.uid, len(mail.outbox)) == (rises, uid, rises)

    @pytest.mark.parametrize("name", ["status", "places_taken", "sequence", "uid", "event"])
    def test_what_has_a_verb_of_its_own_is_refused(self, session, name):
        with pytest.raises(ValueError, match=name):
            services.change_session(session_id=session.pk, changes={name: 1})

    def test_a_correction_of_what_was_held_is_told_to_nobody(self, drain):
        past = factories.session(starts_at=factories.in_days(-2))
        registration(past)
        services.change_session(session_id=past.pk, changes={"venue": factories.venue()})
        drain()
        assert not mail.outbox

    def test_more_room_is_offered_at_once(self, session, django_capture_on_commit_callbacks):
        registration(session)
        row = waiting(session)
        with django_capture_on_commit_callbacks(execute=True):
            services.change_session(session_id=session.pk, changes={"capacity": 2})
        row.refresh_from_db()
        assert row.state == State.OFFERED

    def test_offers_and_links_move_with_it(self, session, drain):
        first, second = registration(session), waiting(session)
        token = services.link_token(first)
        services.cancel(registration_id=first.pk)
        services.promote_waiting(session_id=session.pk)
        sooner = second.offers.get().expires_at - timedelta(hours=40)
        move(session, sooner)
        drain()
        assert second.offers.get().expires_at == sooner
        assert services.open_link(token).expires_at == sooner + HOURS + timedelta(days=30)

    def test_across_the_change_to_winter_time(self, session, drain):
        """Ten o'clock in Wales before and after: an hour's difference in UTC."""
        row = registration(session)
        winter = datetime(2031, 11, 1, 10, 0, tzinfo=UTC)
        drain()
        move(session, winter)
        drain()
        assert "10am" in mail.outbox[-1].body.split("Before")[0]
        assert "10am" in mail.outbox[-1].body.split("Before")[1]
        assert diary_of(row.email_key).entries[0].starts == winter

    def test_a_secret_address_goes_to_confirmed_places_alone(self, drain):
        online = factories.session(mode="online", join_url="https://meet.example.org/a", capacity=1)
        holds, waits = registration(online), waiting(online)
        drain()
        mail.outbox.clear()
        changes = {"join_url": "https://meet.example.org/b"}
        services.change_session(session_id=online.pk, changes=changes)
        drain()
        told = {message.to[0]: message.body for message in mail.outbox}
        assert "/en/join/" in told[holds.email_key]
        assert waits.email_key not in told
        assert mail.outbox[0].subject.startswith("New address for joining: ")
        assert "Before the change" not in told[holds.email_key]
        assert "meet.example.org" not in str(told)
        recorded = AuditEntry.objects.get(action="session.changed").detail
        assert "meet.example.org" not in str(recorded)


class TestPostpone:
    def test_takes_it_out_of_the_diary_until_it_has_a_date(self, session, drain):
        row = registration(session)
        drain()
        assert services.postpone_session(session_id=session.pk)
        assert not services.postpone_session(session_id=session.pk)
        drain()
        diary = diary_of(row.email_key)
        assert (diary.entries, len(mail.outbox)) == ([], 2)
        assert subjects(row.email_key)[-1] == "The session is postponed: Well managed risks"
        row.refresh_from_db()
        assert row.state == State.CONFIRMED

        changed = move(session, SEPTEMBER_7)
        drain()
        assert (changed.status, changed.sequence) == ("scheduled", 2)
        (entry,) = diary_of(row.email_key).entries
        assert entry.starts == SEPTEMBER_7
        assert "Now it has a new date" in mail.outbox[-1].body
        assert "Before" not in mail.outbox[-1].body

    def test_everybody_is_told_once_in_their_language(self, session, drain):
        registration(session, mail_locale="cy")
        waits = waiting(session, mail_locale="both")
        drain()
        mail.outbox.clear()
        services.postpone_session(session_id=session.pk)
        drain()
        holds_letter, waits_letter = mail.outbox
        assert holds_letter.subject == "Mae’r sesiwn wedi’i gohirio: Risgiau a reolir yn dda"
        assert read(holds_letter.alternatives[0][0]).method == "CANCEL"
        assert waits_letter.to == [waits.email_key]
        welsh, english = waits_letter.body.split("=" * 72)
        assert "rhestr aros" in welsh
        assert "waiting list" in english
        assert not waits_letter.alternatives

    def test_no_date_is_promised_meanwhile(self, session, drain):
        """A place that is taken while the session is postponed puts nothing into a diary."""
        first, second = registration(session), waiting(session)
        services.cancel(registration_id=first.pk)
        services.promote_waiting(session_id=session.pk)
        services.postpone_session(session_id=session.pk)
        drain()
        mail.outbox.clear()
        services.accept_offer(registration_id=second.pk)
        drain()
        (letter,) = mail.outbox
        assert not letter.alternatives
        assert "2031" not in letter.body
        assert "postponed; we will write to you with the new date" in letter.body

    def test_links_last_until_there_is_a_date_and_then_as_long_as_it_needs(
        self, session, drain, time_machine
    ):
        """Both the registrant's and that of the phones at the door."""
        time_machine.move_to(SEPTEMBER_6 - timedelta(days=10), tick=False)
        row = registration(session)
        token, door = services.link_token(row), services.make_check_in_link(session_id=session.pk)
        services.postpone_session(session_id=session.pk)
        drain()
        time_machine.move_to(SEPTEMBER_6 + timedelta(days=60), tick=False)
        assert services.link_token(row) == token
        later = SEPTEMBER_6 + timedelta(days=200)
        move(session, later)
        drain()
        ends_at = later + HOURS
        assert services.open_link(token).expires_at == ends_at + timedelta(days=30)
        assert services.open_link(door, "checkin").expires_at == ends_at + timedelta(hours=12)
        assert services.check_in_token(session) == door

    def test_nobody_registers_meanwhile(self, session):
        services.postpone_session(session_id=session.pk)
        for source in (Registration.Source.WEB, Registration.Source.PHONE):
            with pytest.raises(services.RegistrationClosed):
                services.book(session_id=session.pk, details=details(), source=source)

    def test_a_date_that_passes_meanwhile_does_not_end_it(self, session):
        row = registration(session)
        services.postpone_session(session_id=session.pk)
        gone = {"starts_at": factories.in_days(-2), "ends_at": factories.in_days(-1)}
        EventSession.objects.filter(pk=session.pk).update(**gone)
        session.refresh_from_db()
        assert not session.is_over
        assert not EventSession.objects.past().exists()
        assert services.complete_sessions() == 0
        assert services.cancel(registration_id=row.pk).state == State.CANCELLED_BY_ATTENDEE

    @pytest.mark.parametrize("status", ["cancelled", "completed"])
    def test_what_does_not_take_place_cannot_be_postponed(self, session, status):
        EventSession.objects.filter(pk=session.pk).update(status=status)
        with pytest.raises(services.NotScheduled):
            services.postpone_session(session_id=session.pk)


class TestCancel:
    def test_everybody_is_cancelled_and_told_once(self, session, drain):
        holds, waits = registration(session), waiting(session)
        drain()
        mail.outbox.clear()
        assert services.cancel_session(session_id=session.pk)
        assert not services.cancel_session(session_id=session.pk)
        drain()
        session.refresh_from_db()
        assert (session.status, session.sequence) == ("cancelled", 1)
        assert (session.places_taken, session.queue_len) == (0, 0)
        assert not session.registrations.live().exists()
        subject = "The session is cancelled: Well managed risks"
        assert [(message.to, message.subject) for message in mail.outbox] == [
            ([holds.email_key], subject),
            ([waits.email_key], subject),
        ]
        (notice,) = notices()
        assert (notice.method, notice.status, notice.sequence) == ("CANCEL", "CANCELLED", 1)
        assert not diary_of(holds.email_key).entries

    def test_a_worker_that_died_halfway_goes_on_and_tells_nobody_twice(self, session, drain):
        EventSession.objects.filter(pk=session.pk).update(capacity=4)
        rows = [registration(session) for _ in range(4)]
        drain()
        mail.outbox.clear()
        services.cancel_session(session_id=session.pk)
        for row in rows[:2]:  # as far as the dead worker came
            services.cancel(registration_id=row.pk, by_organiser=True)
        drain()
        assert sorted(message.to[0] for message in mail.outbox) == sorted(
            row.email_key for row in rows
        )

    def test_a_postponed_session_may_be_cancelled(self, session, drain):
        row = registration(session)
        services.postpone_session(session_id=session.pk)
        services.cancel_session(session_id=session.pk)
        drain()
        assert subjects(row.email_key)[-1] == "The session is cancelled: Well managed risks"
        assert not diary_of(row.email_key).entries

    def test_what_was_held_cannot_be_cancelled(self):
        past = factories.session(starts_at=factories.in_days(-2))
        row = registration(past)
        for _ in range(2):
            with pytest.raises(services.SessionOver):
                services.cancel_session(session_id=past.pk)
            services.complete_sessions()
        row.refresh_from_db()
        assert row.state == State.CONFIRMED


class TestComplete:
    def test_follows_the_end_once(self):
        past, to_come = factories.session(starts_at=factories.in_days(-2)), factories.session()
        assert services.complete_sessions() == 1
        assert services.complete_sessions() == 0
        past.refresh_from_db()
        to_come.refresh_from_db()
        assert (past.status, past.sequence, to_come.status) == ("completed", 0, "scheduled")
        assert AuditEntry.objects.filter(action="session.completed").count() == 1

    def test_staff_still_note_down_who_came(self):
        past = factories.session(starts_at=factories.in_days(-2))
        services.complete_sessions()
        assert registration(past).state == State.CONFIRMED
        with pytest.raises(services.RegistrationClosed):
            services.book(session_id=past.pk, details=details())

    def test_a_later_end_opens_it_again(self):
        past = factories.session(starts_at=factories.in_days(-2))
        services.complete_sessions()
        assert move(past, factories.in_days(2)).status == "scheduled"
