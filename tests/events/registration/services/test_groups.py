"""A group registers: everybody has a place, or nobody; each is written to."""

import re
from html import unescape
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError

from events.models import EventSession
from events.registration import services
from events.registration.models import GroupBooking, Registration
from events.registration.services import groups
from events.registration.states import State
from gpx_site.core.models import Person
from gpx_site.privacy.subject_access import as_data, export_sections
from tests import factories
from tests.events.registration.test_questions import ask
from tests.events.registration.visitor import GroupVisitor, Visitor
from tests.factories.registrations import details, registration
from tests.pages import Reading

pytestmark = pytest.mark.django_db
CONTACT = services.Contact(name="Carys", email="carys@example.org", mail_locale="cy")


def members(*names: str) -> list[services.Member]:
    return [services.Member(name=name.title(), email=f"{name}@example.org") for name in names]


def book(session: EventSession, *names: str, **options) -> GroupBooking:
    options.setdefault("contact", CONTACT)
    return services.book_group(session_id=session.pk, members=members(*names), **options)


def counters(session: EventSession) -> tuple[int, int]:
    session.refresh_from_db()
    return session.places_taken, session.queue_len


class TestService:
    def test_everybody_has_a_place(self, drain):
        session = factories.session(capacity=3)
        group = book(session, "alys", "bryn", "carys")
        assert counters(session) == (3, 0)
        rows = group.members.order_by("id")
        assert [(row.name, row.state, row.mail_locale) for row in rows] == [
            ("Alys", State.CONFIRMED, "cy"),
            ("Bryn", State.CONFIRMED, "cy"),
            ("Carys", State.CONFIRMED, "cy"),
        ]
        drain()
        assert sorted(message.to[0] for message in mail.outbox) == [
            "alys@example.org",
            "bryn@example.org",
            "carys@example.org",
            "carys@example.org",
        ]
        bodies = {message.to[0]: message.body for message in mail.outbox if message.alternatives}
        assert "Y sawl a’ch cofrestrodd: Carys." in bodies["alys@example.org"]
        assert "a’ch cofrestrodd" not in bodies["carys@example.org"]
        to_contact = next(message for message in mail.outbox if not message.alternatives)
        assert to_contact.subject.startswith("Mae eich grŵp wedi’i gofrestru: ")
        assert "Diolch am gofrestru 3 pherson." in to_contact.body

    def test_whoever_chose_a_language_is_written_to_in_it(self):
        session = factories.session()
        for mail_locale, name in (("en", "alys"), ("both", "bryn"), ("en", "carys")):
            earlier = factories.session()
            registration(earlier, email=f"{name}@example.org", mail_locale=mail_locale)
        rows = book(session, "alys", "bryn", "carys", "dafydd").members.order_by("id")
        assert [row.mail_locale for row in rows] == ["en", "cy", "cy", "cy"]
        assert Person.objects.get(email_key="alys@example.org").language == "en"
        assert Person.objects.get(email_key="carys@example.org").language == "cy"

    def test_the_questions_of_the_event_are_asked_by_letter(self, drain):
        session = factories.session()
        for _ in range(2):
            book(session, "alys", "carys")
            drain()
            session = factories.session()
            ask(session.event, "train", "choice", "yes", "no")
        letters = [m.body for m in mail.outbox if m.to == ["alys@example.org"]]
        asked = ["ychydig o gwestiynau i chi" in letter for letter in letters]
        assert asked == [False, True]
        assert not any("gwestiynau i chi" in m.body for m in mail.outbox if "carys" in m.to[0])

    @pytest.mark.parametrize("capacity", [0, 1, 2])
    def test_or_nobody(self, capacity, drain):
        session = factories.session(capacity=capacity)
        with pytest.raises(services.SessionFull):
            book(session, "alys", "bryn", "carys")
        drain()
        assert (counters(session), len(mail.outbox)) == ((0, 0), 0)
        assert not GroupBooking.objects.exists()
        assert not Registration.objects.exists()
        assert not Person.objects.exists()

    def test_never_past_the_queue(self):
        session = factories.session(capacity=1)
        first = registration(session)
        services.book(session_id=session.pk, details=details())
        services.cancel(registration_id=first.pk)
        EventSession.objects.filter(pk=session.pk).update(capacity=9)
        with pytest.raises(services.SessionFull):
            book(session, "alys", "bryn")

    def test_sent_twice_is_one_booking(self):
        session = factories.session()
        groups_made = {book(session, "alys", "bryn", idempotency_key="a").pk for _ in range(2)}
        assert (len(groups_made), counters(session)) == (1, (2, 0))

    def test_whoever_is_registered_already_keeps_what_they_have(self, drain):
        session = factories.session(capacity=3)
        row = registration(session, email="alys@example.org", name="Alys Herself")
        drain()
        mail.outbox.clear()
        group = book(session, "alys", "bryn")
        assert (group.size, group.members.count(), counters(session)) == (2, 1, (2, 0))
        row.refresh_from_db()
        assert (row.name, row.group) == ("Alys Herself", None)
        drain()
        assert sorted(message.to[0] for message in mail.outbox) == [
            "alys@example.org",
            "bryn@example.org",
            "carys@example.org",
        ]

    def test_whoever_tries_addresses_learns_nothing(self):
        """As many places must be free as for a group of newcomers."""
        session = factories.session(capacity=3)
        for name in ("alys", "bryn"):
            registration(session, email=f"{name}@example.org")
        with pytest.raises(services.SessionFull):
            book(session, "alys", "bryn")

    def test_one_address_is_one_person(self):
        pair = [*members("alys"), services.Member(name="B", email=" ALYS@example.org")]
        with pytest.raises(ValueError, match="own"):
            services.book_group(session_id=factories.session().pk, contact=CONTACT, members=pair)

    def test_a_member_who_registers_at_the_same_moment_is_tried_again(self, monkeypatch):
        session, write, tried = factories.session(), groups.write, []

        def collide(*arguments, **options):
            if not tried:
                tried.append(1)
                raise IntegrityError
            return write(*arguments, **options)

        monkeypatch.setattr(groups, "write", collide)
        assert book(session, "alys", "bryn").members.count() == 2
        assert counters(session) == (2, 0)

    def test_places_given_by_approval_await_it(self, drain):
        session = factories.session(approval_required=True)
        states = {row.state for row in book(session, "alys", "bryn").members.all()}
        assert states == {State.PENDING_APPROVAL}
        drain()
        (to_contact,) = [m.body for m in mail.outbox if m.to == ["carys@example.org"]]
        assert "byddwn yn ysgrifennu at bob un i ddweud a oes lle ar gael" in to_contact

    def test_the_contact_is_erased_like_everybody(self, drain):
        group = book(factories.session(), "alys", "bryn")
        call_command("erase_person", "carys@example.org")
        group.refresh_from_db()
        assert not group.contact.name
        drain()
        assert not [message for message in mail.outbox if "carys@example.org" in message.to]
        assert group.members.count() == 2

    def test_the_contact_can_read_which_groups_they_registered(self):
        group = book(factories.session(), "alys", "bryn")
        told = as_data(export_sections(group.contact))["groups"]
        assert [(row["session"], row["size"]) for row in told] == [(str(group.session), 2)]
        assert "alys" not in str(told)

    def test_an_unmade_booking_is_forgotten_with_whoever_is_in_it(self, pages, session):
        visitor = GroupVisitor(pages, session)
        visitor.fill_in()
        factories.person("bryn@example.org")
        assert "1 unsent forms deleted" in erase("bryn@example.org")
        assert visitor.get("check").url == visitor.base


