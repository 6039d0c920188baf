"""E-mail, written when it is sent, in the language of whoever it goes to.

A service owes a message by ``send(kind, key=..., registration=12)``: an outbox row that holds ids
and codes. When its turn comes, the composer of that kind says to whom it goes, in which language
and with which facts, and the templates ``emails/<template>.txt`` and
``emails/<template>_subject.txt`` put it into words. Who asked for both languages, or whose
language is not known, gets both in one message, Welsh first.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.mime.image import MIMEImage
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from gpx_site.i18n import language_hosts
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage

WELSH_FIRST = ("cy", "en")
#: What is left where a template's condition did not hold.
MANY_BLANK_LINES = re.compile(r"\n\s*\n\s*\n")


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """An iCalendar object that goes with a message, and its method (REQUEST or CANCEL)."""

    method: str
    content: bytes
    filename: str = "calendar.ics"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture (PNG) that goes with a message, and what it shows for whoever cannot see it.

    The message itself must say all that the picture does: many programs do not show it.
    """

    filename: str
    content: bytes
    alternative: str


@dataclass(frozen=True, kw_only=True)
class Email:
    """One message before it is put into words.

    ``facts`` is called in each of the ``languages`` and returns the context of the templates.
    """

    to: str
    languages: tuple[str, ...]
    template: str
    facts: Callable[[], Mapping[str, Any]]
    calendar: Calendar | None = None
    picture: Picture | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


EmailBuilder = Callable[..., Email]
_builders: dict[str, EmailBuilder] = {}


def languages_of(mail_locale: str) -> tuple[str, ...]:
    """Return the languages to write in: one, or both where both or none is known."""
    return (mail_locale,) if mail_locale in WELSH_FIRST else WELSH_FIRST


def email_builder(kind: str) -> Callable[[EmailBuilder], EmailBuilder]:
    """Register the function that composes messages of ``kind`` from the ids given to ``send``.

    It raises ``outbox.NoLongerNeeded`` when the reason for the message has gone.
    """

    def register(function: EmailBuilder) -> EmailBuilder:
        _builders[kind] = function
        return function

    return register


def send(
    kind: str,
    *,
    key: str,
    not_before: datetime | None = None,
    useless_after: datetime | None = None,
    is_new: bool = False,
    **ids: Any,
) -> bool:
    """Owe a message of ``kind`` once per ``key``; return False where it was owed already.

    Call it inside the transaction that makes the message necessary. ``is_new`` as in ``enqueue``.
    """
    return outbox.enqueue(
        "mail",
        key=f"{kind}:{key}",
        payload={"kind": kind, "ids": ids},
        not_before=not_before,
        useless_after=useless_after,
        is_new=is_new,
    )


@outbox.handler("mail")
def _deliver(message: OutboxMessage) -> None:
    letter = _builders[message.payload["kind"]](**message.payload["ids"])
    write(letter, dedupe_key=message.dedupe_key).send()


def write(letter: Email, *, dedupe_key: str) -> EmailMultiAlternatives:
    """Put ``letter`` into words.

    The Message-ID follows from ``dedupe_key``: a message that is sent twice, because a worker
    died between the sending and the note of it, shows as one in most mail programs.
    """
    parts = [_in_language(letter, language) for language in letter.languages]
    email = EmailMultiAlternatives(
        subject=" / ".join(subject for subject, _body in parts),
        body=f"\n\n{'=' * 72}\n\n".join(body for _subject, body in parts) + "\n",
        to=[letter.to],
        reply_to=[settings.CONTACT_EMAIL],
        headers={
            "Message-ID": message_id(dedupe_key),
            "Auto-Submitted": "auto-generated",
            "Content-Language": ", ".join(letter.languages),
            **letter.headers,
        },
    )
    if letter.calendar:
        _attach(email, letter.calendar)
    if letter.picture:
        _attach_picture(email, letter.picture)
    return email


def _in_language(letter: Email, language: str) -> tuple[str, str]:
    with override(language):
        context = {
            "home_url": language_hosts.absolute(f"/{language}/", language),
            "CONTACT_EMAIL": settings.CONTACT_EMAIL,
            "LANGUAGE_CODE": language,
            **letter.facts(),
        }
        subject = render_to_string(f"emails/{letter.template}_subject.txt", context)
        body = render_to_string(f"emails/{letter.template}.txt", context)
    # One line: a line break in a subject would begin another header.
    return " ".join(subject.split()), MANY_BLANK_LINES.sub("\n\n", body).strip()


def _attach(email: EmailMultiAlternatives, calendar: Calendar) -> None:
    """Attach twice: mail programs act on the alternative, the others offer the file."""
    text = calendar.content.decode("utf-8")
    email.attach_alternative(text, f"text/calendar; method={calendar.method}")
    email.attach(calendar.filename, calendar.content, "application/ics")


def _attach_picture(email: EmailMultiAlternatives, picture: Picture) -> None:
    """Attach the file itself: a picture from elsewhere would tell us who has read the message."""
    part = MIMEImage(picture.content, "png")
    part.add_header("Content-Disposition", "attachment", filename=picture.filename)
    part["Content-Description"] = Header(picture.alternative, "utf-8").encode()
    email.attach(part)


def message_id(dedupe_key: str) -> str:
    """Return the stable Message-ID of the message with this key."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"<{hashlib.sha256(dedupe_key.encode()).hexdigest()[:40]}@{host}>"
