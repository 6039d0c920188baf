"""Other details and another session: what each service keeps, moves and refuses."""

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from events.models import EventSession
from events.registration import services
from events.registration.models import CheckIn, Registration, RegistrationNeeds
from events.registration.services import capacity
from events.registration.states import State
from gpx_site.core.models import Person
from gpx_site.core.templatetags.gpx_dates import gpx_date
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.events.registration.itip import diary_of
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db


def counters(*sessions: EventSession) -> list[tuple[int, int]]:
    rows = {row.pk: row for row in EventSession.objects.all()}
    return [(rows[each.pk].places_taken, rows[each.pk].queue_len) for each in sessions]


def to(row: Registration, session: EventSession, **options) -> Registration:
    return services.move_registration(registration_id=row.pk, session_id=session.pk, **options)


@pytest.fixture
def cardiff():
    return factories.session(capacity=1)


@pytest.fixture
def llanrwst(cardiff):
    return factories.session(event=cardiff.event, capacity=1, starts_at=factories.in_days(30))


class TestDetails:
    @pytest.fixture
    def row(self):
        return registration(factories.session(), mail_locale="en")

    def change(self, row, needs=services.Needs(), **fields):  # noqa: B008 - it is frozen
        changed = details(**{"email": row.email_key, "name": row.name} | fields)
        return services.change_details(registration_id=row.pk, details=changed, needs=needs)

    def test_are_kept_and_the_address_stays(self, row):
        council = factories.organisation()
        changed = self.change(
            row,
            services.Needs(access="ramp"),
            name="Siân",
            email="other@example.org",
            organisation=council,
            organisation_text="Typed",
            mail_locale="cy",
            wants_welsh_at_event=True,
        )
        assert (changed.name, changed.organisation, changed.organisation_text) == (
            "Siân",
            council,
            "",
        )
        assert (changed.mail_locale, changed.wants_welsh_at_event) == ("cy", True)
        assert (changed.needs.access, changed.email_key) == ("ramp", row.email_key)
        assert Person.objects.get().language == "cy"

    def test_the_same_again_changes_nothing(self, row):
        for _ in range(2):
            self.change(row, services.Needs(bsl=True), role_text="Adviser")
        entry = AuditEntry.objects.get(action="registration.changed")
        assert entry.detail == {"fields": ["needs", "role_text"]}

    def test_needs_that_are_no_more_are_deleted(self, row):
        self.change(row, services.Needs(access="ramp", dietary="vegan"))
        self.change(row, services.Needs(dietary="vegan"))
        assert RegistrationNeeds.objects.get().access == ""
        self.change(row)
        assert not RegistrationNeeds.objects.exists()

    def test_of_what_has_ended_stay(self, row):
        services.cancel(registration_id=row.pk)
        with pytest.raises(services.NotLive):
            self.change(row, name="Other")
        past = registration(factories.session(starts_at=factories.in_days(-2)))
        with pytest.raises(services.SessionOver):
            self.change(past, name="Other")