def erase(address: str) -> str:
    out = StringIO()
    call_command("erase_person", address, stdout=out)
    return re.sub(r" +", " ", out.getvalue())


@pytest.mark.parametrize(
    ("language", "heading", "person"),
    [
        ("en", "Your group is registered", "Person 2"),
        ("cy", "Mae eich grŵp wedi’i gofrestru", "Person 2"),
    ],
)
def test_from_the_form_to_the_places(pages, session, language, heading, person):
    single = Visitor(pages, session, language)
    visitor = GroupVisitor(pages, session, language)
    assert f'href="{visitor.base}"' in single.get("details").content.decode()
    assert visitor.fill_in().url == visitor.urls["check"]
    check = unescape(visitor.get("check").content.decode())
    assert person in check
    assert "Bryn<br>bryn@example.org" in check
    assert "<br>ramp" in check
    assert not Registration.objects.exists()
    page = visitor.get("check").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    answers = [visitor.client.post(visitor.urls["check"], hidden) for _ in range(2)]
    assert [answer.url for answer in answers] == [visitor.urls["done"]] * 2
    done = unescape(visitor.get("done").content.decode())
    assert f"<title>{heading}" in done
    group = GroupBooking.objects.get()
    alys, bryn = group.members.order_by("id")
    assert (alys.wants_welsh_at_event, alys.needs.access) == (True, "ramp")
    assert not hasattr(bryn, "needs")
    assert counters(session) == (2, 0)


