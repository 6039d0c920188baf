"""From an event's page to a place, a message and its cancellation, in both languages."""

import re
from html import unescape

import pytest
from django.core import mail
from django.utils import timezone

from events.models import EventSession
from events.registration import services
from events.registration.models import Registration
from events.registration.states import State
from gpx_site.outbox.models import OutboxMessage
from tests import factories
from tests.events.registration.visitor import (
    Visitor,
    body_of,
    entry_of,
    sent,
    subject_of,
)
from tests.factories.registrations import details

pytestmark = pytest.mark.django_db


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
    told = {message.to[0]: "/cy/ymuno/" in message.body for message in mail.outbox}
    assert told == {"a@example.org": True, "b@example.org": False}
    for message, visitor in zip(mail.outbox, (taken, waits), strict=True):
        assert address not in message.message().as_string()
        assert "/cy/ymuno/" not in message.message().as_string().split("BEGIN:VCALENDAR")[-1]
        link = re.search(r"http://testserver(/cy/cofrestriadau/[\w-]{43}/)", message.body)
        visitor.get(link.group(1))
    for visitor, may_join in ((taken, True), (waits, False)):
        page = visitor.get("/en/bookings/").content.decode()
        assert ("/en/bookings/join/" in page, address in page) == (may_join, False)
