"""Somebody who registers, and what reaches their mailbox."""

import email
import email.policy
import re
from html import unescape

import icalendar
from django.core import mail
from django.test import Client

PATHS = {
    "en": ("register", "language", "needs", "check", "done"),
    "cy": ("cofrestru", "iaith", "anghenion", "gwirio", "wedi-gorffen"),
}
GROUP_PATHS = {
    "en": ("register/{}/group/", "people/", "check/", "done/"),
    "cy": ("cofrestru/{}/grwp/", "pobl/", "gwirio/", "wedi-gorffen/"),
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
        return self.client.post(url, self.hidden(page) | (data or {}))

    def hidden(self, page):
        """The hidden fields of a page's form."""
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

    def fill_in(self, **changes):
        for step in ("details", "language", "needs"):
            answers = ANSWERS[step] | {k: v for k, v in changes.items() if k in ANSWERS[step]}
            response = self.post(step, answers)
            assert response.status_code == 302, unescape(response.content.decode())
        return response

    def register(self, **changes):
        self.fill_in(**changes)
        return self.post("check")


class GroupVisitor(Visitor):
    """Somebody who registers two people."""

    def __init__(self, pages, session, language="en"):
        super().__init__(pages, session, language)
        start, *below = GROUP_PATHS[language]
        self.base = pages[language].url + start.format(session.pk)
        self.urls = {"contact": self.base} | {
            name: self.base + path
            for name, path in zip(("people", "check", "done"), below, strict=True)
        }

    def fill_in(self, **changes):
        contact = {
            "name": "Carys",
            "email": "carys@example.org",
            "organisation": "",
            "mail_locale": "both",
            "size": "2",
            "website": "",
        }
        people = {
            "name-1": "Alys",
            "email-1": "alys@example.org",
            "welsh-1": "on",
            "access-1": "ramp",
            "name-2": "Bryn",
            "email-2": "bryn@example.org",
        }
        assert self.post("contact", contact | changes).url == self.urls["people"]
        response = self.post("people", people | changes)
        assert response.status_code == 302, unescape(response.content.decode())
        return response


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