def test_too_few_places_say_so_and_keep_the_answers(pages, session):
    visitor = GroupVisitor(pages, session)
    visitor.fill_in()
    page = visitor.get("check").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    registration(session)
    response = visitor.client.post(visitor.urls["check"], hidden)
    text = unescape(response.content.decode())
    assert response.status_code == 409
    assert "There are not enough free places for the whole group" in text
    assert f'href="{visitor.base}"' in text
    EventSession.objects.filter(pk=session.pk).update(capacity=3)
    assert "Bryn" in visitor.get("check").content.decode()
    assert Registration.objects.count() == 1


def test_a_group_does_not_wait(pages, session):
    EventSession.objects.filter(pk=session.pk).update(capacity=0)
    response = GroupVisitor(pages, session, "cy").get("contact")
    assert response.status_code == 409
    assert "Ymuno â’r rhestr aros, pob un ar ei ben ei hun" in unescape(response.content.decode())
    page = Visitor(pages, session).get("details").content.decode()
    assert "Register several people" not in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name-2": ""}, "name-2"),
        ({"email-2": "ALYS@example.org"}, "email-2"),
        ({"email-1": "a\r\nBcc: b@example.org"}, "email-1"),
        ({"name-1": "a\x0bb"}, "name-1"),
        ({"name-1": "Cheap at www.example.com"}, "name-1"),
        ({"name-2": "x" * 151}, "name-2"),
        ({"access-2": "x" * 501}, "access-2"),
    ],
)
def test_mistakes_are_listed_first_and_nothing_is_lost(pages, session, changes, field):
    visitor = GroupVisitor(pages, session, "cy")
    visitor.fill_in()
    people = {"name-1": "Alys", "email-1": "alys@example.org", "name-2": "B", "email-2": "b@x.org"}
    text = unescape(visitor.post("people", people | changes).content.decode())
    assert "<title>Gwall: " in text
    assert f'href="#id_{field}"' in text


@pytest.mark.parametrize("step", ["contact", "people"])
def test_the_language_switch_keeps_what_is_typed(pages, session, step):
    visitor = GroupVisitor(pages, session)
    visitor.fill_in()
    there = GroupVisitor(pages, session, "cy").urls[step]
    assert Reading(visitor.get(step).content.decode()).switch == {"cy": there}
    typed = {"name": "Dai", "size": "2"} if step == "contact" else {"name-2": "Dai"}
    token = visitor.client.cookies["csrftoken"].value
    typed |= {"csrfmiddlewaretoken": token, "switch": "cy"}
    text = visitor.client.post(there, typed).content.decode()
    assert 'value="Dai"' in text
    assert "govuk-error" not in text


@pytest.mark.parametrize("size", ["", "1", "11", "x", "-2", "2\x00"])
def test_the_size_is_one_of_those_offered(pages, session, size):
    visitor = GroupVisitor(pages, session)
    contact = {"name": "C", "email": "c@example.org", "mail_locale": "en", "size": size}
    response = visitor.post("contact", contact)
    assert 'href="#id_size"' in response.content.decode()


def test_a_robot_is_marked(pages, session):
    visitor = GroupVisitor(pages, session)
    visitor.fill_in(website="https://example.com")
    visitor.post("check")
    assert all(Registration.objects.values_list("looks_automated", flat=True))
