"""Subscribe to news of events, confirm and leave; send announcements to the subscribers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from events.announcements.models import Announcement, Request, Subscriber, SubscriptionFields
from events.models import AudienceRole, Event, EventSession
from gpx_site.core.models import Topic
from gpx_site.core.models.people import normalise_email
from gpx_site.i18n.bilingual import LANGUAGES
from gpx_site.mail import services as mail
from gpx_site.ops import tokens
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.models import AuditEntry

#: An unconfirmed address is deleted after this long, and its link stops working.
CONFIRM_WITHIN = timedelta(days=3)


class AnnouncementError(Exception):
    """The base of every error that these services raise."""


class LinkUnknown(AnnouncementError):
    """No request or subscriber has this token; it may have run out."""


class SentAlready(AnnouncementError):
    """The announcement has been sent already; it is sent once."""


class NotReady(AnnouncementError):
    """The event has no page in both languages, or it is too early or too late."""


@transaction.atomic
def ask(
    *,
    email: str,
    mail_locale: str,
    topics: Iterable[Topic] = (),
    roles: Iterable[AudienceRole] = (),
    looks_automated: bool = False,
) -> Request:
    """Store an unconfirmed request and send its address a link that confirms it."""
    request = Request.objects.create(
        email_key=normalise_email(email), mail_locale=mail_locale, looks_automated=looks_automated
    )
    request.topics.set(topics)
    request.roles.set(roles)
    mail.send(
        "announcements.confirm",
        key=str(request.pk),
        useless_after=request.created_at + CONFIRM_WITHIN,
        request=request.pk,
    )
    return request


def find_request(token: str) -> Request:
    """Return the request that the token of a link belongs to.

    Raises:
        LinkUnknown: there is none, or it has run out.
    """
    since = timezone.now() - CONFIRM_WITHIN
    found = Request.objects.filter(token_hash=tokens.digest(token), created_at__gt=since).first()
    if found is None:
        raise LinkUnknown
    return found


@transaction.atomic
def confirm(token: str) -> Subscriber:
    """Turn a request into a subscription; the newest request of an address replaces the last.

    Raises:
        LinkUnknown: there is no such request, or it has run out or was confirmed already.
    """
    request = find_request(token)
    subscriber, _is_new = Subscriber.objects.get_or_create(
        email_key=request.email_key, defaults={"mail_locale": request.mail_locale}
    )
    subscriber.mail_locale = request.mail_locale
    subscriber.save(update_fields=["mail_locale"])
    subscriber.topics.set(request.topics.all())
    subscriber.roles.set(request.roles.all())
    Request.objects.filter(email_key=request.email_key).delete()
    return subscriber


def find_subscriber(token: str) -> Subscriber:
    """Return the subscriber that the token of a link belongs to.

    Raises:
        LinkUnknown: there is none; a subscriber who left has been deleted.
    """
    found = Subscriber.objects.filter(token_hash=tokens.digest(token)).first()
    if found is None:
        raise LinkUnknown
    return found


def leave(token: str) -> bool:
    """Delete a subscriber; return False where they had left already."""
    return bool(Subscriber.objects.filter(token_hash=tokens.digest(token)).delete()[0])


def purge_requests() -> int:
    """Delete the requests that have run out; return how many."""
    due = Request.objects.filter(created_at__lte=timezone.now() - CONFIRM_WITHIN)
    count = due.count()
    due.delete()
    return count


def is_ready(announcement: Announcement) -> bool:
    """Whether the event has pages in both languages and it is the time for this kind."""
    event = announcement.event
    pages = event.pages.live().filter(locale__language_code__in=LANGUAGES)
    if pages.count() < len(LANGUAGES):
        return False
    to_come: bool = event.sessions.upcoming().exists()
    if announcement.kind == Announcement.Kind.BEFORE:
        return to_come
    return not to_come and event.sessions.past().exists()


@transaction.atomic
def send(*, announcement_id: int, actor: User | None = None) -> int:
    """Enqueue an announcement to every subscriber whom its event concerns; return to how many.

    Raises:
        SentAlready: it has been sent.
        NotReady: the event has no page in both languages, or it is too early or too late.
        Announcement.DoesNotExist: there is none.
    """
    announcement = Announcement.objects.select_related("event").get(pk=announcement_id)
    if announcement.sent_at:
        raise SentAlready
    if not is_ready(announcement):
        raise NotReady
    count = Subscriber.objects.for_event(announcement.event).count()
    unsent = Announcement.objects.filter(pk=announcement.pk, sent_at=None)
    if not unsent.update(sent_at=timezone.now(), recipients=count):  # somebody else, just now
        raise SentAlready
    outbox.enqueue(
        "announcement",
        key=str(announcement.pk),
        payload={"announcement": announcement.pk},
        useless_after=_useless_after(announcement),
    )
    AuditEntry.record(announcement, "announcement.sent", actor=actor, recipients=count)
    return count


def _useless_after(announcement: Announcement) -> datetime | None:
    """Return the start of the last session, after which an announcement is of no use.

    What is sent after the event has no such limit.
    """
    if announcement.kind == Announcement.Kind.AFTER:
        return None
    last: EventSession = announcement.event.sessions.upcoming().latest("starts_at")
    return last.starts_at


@outbox.handler("announcement")
@transaction.atomic
def _fan_out(message: OutboxMessage) -> None:
    announcement = Announcement.objects.select_related("event").get(
        pk=message.payload["announcement"]
    )
    subscribers = Subscriber.objects.for_event(announcement.event).order_by("pk")
    for pk in subscribers.values_list("pk", flat=True):
        mail.send(
            "announcements.news",
            key=f"{announcement.pk}:{pk}",
            useless_after=message.useless_after,
            announcement=announcement.pk,
            subscriber=pk,
        )


def audience(event: Event) -> int:
    """Return how many subscribers an announcement of this event would reach now."""
    return Subscriber.objects.for_event(event).count()


def choices_of(subscription: SubscriptionFields) -> tuple[list[str], list[str]]:
    """Return the topics and roles of a subscription in the active language; empty means all."""
    topics = [topic.label for topic in subscription.topics.all()]
    return topics, [role.name for role in subscription.roles.all()]
