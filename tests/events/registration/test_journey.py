"""From an event's page to a place, a message and its cancellation, in both languages."""

import email
import email.policy
import re
from html import unescape

import icalendar
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from events.models import EventPage, EventSession
from events.registration import services
from events.registration.models import Registration
from events.registration.states import State
from gpx_site.core.models import OutboxMessage
from tests import factories
from tests.factories.registrations import details

pytestmark = pytest.mark.django_db

PATHS = {
    "en": ("register", "language", "needs", "check", "done"),
    "cy": ("cofrestru", "iaith", "anghenion", "gwirio", "wedi-gorffen"),
}
ANSWERS = {
    "details": {
        "name": "Siân Ŵyn Ap Rhys",
        "email": "Sian@Example.org",
        "organisation": "Somewhere Else",
        "role": "",
        "role_text": "Adviser",
        "website": "",
    },
    "language": {"mail_locale": "cy", "wants_welsh": "yes"},
    "needs": {"access": "Step-free", "dietary": "", "translation": "on"},
}


@pytest.fixture
def pages(site_tree) -> dict[str, EventPage]:
    event = factories.event(title_en="Well managed risks", title_cy="Risgiau a reolir yn dda")
    en, cy = factories.event_pages(factories.event_index(site_tree), event)
    return {"en": en, "cy": cy}


@pytest.fixture
def session(pages) -> EventSession:
    return factories.session(event=pages["en"].event, capacity=2)


class Visitor:
    """Somebody with a browser and no script, in one language."""

    def __init__(self, pages, session, language="en"):
        self.client = Client(enforce_csrf_checks=True)
        self.base = f"{pages[language].url}{PATHS[language][0]}/{session.pk}/"
        names = ("details", "language", "needs", "check", "done")
        below = ("", *(f"{word}/" for word in PATHS[language][1:]))
        self.urls = {name: self.base + path for name, path in zip(names, below, strict=True)}

    def get(self, step):
        return self.client.get(self.urls.get(step, step))

    def post(self, step, data=None):
        """Fetch the form as a browser does, then send it with its own token and hidden fields."""
        url = self.urls.get(step, step)
        page = self.client.get(url).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        return self.client.post(url, hidden | (data or {}))

    def fill_in(self, **changes):
        for step in ("details", "language", "needs"):
            answers = ANSWERS[step] | {k: v for k, v in changes.items() if k in ANSWERS[step]}
            response = self.post(step, answers)
            assert response.status_code == 302, unescape(response.content.decode())
        return response

    def register(self, **changes):
        self.fill_in(**changes)
        return self.post("check")


def sent(index: int = -1) -> email.message.EmailMessage:
    raw = mail.outbox[index].message().as_bytes()
    return email.message_from_bytes(raw, policy=email.policy.default)


def subject_of(message) -> str:
    return message["Subject"].strip()  # a long one begins on a line of its own


def body_of(message) -> str:
    return message.get_body(("plain",)).get_content()


def entry_of(message) -> tuple[str, icalendar.Event]:
    """The method and the entry of the calendar alternative, the same as in the file."""
    parts = {part.get_content_type(): part for part in message.walk()}
    alternative = parts["text/calendar"]
    calendar = icalendar.Calendar.from_ical(alternative.get_content())
    file = icalendar.Calendar.from_ical(parts["application/ics"].get_content())
    assert file.to_ical() == calendar.to_ical()
    assert alternative.get_param("method") == calendar["method"]
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    (entry,) = calendar.walk("VEVENT")
    return str(calendar["method"]), entry


