"""``check_places`` and ``erase_person``."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.log_actions import log

from events.announcements import services as announcements
from events.announcements.models import Subscriber
from events.models import EventSession
from events.registration import services
from events.registration.models import AccessLink, Registration, RegistrationNeeds
from events.registration.states import State
from gpx_site.core.models import Person
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.models import AuditEntry
from tests import factories
from tests.factories.registrations import details, registration

pytestmark = pytest.mark.django_db
NEWS = "only-news@example.org"


def run(*args: str) -> str:
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


class TestCheckPlaces:
    def test_is_quiet_when_all_is_right(self):
        session = factories.session(capacity=1)
        for _ in range(3):
            registration(session)
        assert run("check_places") == "The counters of every session are right.\n"

    def test_lists_what_drifted_and_fails(self, capsys):
        right, wrong = factories.session(), factories.session()
        registration(right)
        EventSession.objects.filter(pk=wrong.pk).update(places_taken=3, queue_len=1)
        with pytest.raises(CommandError, match="1 sessions"):
            call_command("check_places")
        line = f"session {wrong.pk}: places 3, counted 0; waiting 1, counted 0\n"
        assert capsys.readouterr().out == line


def every_text() -> str:
    """Everything in every table, as text."""
    dump = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            dump += [str(row) for row in cursor.fetchall()]
    return "\n".join(dump)


class TestErasePerson:
    def test_leaves_no_trace_and_the_same_totals(self, drain, django_capture_on_commit_callbacks):
        council = factories.organisation()
        secret = {
            "name": "Unmistakable Name",
            "email": "unmistakable@example.org",
            "role_text": "Unmistakable role",
        }
        past = factories.session()
        services.book(
            session_id=past.pk,
            details=details(**secret, organisation=council),
            needs=services.Needs(access="Unmistakable needs"),
        )
        services.check_in(registration_id=Registration.objects.get().pk)
        EventSession.objects.filter(pk=past.pk).update(
            starts_at=factories.in_days(-2), ends_at=factories.in_days(-1)
        )
        to_come = factories.session()
        services.book(
            session_id=to_come.pk, details=details(**secret, organisation_text="Unmistakable Ltd")
        )
        services.link_token(Registration.objects.first())
        log(instance=Person.objects.get(), action="wagtail.edit")
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(exist_ok=True)
        for address in (secret["email"], "else@example.org"):
            (folder / f"{address}.log").write_text(f"To: {address}\nSubject: A\n\nB\n")
        assert "nmistakable" in every_text()

        with django_capture_on_commit_callbacks(execute=True):
            report = run("erase_person", "Unmistakable@EXAMPLE.org")

        assert [path.name for path in folder.glob("*.log")] == ["else@example.org.log"]
        assert "nmistakable" not in every_text()
        lines = (line.split(maxsplit=1) for line in report.splitlines())
        counts = {what: number for number, what in lines}
        assert (
            counts.items()
            >= {
                "unsent forms deleted": "0",
                "registrations cancelled": "1",
                "needs deleted": "1",
                "answers in words deleted": "0",
                "access links deleted": "1",
                "registrations blanked": "2",
                "names in the log blanked": "1",
                "people blanked": "1",
            }.items()
        )
        assert [list(Registration.objects.attended().values_list("organisation", flat=True))] == [
            [council.pk]
        ]
        to_come.refresh_from_db()
        assert to_come.places_taken == 0
        assert to_come.registrations.get().state == State.CANCELLED_BY_ORGANISER
        assert not RegistrationNeeds.objects.exists()
        assert not AccessLink.objects.exists()
        assert AuditEntry.objects.filter(action="person.erased").count() == 1

        from django.core import mail

        drain()
        assert mail.outbox == []
        assert not OutboxMessage.objects.filter(state__in=["queued", "failed"]).exists()

    def test_two_erased_people_may_share_a_session(self):
        session = factories.session(starts_at=factories.in_days(-2), ends_at=factories.in_days(-1))
        for address in ("a@example.org", "b@example.org"):
            registration(session, email=address)
            run("erase_person", address)
        assert session.registrations.confirmed().count() == 2
        assert Person.objects.filter(email_key__startswith="erased-").count() == 2

    @pytest.mark.parametrize(
        ("known", "done"),
        [
            (
                lambda: Subscriber.objects.create(email_key=NEWS, mail_locale="cy"),
                "1 subscriptions deleted",
            ),
            (
                lambda: announcements.ask(email=NEWS, mail_locale="en"),
                "1 subscriptions deleted",
            ),
            (
                lambda: services.upload_bookings(content=f"name,email\nM,{NEWS}".encode()),
                "1 files of bookings changed",
            ),
        ],
    )
    def test_an_address_without_a_person_goes_too(self, known, done):
        known()
        assert NEWS in every_text()
        lines = [line.strip() for line in run("erase_person", NEWS.upper()).splitlines()]
        assert done in lines
        assert "0 people blanked" in lines
        assert NEWS not in every_text()
        assert not Person.objects.exists()
        assert AuditEntry.objects.get().action == "person.erased"

    def test_an_unknown_address_is_refused(self):
        with pytest.raises(CommandError, match="Nobody"):
            run("erase_person", "nobody@example.org")
        assert not Person.objects.exists()
        assert not AuditEntry.objects.exists()
