"""Send e-mail through the outbox, rendered at sending time in the recipient's language.

A service enqueues a message with ``send(kind, key=..., registration=12)``: an outbox row that holds
ids and codes. When the row is processed, the builder registered for that kind returns an
:class:`Email`: the recipient, the languages and the context of the templates
``emails/<template>.txt`` and ``emails/<template>_subject.txt``. A recipient who asked for both
languages, or whose language is unknown, gets both in one message, Welsh first.
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
#: What remains where a template's condition is false.
MANY_BLANK_LINES = re.compile(r"\n\s*\n\s*\n")


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """An iCalendar object attached to an e-mail, and its method (REQUEST or CANCEL)."""

    method: str
    content: bytes
    filename: str = "calendar.ics"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A PNG image attached to an e-mail, and its text alternative.

    The body of the e-mail must repeat what the image shows: many mail clients do not display it.
    """

    filename: str
    content: bytes
    alternative: str


@dataclass(frozen=True, kw_only=True)
class Email:
    """An e-mail that is not rendered yet.

    ``context`` is called once for each of ``languages``, with that language active, and returns the
    context of the templates.
    """

    to: str
    languages: tuple[str, ...]
    template: str
    context: Callable[[], Mapping[str, Any]]
    calendar: Calendar | None = None
    picture: Picture | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


EmailBuilder = Callable[..., Email]
_builders: dict[str, EmailBuilder] = {}


def languages_of(mail_locale: str) -> tuple[str, ...]:
    """Return the languages to write in: ``mail_locale`` alone if it is a language, else both."""
    return (mail_locale,) if mail_locale in WELSH_FIRST else WELSH_FIRST


def email_builder(kind: str) -> Callable[[EmailBuilder], EmailBuilder]:
    """Register the decorated function as the builder of e-mails of ``kind``.

    It is called with the ids that were given to :func:`send`, and raises ``outbox.NoLongerNeeded``
    when the reason for the e-mail no longer exists.
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
    """Enqueue an e-mail of ``kind`` once per ``key``; return False if it was enqueued before.

    Call it inside the transaction that makes the e-mail necessary. ``not_before``,
    ``useless_after`` and ``is_new`` are those of ``outbox.enqueue``.
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
    email = _builders[message.payload["kind"]](**message.payload["ids"])
    write(email, dedupe_key=message.dedupe_key).send()


def write(email: Email, *, dedupe_key: str) -> EmailMultiAlternatives:
    """Render ``email`` in each of its languages and return the message to send.

    The Message-ID is derived from ``dedupe_key``. If a worker dies after sending and before the
    outbox row is marked as done, the message is sent twice; most mail clients then show it once.
    """
    parts = [_render(email, language) for language in email.languages]
    message = EmailMultiAlternatives(
        subject=" / ".join(subject for subject, _body in parts),
        body=f"\n\n{'=' * 72}\n\n".join(body for _subject, body in parts) + "\n",
        to=[email.to],
        reply_to=[settings.CONTACT_EMAIL],
        headers={
            "Message-ID": message_id(dedupe_key),
            "Auto-Submitted": "auto-generated",
            "Content-Language": ", ".join(email.languages),
            **email.headers,
        },
    )
    if email.calendar:
        _attach_calendar(message, email.calendar)
    if email.picture:
        _attach_picture(message, email.picture)
    return message


def _render(email: Email, language: str) -> tuple[str, str]:
    """Return the subject and the body in ``language``."""
    with override(language):
        context = {
            "home_url": language_hosts.absolute(f"/{language}/", language),
            "CONTACT_EMAIL": settings.CONTACT_EMAIL,
            "LANGUAGE_CODE": language,
            **email.context(),
        }
        subject = render_to_string(f"emails/{email.template}_subject.txt", context)
        body = render_to_string(f"emails/{email.template}.txt", context)
    # One line: a line break in a subject would begin another header.
    return " ".join(subject.split()), MANY_BLANK_LINES.sub("\n\n", body).strip()


def _attach_calendar(message: EmailMultiAlternatives, calendar: Calendar) -> None:
    """Attach as an alternative, which calendar-aware clients process, and as a file for others."""
    text = calendar.content.decode("utf-8")
    message.attach_alternative(text, f"text/calendar; method={calendar.method}")
    message.attach(calendar.filename, calendar.content, "application/ics")


def _attach_picture(message: EmailMultiAlternatives, picture: Picture) -> None:
    """Attach the file itself: a remote image would reveal who has read the e-mail."""
    part = MIMEImage(picture.content, "png")
    part.add_header("Content-Disposition", "attachment", filename=picture.filename)
    part["Content-Description"] = Header(picture.alternative, "utf-8").encode()
    message.attach(part)


def message_id(dedupe_key: str) -> str:
    """Return the Message-ID of the e-mail with this key; always the same for the same key."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"<{hashlib.sha256(dedupe_key.encode()).hexdigest()[:40]}@{host}>"