@pytest.mark.parametrize(
    ("language", "subject", "summary", "greeting", "confirmed"),
    [
        (
            "en",
            "Your place is confirmed: Well managed risks",
            "Well managed risks",
            "Dear Siân Ŵyn Ap Rhys,",
            "Your place is confirmed",
        ),
        (
            "cy",
            "Mae eich lle wedi’i gadarnhau: Risgiau a reolir yn dda",
            "Risgiau a reolir yn dda",
            "Annwyl Siân Ŵyn Ap Rhys,",
            "Mae eich lle wedi’i gadarnhau",
        ),
    ],
)
def test_register_and_cancel(
    pages, session, drain, language, subject, summary, greeting, confirmed
):
    visitor = Visitor(pages, session, language)
    done = visitor.register(mail_locale=language)
    assert (done.status_code, done.url) == (302, visitor.urls["done"])
    row = Registration.objects.get()
    assert (row.name, row.email_key) == ("Siân Ŵyn Ap Rhys", "sian@example.org")
    assert (row.mail_locale, row.wants_welsh_at_event) == (language, True)
    assert (row.organisation_text, row.role_text) == ("Somewhere Else", "Adviser")
    assert (row.needs.access, row.needs.translation, row.needs.bsl) == ("Step-free", True, False)

    page = visitor.get("done")
    text = unescape(page.content.decode())
    assert f'<html lang="{language}"' in text
    assert confirmed in text
    assert row.reference in text
    assert "sian@example.org" in text

    drain()
    message = sent()
    assert (message["To"], subject_of(message)) == ("sian@example.org", subject)
    assert message["Content-Language"] == language
    body = body_of(message)
    assert body.startswith(greeting)
    assert row.reference in body
    method, entry = entry_of(message)
    assert method == "REQUEST"
    assert str(entry["summary"]) == summary
    assert str(entry["uid"]) == f"{session.uid}@testserver"
    assert (entry["sequence"], entry["status"]) == (0, "CONFIRMED")
    assert entry.start == session.starts_at.replace(microsecond=0)
    assert str(entry["attendee"]) == "mailto:sian@example.org"
    assert entry["attendee"].params["RSVP"] == "FALSE"
    assert str(entry["organizer"]) == "mailto:good.practice@audit.wales"

    # The link of the message, on another device.
    link = re.search(r"http://testserver(/\S+/[\w-]{43}/)", body).group(1)
    assert link.startswith({"en": "/en/bookings/", "cy": "/cy/cofrestriadau/"}[language])
    reader = Visitor(pages, session, language)
    opened = reader.get(link)
    clean = {"en": "/en/bookings/", "cy": "/cy/cofrestriadau/"}[language]
    assert (opened.status_code, opened.url) == (302, clean)
    assert opened["Referrer-Policy"] == "no-referrer"
    assert "no-store" in opened["Cache-Control"]
    cancel = clean + {"en": "cancel/", "cy": "canslo/"}[language]
    assert row.reference in reader.get(clean).content.decode()
    assert reader.get(cancel).status_code == 200
    row.refresh_from_db()
    assert row.state == State.CONFIRMED  # no GET has changed anything
    assert reader.post(cancel).url == clean
    row.refresh_from_db()
    session.refresh_from_db()
    assert (row.state, session.places_taken) == (State.CANCELLED_BY_ATTENDEE, 0)

    drain()
    method, entry = entry_of(sent())
    assert (method, entry["status"]) == ("CANCEL", "CANCELLED")
    assert str(entry["uid"]) == f"{session.uid}@testserver"
    assert len(mail.outbox) == 2


def test_both_languages_come_in_one_message_welsh_first(pages, session, drain):
    Visitor(pages, session).register(mail_locale="both")
    drain()
    message = sent()
    assert subject_of(message) == (
        "Mae eich lle wedi’i gadarnhau: Risgiau a reolir yn dda"
        " / Your place is confirmed: Well managed risks"
    )
    body = body_of(message)
    assert body.index("Annwyl") < body.index("Dear")
    assert "/cy/cofrestriadau/" in body
    assert "/en/bookings/" in body
    _method, entry = entry_of(message)
    assert str(entry["summary"]) == "Risgiau a reolir yn dda / Well managed risks"


def test_a_message_that_is_sent_again_is_the_same_message(pages, session, drain):
    Visitor(pages, session).register()
    drain()
    OutboxMessage.objects.update(state="queued", not_before=timezone.now())
    drain()
    first, second = sent(0), sent(1)
    assert first["Message-ID"] == second["Message-ID"]
    assert body_of(first) == body_of(second)


def test_answers_outlast_a_switch_of_language(pages, session):
    visitor = Visitor(pages, session, "en")
    visitor.fill_in()
    check = visitor.get("check")
    welsh = Visitor(pages, session, "cy").urls["check"]
    assert f'href="{welsh}"' in check.content.decode()
    there = unescape(visitor.get(welsh).content.decode())
    assert '<html lang="cy"' in there
    assert "Siân Ŵyn Ap Rhys" in there
    assert "Gwiriwch eich atebion" in there


