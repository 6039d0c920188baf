"""The list of those who wish to hear of events, and what is sent to them."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events.announcements.models import Announcement, Request, Subscriber, SubscriptionFields
from events.models import AudienceRole, Event
from gpx_site.core.models import Topic
from gpx_site.core.models.people import normalise_email
from gpx_site.i18n.bilingual import LANGUAGES
from gpx_site.mail import services as mail
from gpx_site.ops import tokens
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage
from gpx_site.privacy.models import AuditEntry

#: An address that nobody confirms is forgotten after this long, and its link stops working.
CONFIRM_WITHIN = timedelta(days=3)


class AnnouncementError(Exception):
    """The base of every error that these services raise."""


class LinkUnknown(AnnouncementError):
    """No request or subscriber has this token; it may have run out."""


class SentAlready(AnnouncementError):
    """An announcement is sent once."""


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
    """Keep a wish for a few days and send its address a link that confirms it."""
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
    """The request whose link this is.

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
    """Make a request count; the newest wish of an address replaces the one before.

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
    """The subscriber whose link this is.

    Raises:
        LinkUnknown: there is none; whoever has left is forgotten.
    """
    found = Subscriber.objects.filter(token_hash=tokens.digest(token)).first()
    if found is None:
        raise LinkUnknown
    return found


def leave(token: str) -> bool:
    """Forget a subscriber at once; False where they had left already."""
    return bool(Subscriber.objects.filter(token_hash=tokens.digest(token)).delete()[0])


def purge_requests() -> int:
    """Forget the addresses that nobody confirmed; return how many."""
    due = Request.objects.filter(created_at__lte=timezone.now() - CONFIRM_WITHIN)
    count = due.count()
    due.delete()
    return count


def is_ready(announcement: Announcement) -> bool:
    """Whether it may be sent: pages in both languages, and the right time for its kind."""
    event = announcement.event
    pages = event.pages.live().filter(locale__language_code__in=LANGUAGES)
    if pages.count() < len(LANGUAGES):
        return False
    to_come = event.sessions.upcoming().exists()
    if announcement.kind == Announcement.Kind.BEFORE:
        return to_come
    return not to_come and event.sessions.past().exists()


@transaction.atomic
def send(*, announcement_id: int, actor=None) -> int:
    """Owe an announcement to everybody who wishes to hear of its event; return to how many.

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


def _useless_after(announcement: Announcement):
    """An announcement is of no use once the last session has begun; what we learned keeps."""
    if announcement.kind == Announcement.Kind.AFTER:
        return None
    return announcement.event.sessions.upcoming().latest("starts_at").starts_at


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
    """How many would be told of this event now."""
    return Subscriber.objects.for_event(event).count()


def choices_of(wish: SubscriptionFields) -> tuple[list[str], list[str]]:
    """The topics and roles of a wish in the active language; empty where it is for all."""
    return [topic.label for topic in wish.topics.all()], [role.name for role in wish.roles.all()]