class TestMove:
    def test_gives_up_one_place_and_takes_another(self, cardiff, llanrwst):
        row = registration(cardiff)
        reference, token = row.reference, services.link_token(row)
        for _ in range(2):  # the second changes nothing
            moved = to(row, llanrwst)
            assert (moved.session, moved.state) == (llanrwst, State.CONFIRMED)
            assert counters(cardiff, llanrwst) == [(0, 0), (1, 0)]
        link = services.open_link(token)
        assert (link.registration.reference, link.registration.session) == (reference, llanrwst)
        assert link.expires_at > llanrwst.ends_at
        entry = AuditEntry.objects.get(detail__was_in=cardiff.pk)
        assert entry.action == "registration.confirmed"

    def test_the_diary_follows(self, cardiff, llanrwst, drain):
        row = registration(cardiff, mail_locale="both")
        drain()
        to(row, llanrwst)
        drain()
        (entry,) = diary_of(row.email_key).entries
        assert entry.uid.startswith(str(llanrwst.uid))
        subjects = [message.subject for message in mail.outbox[1:]]
        assert [subject.split(":")[0] for subject in subjects] == [
            "Rydych wedi newid i sesiwn arall",
            f"Rydych wedi gadael y sesiwn ar {welsh_date(cardiff)}",
        ]
        assert all(" / You have " in subject for subject in subjects)

    def test_there_and_back_leaves_the_first_in_the_diary(self, cardiff, llanrwst, drain):
        row = registration(cardiff)
        drain()
        to(row, llanrwst)
        drain()
        to(row, cardiff)
        drain()
        (entry,) = diary_of(row.email_key).entries
        assert entry.uid.startswith(str(cardiff.uid))

    def test_there_and_back_before_anything_was_sent(self, cardiff, llanrwst, drain):
        row = registration(cardiff)
        drain()
        to(row, llanrwst)
        to(row, cardiff)
        drain()
        (entry,) = diary_of(row.email_key).entries
        assert entry.uid.startswith(str(cardiff.uid))

    def test_what_comes_later_is_told_about_the_new_session(self, cardiff, llanrwst, drain):
        """Letters are owed once for a session, not once for a registration."""
        row = registration(cardiff)
        for session in (cardiff, llanrwst):
            to(row, session)
            venue = factories.venue()
            services.change_session(session_id=session.pk, changes={"venue": venue})
            drain()
            assert venue.name in mail.outbox[-1].body
        assert sum("New time or place" in message.subject for message in mail.outbox) == 2

    def test_the_place_goes_to_whoever_waits_for_it(
        self, cardiff, llanrwst, django_capture_on_commit_callbacks
    ):
        row = registration(cardiff)
        waits = services.book(session_id=cardiff.pk, details=details()).registration
        with django_capture_on_commit_callbacks(execute=True):
            to(row, llanrwst)
        waits.refresh_from_db()
        assert waits.state == State.OFFERED
        assert counters(cardiff, llanrwst) == [(1, 0), (1, 0)]

    def test_whoever_waits_may_take_a_place_elsewhere(self, cardiff, llanrwst):
        registration(cardiff)
        waits = services.book(session_id=cardiff.pk, details=details()).registration
        assert to(waits, llanrwst).state == State.CONFIRMED
        assert counters(cardiff, llanrwst) == [(1, 0), (1, 0)]

    def test_an_offer_is_withdrawn(self, cardiff, llanrwst):
        first = registration(cardiff)
        waits = services.book(session_id=cardiff.pk, details=details()).registration
        services.cancel(registration_id=first.pk)
        services.promote_waiting(session_id=cardiff.pk)
        to(waits, llanrwst)
        assert waits.offers.get().state == "withdrawn"
        assert counters(cardiff, llanrwst) == [(0, 0), (1, 0)]
        with pytest.raises(services.OfferExpired):
            services.accept_offer(registration_id=waits.pk)

    def test_never_past_the_last_place_and_never_past_the_queue(self, cardiff, llanrwst):
        row, taken = registration(cardiff), registration(llanrwst)
        with pytest.raises(services.SessionFull):
            to(row, llanrwst)
        services.book(session_id=llanrwst.pk, details=details())
        services.cancel(registration_id=taken.pk)  # a place is free, and somebody waits for it
        with pytest.raises(services.SessionFull):
            to(row, llanrwst)
        row.refresh_from_db()
        assert (row.session, row.state) == (cardiff, State.CONFIRMED)
        assert counters(cardiff, llanrwst) == [(1, 0), (0, 1)]

    @pytest.mark.parametrize(
        "change",
        [
            {"status": "cancelled"},
            {"status": "postponed"},
            {"closes_at": factories.in_days(-1)},
            {"opens_at": factories.in_days(1)},
        ],
    )
    def test_a_closed_session_takes_nobody(self, cardiff, llanrwst, change):
        row = registration(cardiff)
        EventSession.objects.filter(pk=llanrwst.pk).update(**change)
        with pytest.raises(services.RegistrationClosed):
            to(row, llanrwst)

    def test_another_event_is_for_staff(self, cardiff):
        row, other = registration(cardiff), factories.session()
        with pytest.raises(services.RegistrationClosed):
            to(row, other)
        staff = factories.administrator()
        assert to(row, other, actor=staff).session == other
        entry = AuditEntry.objects.get(detail__was_in=cardiff.pk)
        assert entry.actor == staff

    def test_nobody_is_registered_twice_in_one_session(self, cardiff, llanrwst):
        row = registration(cardiff, email="a@example.org")
        EventSession.objects.update(capacity=5)
        registration(llanrwst, email="a@example.org")
        with pytest.raises(services.AlreadyRegistered):
            to(row, llanrwst)
        assert counters(cardiff, llanrwst) == [(1, 0), (1, 0)]

    def test_what_has_ended_stays_where_it_is(self, cardiff, llanrwst):
        row = registration(cardiff)
        services.cancel(registration_id=row.pk)
        with pytest.raises(services.NotLive):
            to(row, llanrwst)
        past = factories.session(event=cardiff.event, starts_at=factories.in_days(-2))
        with pytest.raises(services.SessionOver):
            to(registration(past), llanrwst)

    def test_who_has_arrived_in_one_session_has_not_arrived_in_the_other(self, cardiff, llanrwst):
        row = registration(cardiff)
        services.check_in(registration_id=row.pk)
        to(row, llanrwst, actor=factories.administrator())
        assert not Registration.objects.attended().exists()
        assert not CheckIn.objects.exists()
        press = services.Arrival(reference=row.reference, arrived=True)
        for session, became in ((cardiff, "refused"), (llanrwst, "done")):
            assert services.note_arrivals(session=session, arrivals=[press]) == {press.id: became}

    def test_a_crash_between_the_two_places_loses_neither(self, cardiff, llanrwst, monkeypatch):
        row = registration(cardiff)
        for step in ("claim", "release"):
            with monkeypatch.context() as patch:
                patch.setattr(capacity, step, crash)
                with pytest.raises(PowerCut):
                    to(row, llanrwst)
            row.refresh_from_db()
            assert row.session == cardiff
            assert counters(cardiff, llanrwst) == [(1, 0), (0, 0)]


class PowerCut(Exception):
    """The machine stopped."""


def crash(*_arguments):
    raise PowerCut


def welsh_date(session: EventSession) -> str:
    with override("cy"):
        return gpx_date(timezone.localtime(session.starts_at))