def test_check_shows_every_answer_and_where_to_change_it(pages, session):
    visitor = Visitor(pages, session)
    visitor.fill_in()
    text = unescape(visitor.get("check").content.decode())
    rows = dict(
        re.findall(r"<dt[^>]*>\s*(.*?)\s*</dt>\s*<dd[^>]*>\s*(.*?)\s*</dd>", text, re.DOTALL)
    )
    assert rows == {
        "Full name": "Siân Ŵyn Ap Rhys",
        "Email address": "sian@example.org",
        "Organisation": "Somewhere Else",
        "Role": "Not given",
        "Another role": "Adviser",
        "Language of correspondence": "Welsh",
        "Welsh at the event": "Yes",
        "Access needs": "Step-free",
        "Dietary needs": "Not given",
        "British Sign Language": "Not needed",
        "Simultaneous translation": "Needed",
    }
    for step in ("details", "language", "needs"):
        assert f'href="{visitor.urls[step]}"' in text
    changed = visitor.post("details", ANSWERS["details"] | {"name": "Siân Rhys"})
    assert changed.url == visitor.urls["check"]
    assert "Siân Rhys" in visitor.get("check").content.decode()


def test_a_page_cannot_be_left_out(pages, session):
    visitor = Visitor(pages, session)
    assert visitor.get("check").url == visitor.urls["details"]
    visitor.post("details", ANSWERS["details"])
    assert visitor.get("check").url == visitor.urls["language"]


@pytest.mark.parametrize(
    ("language", "prefix", "problem"),
    [
        ("en", "Error: ", "There is a problem"),
        ("cy", "Gwall: ", "Mae problem"),
    ],
)
def test_mistakes_are_listed_first_and_nothing_is_lost(pages, session, language, prefix, problem):
    visitor = Visitor(pages, session, language)
    wrong = ANSWERS["details"] | {"name": "", "email": "not-an-address"}
    response = visitor.post("details", wrong)
    text = unescape(response.content.decode())
    assert f"<title>{prefix}" in text
    assert problem in text
    assert 'href="#id_name"' in text
    assert 'href="#id_email"' in text
    assert 'value="not-an-address"' in text
    assert 'value="Somewhere Else"' in text
    assert not Registration.objects.exists()


@pytest.mark.parametrize("field", ["name", "email", "organisation", "role_text"])
@pytest.mark.parametrize("hidden", ["a\r\nBcc: b@example.org", "a\x0bb", "a\u202eb", "a\x00b"])
def test_what_cannot_be_seen_is_refused(pages, session, field, hidden):
    response = Visitor(pages, session).post("details", ANSWERS["details"] | {field: hidden})
    assert response.status_code == 200
    assert f'href="#id_{field}"' in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "a@b，c.com",  # a wide comma: two addresses once it is normalised
        "a@b＠c.com",
        "a@b℀c.com",  # one sign that stands for a/c
        "a@" + "ﷺ" * 60 + ".com",  # one letter that stands for 18
        "ß" * 150 + "@example.org",
    ],
)
def test_an_address_is_judged_as_it_will_be_kept(pages, session, address):
    response = Visitor(pages, session).post("details", ANSWERS["details"] | {"email": address})
    assert response.status_code == 200
    assert 'href="#id_email"' in response.content.decode()


def test_an_advertisement_is_no_name(pages, session):
    spam = ANSWERS["details"] | {"name": "Win at https://example.com"}
    assert "without a web address" in Visitor(pages, session).post("details", spam).content.decode()


def test_food_is_a_question_in_person_only(pages):
    online = factories.session(event=pages["en"].event, mode=EventSession.Mode.ONLINE)
    assert "id_dietary" not in Visitor(pages, online).get("needs").content.decode()


def test_an_organisation_of_the_directory_is_found_in_either_language(pages, session):
    council = factories.organisation(name_en="Cardiff Council", name_cy="Cyngor Caerdydd")
    Visitor(pages, session).register(organisation="  cyngor  CAERDYDD ")
    row = Registration.objects.get()
    assert (row.organisation, row.organisation_text) == (council, "")


