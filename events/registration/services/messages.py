"""A message from staff to many registrants: one e-mail each, in their language, once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from events.registration.models import Registration, RegistrationMessage
from events.registration.querysets import RegistrationQuerySet
from events.registration.services.state_machine import Actor
from gpx_site.mail import services as mail
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.models import AuditEntry


@dataclass(frozen=True, kw_only=True)
class Words:
    """Subject and text, in both languages."""

    subject_en: str
    subject_cy: str
    body_en: str
    body_cy: str


def recipients(rows: RegistrationQuerySet) -> list[Registration]:
    """Return the recipients among ``rows``: each person once, by their newest registration."""
    newest: dict[int, Registration] = {}
    for row in rows.exclude(email_key="").with_session().order_by("-pk"):
        newest.setdefault(row.person_id, row)
    return list(newest.values())


def by_language(chosen: Sequence[Registration]) -> list[tuple[Registration.MailLocale, int]]:
    """Return the number of recipients in each language of correspondence."""
    found = Counter(row.mail_locale for row in chosen)
    return [(language, found[language.value]) for language in Registration.MailLocale]


@transaction.atomic
def send_message(
    *, key: str, words: Words, registrations: Sequence[int], actor: Actor = None
) -> RegistrationMessage:
    """Enqueue an e-mail to each of ``registrations``; under one ``key`` a message is sent once.

    Each e-mail goes to one address, in that person's language.
    """
    message, is_new = RegistrationMessage.objects.get_or_create(
        key=key,
        defaults={**vars(words), "recipients": len(registrations), "sent_by": actor},
    )
    if is_new:
        outbox.enqueue(
            "registration.messages",
            key=str(message.pk),
            payload={"message": message.pk, "registrations": list(registrations)},
        )
        AuditEntry.record(message, "message.sent", actor=actor, recipients=len(registrations))
    return message


@outbox.handler("registration.messages")
@transaction.atomic
def _fan_out(queued: OutboxMessage) -> None:
    for pk in queued.payload["registrations"]:
        message = queued.payload["message"]
        mail.send("registration.message", key=f"{message}:{pk}", registration=pk, message=message)
