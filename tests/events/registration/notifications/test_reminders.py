"""Letters by the clock: each once, to whom it concerns, while it is of use."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction

from events.models import EventSession
from events.registration import services, tasks
from gpx_site.outbox.models import OutboxMessage
from resources.models import Resource
from tests import factories
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db

START = datetime(2031, 9, 6, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock(time_machine, drain):
    """Move to a moment before (or after) the start, tick, and see what was sent."""
    time_machine.move_to(START - 30 * DAY, tick=False)

    def tick(before: timedelta, times: int = 1) -> list[str]:
        time_machine.move_to(START - before, tick=False)
        mail.outbox.clear()
        for _ in range(times):
            tasks.sweep_waiting_lists()
            tasks.write_by_the_clock()
            drain()
        return [message.subject for message in mail.outbox]

    return tick


@pytest.fixture
def session(clock):
    event = factories.event(title_en="Well managed risks", title_cy="Risgiau a reolir yn dda")
    return factories.session(event=event, starts_at=START, capacity=2)


@pytest.fixture
def online(clock):
    event = factories.event(title_en="Resilience", title_cy="Cydnerthedd")
    address = "https://meet.example.org/room"
    return factories.session(event=event, starts_at=START, mode="online", join_url=address)


def test_beat_ticks():
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.write_by_the_clock.name in names


class TestReminders:
    def test_of_a_seminar_come_thrice_and_never_twice(self, clock, session):
        registration(session)
        clock(30 * DAY)
        told = {
            label: clock(before, times=3)
            for label, before in {
                "too early": 7 * DAY + HOUR,
                "week": 7 * DAY,
                "between": 5 * DAY,
                "joining": 3 * DAY,
                "day": 1 * DAY,
                "hour": 1 * HOUR,
                "under way": -1 * HOUR,
            }.items()
        }
        assert told == {
            "too early": [],
            "week": ["Reminder: Well managed risks, 6 September 2031"],
            "between": [],
            "joining": ["Joining instructions: Well managed risks"],
            "day": ["Reminder: Well managed risks, 6 September 2031"],
            "hour": [],
            "under way": [],
        }

    def test_of_a_webinar_come_an_hour_before_too_with_the_address(self, clock, online):
        registration(online, mail_locale="cy")
        clock(30 * DAY)
        assert clock(HOUR) == ["Yn dechrau cyn bo hir: Cydnerthedd"]
        assert "http://testserver/cy/ymuno/" in mail.outbox[0].body
        assert "Bydd y sesiwn hon yn dechrau am 10am heddiw." in mail.outbox[0].body

    def test_welsh_comes_first_where_the_language_is_not_known(self, clock, session):
        registration(session, mail_locale="both")
        clock(30 * DAY)
        (subject,) = clock(7 * DAY)
        assert subject == (
            "Nodyn atgoffa: Risgiau a reolir yn dda, 6 Medi 2031"
            " / Reminder: Well managed risks, 6 September 2031"
        )

    def test_of_a_clock_that_stood_still_come_late_but_not_too_late(self, clock, session, online):
        registration(session)
        registration(online)
        clock(30 * DAY)
        assert len(clock(22 * HOUR)) == 2  # two hours late
        assert clock(11 * HOUR) == []
        assert clock(HOUR / 2) == ["Starting soon: Resilience"]

    def test_a_worker_that_wakes_too_late_sends_nothing(self, clock, session, drain, time_machine):
        registration(session)
        clock(30 * DAY)
        time_machine.move_to(START - DAY, tick=False)
        mail.outbox.clear()
        tasks.write_by_the_clock()
        time_machine.move_to(START, tick=False)
        drain()
        assert not mail.outbox
        assert OutboxMessage.objects.get(kind="session.reminder").state == "dropped"

    def test_whoever_has_just_registered_was_told_just_now(self, clock, session, time_machine):
        time_machine.move_to(START - 7 * DAY + HOUR, tick=False)
        registration(session)
        assert clock(7 * DAY - 2 * HOUR) == ["Your place is confirmed: Well managed risks"]

    def test_whoever_registers_three_hours_before_hears_of_the_last_hour_alone(
        self, clock, online, time_machine
    ):
        early = registration(online)
        time_machine.move_to(START - 3 * HOUR, tick=False)
        late = registration(online)
        heard = [(before, clock(before)) for before in (3 * HOUR, 2 * HOUR, HOUR, HOUR / 2)]
        assert [subjects for _before, subjects in heard[1:]] == [
            [],
            ["Starting soon: Resilience"] * 2,
            [],
        ]
        assert heard[0][1] == ["Your place is confirmed: Resilience"] * 2
        assert early.pk != late.pk

    def test_only_a_confirmed_place_is_reminded_of(self, clock, session):
        for _ in range(2):
            gone = registration(session)
        services.book(session_id=session.pk, details=details())
        services.cancel(registration_id=gone.pk)  # and a place is offered to the third
        clock(30 * DAY)  # when the offer runs out they are told, and that is another letter
        reminders = [subject for subject in clock(7 * DAY) if subject.startswith("Reminder")]
        assert len(reminders) == 1

    def test_cancelled_between_owing_and_sending(self, clock, session, drain, time_machine):
        row = registration(session)
        clock(30 * DAY)
        time_machine.move_to(START - 7 * DAY, tick=False)
        mail.outbox.clear()
        tasks.write_by_the_clock()
        services.cancel(registration_id=row.pk)
        drain()
        assert [message.subject for message in mail.outbox] == [
            "Your place is cancelled: Well managed risks"
        ]

    @pytest.mark.parametrize("verb", [services.postpone_session, services.cancel_session])
    def test_what_does_not_take_place_is_not_announced(self, clock, session, verb):
        registration(session)
        clock(30 * DAY)
        verb(session_id=session.pk)
        clock(20 * DAY)
        assert clock(7 * DAY) == []

    def test_a_session_that_moved_is_announced_anew(self, clock, session, time_machine):
        registration(session)
        clock(30 * DAY)
        assert len(clock(7 * DAY)) == 1
        later = START + 14 * DAY
        changes = {"starts_at": later, "ends_at": later + 3 * HOUR}
        services.change_session(session_id=session.pk, changes=changes)
        assert clock(7 * DAY - HOUR) == ["New time or place: Well managed risks"]
        assert clock(DAY) == []
        assert clock(-7 * DAY) == ["Reminder: Well managed risks, 20 September 2031"]


class TestClocks:
    """A session two days after the clocks changed, at ten by the clocks of Wales."""

    @pytest.mark.parametrize(
        ("starts_at", "reminded_at"),
        [
            # In spring a week has 167 hours, in autumn 169.
            (datetime(2031, 4, 1, 9, 0, tzinfo=UTC), datetime(2031, 3, 25, 10, 0, tzinfo=UTC)),
            (datetime(2031, 10, 28, 10, 0, tzinfo=UTC), datetime(2031, 10, 21, 9, 0, tzinfo=UTC)),
        ],
    )
    def test_days_before_keep_the_hour(self, time_machine, drain, starts_at, reminded_at):
        time_machine.move_to(reminded_at - 10 * DAY, tick=False)
        joining = {"joining_en": "Side door.", "joining_cy": "Drws ochr."}
        registration(factories.session(starts_at=starts_at, **joining))
        drain()
        for before, subject in ((7, "Reminder"), (3, "Joining instructions")):
            mail.outbox.clear()
            due = reminded_at + (7 - before) * DAY
            for moment in (due - timedelta(seconds=1), due, due + timedelta(seconds=1)):
                time_machine.move_to(moment, tick=False)
                tasks.write_by_the_clock()
                drain()
                assert len(mail.outbox) == (moment >= due)
            assert mail.outbox[0].subject.startswith(subject)
            assert ("Side door." in mail.outbox[0].body) == (before == 3)

    def test_an_hour_before_is_an_hour_before(self, time_machine, drain):
        """A webinar at the second 1:30am of the night, and not at the first."""
        starts_at = datetime(2031, 10, 26, 1, 30, tzinfo=UTC)
        time_machine.move_to(starts_at - 10 * DAY, tick=False)
        registration(factories.session(starts_at=starts_at, mode="online"))
        drain()
        mail.outbox.clear()
        for minutes, sent in ((61, 0), (60, 1), (1, 1)):
            time_machine.move_to(starts_at - timedelta(minutes=minutes), tick=False)
            tasks.write_by_the_clock()
            drain()
            assert len(mail.outbox) == sent


class TestJoiningInstructions:
    def test_come_in_the_language_of_each_three_days_before(self, clock, session):
        EventSession.objects.filter(pk=session.pk).update(
            joining_en="Come to the side door.", joining_cy="Dewch at y drws ochr."
        )
        registration(session, mail_locale="en")
        registration(session, mail_locale="cy")
        clock(30 * DAY)
        clock(7 * DAY)
        assert not any("side door" in message.body for message in mail.outbox)
        assert clock(3 * DAY) == [
            "Joining instructions: Well managed risks",
            "Cyfarwyddiadau ymuno: Risgiau a reolir yn dda",
        ]
        english, welsh = mail.outbox
        assert "Come to the side door." in english.body
        assert "Dewch at y drws ochr." in welsh.body

    def test_are_in_the_confirmation_of_whoever_comes_late(self, clock, session, time_machine):
        EventSession.objects.filter(pk=session.pk).update(
            joining_en="Side door.", joining_cy="Drws."
        )
        time_machine.move_to(START - 2 * DAY, tick=False)
        registration(session)
        assert clock(2 * DAY - HOUR) == ["Your place is confirmed: Well managed risks"]
        assert "Side door." in mail.outbox[0].body

    def test_exist_in_both_languages_or_in_none(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.session(joining_en="Side door.")


class TestThanks:
    @staticmethod
    def slides(session, **fields):
        titles = {"title_en": "The slides", "title_cy": "Y sleidiau"}
        url = "https://example.org/slides"
        return Resource.objects.create(
            kind="slides", url=url, event=session.event, year=2031, **titles | fields
        )

    def test_wait_for_the_slides(self, clock, session):
        registration(session, mail_locale="cy")
        clock(30 * DAY)
        assert clock(-5 * HOUR) == clock(-1 * DAY) == []
        self.slides(session)
        assert clock(-2 * DAY, times=3) == ["Diolch am ddod: Risgiau a reolir yn dda"]
        body = mail.outbox[0].body
        assert "Y sleidiau\nhttps://example.org/slides" in body
        assert clock(-3 * DAY) == []

    def test_do_not_wait_for_ever(self, clock, session):
        registration(session)
        clock(30 * DAY)
        assert clock(-4 * DAY) == ["Thank you for coming: Well managed risks"]
        assert "These are the slides" not in mail.outbox[0].body

    def test_are_not_sent_long_after(self, clock, session):
        registration(session)
        clock(30 * DAY)
        assert clock(-8 * DAY) == []

    def test_go_to_those_who_came(self, clock, session):
        came, _stayed_away = registration(session), registration(session)
        clock(30 * DAY)
        services.check_in(registration_id=came.pk)
        self.slides(session)
        clock(-1 * DAY)
        assert [message.to for message in mail.outbox] == [[came.email_key]]