def test_sent_twice_is_one_registration(pages, session):
    visitor = Visitor(pages, session)
    visitor.fill_in()
    page = visitor.get("check").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    answers = [visitor.client.post(visitor.urls["check"], hidden) for _ in range(2)]
    assert [answer.url for answer in answers] == [visitor.urls["done"]] * 2
    assert Registration.objects.count() == 1


def test_the_waiting_list_offers_and_confirms(
    pages, session, drain, django_capture_on_commit_callbacks
):
    EventSession.objects.filter(pk=session.pk).update(capacity=1)
    first = services.book(session_id=session.pk, details=details()).registration
    visitor = Visitor(pages, session)
    assert "join the waiting list" in visitor.get("details").content.decode()
    visitor.register(mail_locale="en")
    assert "You are on the waiting list" in visitor.get("done").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        services.cancel(registration_id=first.pk)
    drain()
    offer = next(message for message in mail.outbox if "come free" in message.subject)
    link = re.search(r"http://testserver(/en/bookings/\S+/)", offer.body).group(1)
    visitor.get(link)
    assert "Take the place" in visitor.get("/en/bookings/").content.decode()
    row = Registration.objects.get(email_key="sian@example.org")
    assert visitor.get("/en/bookings/accept/").url == "/en/bookings/"
    row.refresh_from_db()
    assert row.state == State.OFFERED
    token = visitor.client.cookies["csrftoken"].value
    form = {"csrfmiddlewaretoken": token, "booking": row.reference}
    assert visitor.client.post("/en/bookings/accept/", form).url == "/en/bookings/"
    row.refresh_from_db()
    assert row.state == State.CONFIRMED
    late = visitor.client.post("/en/bookings/decline/", form)
    assert late.status_code == 410
    assert "no longer held" in late.content.decode()


def test_the_joining_address_is_for_confirmed_places_only(pages, drain):
    address = "https://meet.example.org/secret-room"
    online = factories.session(
        event=pages["en"].event, mode=EventSession.Mode.ONLINE, join_url=address, capacity=1
    )
    taken, waits = Visitor(pages, online), Visitor(pages, online)
    pages_seen = [taken.register(email="a@example.org"), waits.register(email="b@example.org")]
    pages_seen += [taken.get("done"), waits.get("done"), taken.get(pages["en"].url)]
    assert not [page for page in pages_seen if address in page.content.decode()]
    drain()
    told = {message.to[0]: address in message.body for message in mail.outbox}
    assert told == {"a@example.org": True, "b@example.org": False}
    for message, visitor in zip(mail.outbox, (taken, waits), strict=True):
        assert address not in message.message().as_string().split("BEGIN:VCALENDAR")[-1]
        visitor.get(re.search(r"http://testserver(/\S+/[\w-]{43}/)", message.body).group(1))
    assert address in taken.get("/en/bookings/").content.decode()
    assert address not in waits.get("/en/bookings/").content.decode()


class TestUnavailable:
    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"status": "cancelled"}, "this session is cancelled"),
            ({"status": "postponed"}, "This session is postponed"),
            ({"capacity": 0, "waiting_list": False}, "no waiting list is kept"),
            ({"opens_at": factories.in_days(2)}, "Registration opens"),
            ({"closes_at": factories.in_days(-1)}, "Registration has closed"),
        ],
    )
    def test_says_why_and_keeps_the_answers(self, pages, session, change, reason):
        other = factories.session(event=session.event, starts_at=factories.in_days(30))
        visitor = Visitor(pages, session)
        visitor.fill_in()
        key = re.search(r'name="key" value="(\w+)"', visitor.get("check").content.decode())
        EventSession.objects.filter(pk=session.pk).update(**change)
        token = visitor.client.cookies["csrftoken"].value
        response = visitor.client.post(
            visitor.urls["check"], {"csrfmiddlewaretoken": token, "key": key.group(1)}
        )
        assert response.status_code == 409
        assert reason in unescape(response.content.decode())
        elsewhere = Visitor(pages, other)
        assert f'href="{elsewhere.base}"' in response.content.decode()
        elsewhere.client = visitor.client
        assert "Siân Ŵyn Ap Rhys" in elsewhere.get("check").content.decode()
        assert not Registration.objects.exists()

    def test_a_session_of_another_event_is_not_found(self, pages):
        other = factories.session()
        response = Visitor(pages, other).get("details")
        assert response.status_code == 404
        assert "There is no such session" in response.content.decode()

    def test_too_many_registrations_of_one_address(self, pages, session):
        EventSession.objects.filter(pk=session.pk).update(capacity=None)
        for _ in range(10):
            Visitor(pages, session).register()
        response = Visitor(pages, session).register()
        assert (response.status_code, response["Retry-After"]) == (429, "3600")
        assert Registration.objects.count() == 1


