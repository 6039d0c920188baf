"""The e-mails to subscribers to news of events."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, override

from events.announcements.models import Announcement, Request, Subscriber
from events.registration.notifications.urls import event_url
from gpx_site.i18n import language_hosts
from gpx_site.mail.services import Email, email_builder, languages_of
from gpx_site.outbox.services import NoLongerNeeded


def link(name: str, token: str, language: str) -> str:
    """Return the full address of a page of the list that the token opens."""
    with override(language):
        return language_hosts.absolute(reverse(name, kwargs={"token": token}), language)


@email_builder("announcements.confirm")
def confirm(*, request: int) -> Email:
    """Build the e-mail with the link that confirms an address."""
    row = Request.objects.filter(pk=request).first()
    if row is None:
        raise NoLongerNeeded

    def context() -> Mapping[str, Any]:
        return {"confirm_url": link("news-confirm", row.token, get_language() or "en")}

    return Email(
        to=row.email_key,
        languages=languages_of(row.mail_locale),
        template="announcements_confirm",
        context=context,
    )


@email_builder("announcements.news")
def news(*, announcement: int, subscriber: int) -> Email:
    """Build the e-mail of an announcement to one subscriber."""
    to = Subscriber.objects.filter(pk=subscriber).first()
    what = Announcement.objects.select_related("event").filter(pk=announcement).first()
    if to is None or what is None:
        raise NoLongerNeeded
    return announcement_email(
        what, to=to.email_key, languages=languages_of(to.mail_locale), token=to.token
    )


def announcement_email(
    announcement: Announcement, *, to: str, languages: tuple[str, ...], token: str
) -> Email:
    """Return an announcement with a link and headers to unsubscribe in one click."""
    event = announcement.event
    is_before = announcement.kind == Announcement.Kind.BEFORE
    sessions = list(event.sessions.upcoming().select_related("venue")) if is_before else []

    def context() -> Mapping[str, Any]:
        language = get_language() or "en"
        return {
            "announcement": announcement,
            "event": event,
            "sessions": sessions,
            "event_url": event_url(event, language),
            "leave_url": link("news-leave", token, language),
        }

    return Email(
        to=to,
        languages=languages,
        template="announcements_news",
        context=context,
        # RFC 8058: a mail program may unsubscribe its reader with one POST.
        headers={
            "List-Unsubscribe": f"<{link('news-leave', token, languages[0])}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