class TestRobots:
    def test_are_marked_not_refused(self, pages, session):
        Visitor(pages, session).register(website="https://example.com")
        assert Registration.objects.get().looks_automated

    def test_people_are_not_marked(self, pages, session, time_machine_after_reading):
        visitor = Visitor(pages, session)
        visitor.get("details")
        time_machine_after_reading()
        visitor.register()
        assert not Registration.objects.get().looks_automated

    @pytest.fixture
    def time_machine_after_reading(self, time_machine):
        time_machine.move_to(timezone.now())
        return lambda: time_machine.shift(30)


class TestLinks:
    @pytest.mark.parametrize(
        ("path", "status", "words"),
        [
            ("/en/bookings/", 404, "Open your booking from its email"),
            ("/cy/cofrestriadau/", 404, "Agorwch eich cofrestriad o’r e-bost"),
            ("/en/bookings/" + "x" * 43 + "/", 404, "We do not know this link"),
            ("/cy/cofrestriadau/x/", 404, "Nid ydym yn adnabod y ddolen hon"),
            ("/en/bookings/cancel/", 404, "Open your booking from its email"),
        ],
    )
    def test_that_open_nothing_say_what_to_do(self, site_tree, client, path, status, words):
        response = client.get(path)
        assert response.status_code == status
        assert words in unescape(response.content.decode())
        assert "no-store" in response["Cache-Control"]

    def test_that_ran_out_say_so(self, site_tree, client):
        row = services.book(session_id=factories.session().pk, details=details()).registration
        token = services.link_token(row)
        services.revoke_links(row)
        response = client.get(f"/en/bookings/{token}/")
        assert response.status_code == 410
        assert "This link has run out" in response.content.decode()

    def test_that_are_revoked_close_what_they_opened(self, site_tree, client):
        row = services.book(session_id=factories.session().pk, details=details()).registration
        client.get(f"/en/bookings/{services.link_token(row)}/")
        assert client.get("/en/bookings/").status_code == 200
        services.revoke_links(row)
        assert client.get("/en/bookings/").status_code == 404

    def test_of_two_people_in_one_browser_each_form_keeps_its_own(self, pages, session):
        """The tab of the first is still open when the second opens a link and is cancelled."""
        first, second = (
            services.book(session_id=session.pk, details=details()).registration for _ in range(2)
        )
        visitor = Visitor(pages, session)
        visitor.get(f"/en/bookings/{services.link_token(first)}/")
        to_cancel = re.search(
            r'href="(/en/bookings/cancel/[^"]*)"', visitor.get("/en/bookings/").content.decode()
        ).group(1)
        page = visitor.get(to_cancel).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        visitor.get(f"/en/bookings/{services.link_token(second)}/")
        assert second.reference in visitor.get("/en/bookings/").content.decode()
        assert first.reference in visitor.get(to_cancel).content.decode()
        visitor.client.post("/en/bookings/cancel/", hidden)
        assert first.reference in visitor.get("/en/bookings/").content.decode()
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == (State.CANCELLED_BY_ATTENDEE, State.CONFIRMED)

    def test_a_booking_that_was_not_opened_here_cannot_be_named(self, pages, session):
        mine, other = (
            services.book(session_id=session.pk, details=details()).registration for _ in range(2)
        )
        visitor = Visitor(pages, session)
        visitor.get(f"/en/bookings/{services.link_token(mine)}/")
        assert visitor.get(f"/en/bookings/?booking={other.reference}").status_code == 404
        for named in (other.reference, "", "\0"):
            page = visitor.post("/en/bookings/cancel/", {"booking": named})
            assert page.status_code == 404
        assert Registration.objects.confirmed().count() == 2
