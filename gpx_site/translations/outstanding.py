"""Measure which pages have an outstanding translation, for lists and e-mails."""

import datetime as dt
import uuid

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from gpx_site.core.models import BasePage
from gpx_site.mail import services as mail
from gpx_site.outbox import services as outbox
from gpx_site.outbox.models import OutboxMessage
from gpx_site.translations.checks import translation_of
from gpx_site.translations.models import OutstandingTranslation
from gpx_site.translations.staleness import stale_since

KIND = "pairs.measure"
OUTSTANDING_EMAIL = "pairs.outstanding"
ENDED_EMAIL = "pairs.ended"
STATE = OutstandingTranslation.State


def enqueue_measurement(translation_key: uuid.UUID) -> None:
    """Enqueue a measurement of the two pages, in the caller's transaction."""
    outbox.enqueue_repeat(KIND, of=str(translation_key), payload={"pair": str(translation_key)})


@outbox.handler(KIND, repeats=True)
def _carry_out(message: OutboxMessage) -> None:
    measure(message.payload["pair"])


@transaction.atomic
def measure(translation_key: uuid.UUID | str) -> None:
    """Store what each of the two pages lacks in the other language."""
    for page in Page.objects.filter(translation_key=translation_key).specific():
        found = outstanding(page) if isinstance(page, BasePage) else None
        rows = OutstandingTranslation.objects.filter(page=page.pk)
        if found is None:
            rows.delete()
            continue
        state, since = found
        before = rows.first()
        if before and before.state == state == STATE.MISSING:
            since = before.since
        newest = page.get_latest_revision()
        OutstandingTranslation.objects.update_or_create(
            page_id=page.pk,
            defaults={
                "state": state,
                "since": since,
                "changed_by_id": newest.user_id if newest else None,
            },
        )


def measure_all() -> None:
    """Measure every page; finds changes that sent no signal."""
    for key in (
        Page.objects.filter(depth__gt=1).values_list("translation_key", flat=True).distinct()
    ):
        measure(key)


def outstanding(page: Page) -> tuple[str, dt.datetime] | None:
    """Return what the other language lacks of ``page``'s text, and since when; None for nothing.

    Drafts that were never published lack nothing: neither language is public.
    """
    translation = translation_of(page)
    if translation is None or not translation.live:
        never = translation is None or translation.first_published_at is None
        since = page.first_published_at if never else None
        return (STATE.MISSING, since or timezone.now()) if page.live else None
    since = stale_since(translation)
    return (STATE.STALE, since) if since else None


def editors() -> QuerySet[User]:
    """Return the users who may publish pages and have an e-mail address."""
    users = PagePermissionPolicy().users_with_permission("publish")
    return User.objects.filter(pk__in=users, is_active=True).exclude(email="")


@transaction.atomic
def remind() -> int:
    """Enqueue the weekly e-mail to each editor, if anything is due; return how many are new.

    Idempotent: an editor gets one e-mail a week.
    """
    if not OutstandingTranslation.objects.due().exists():
        return 0
    year, week, _day = timezone.localdate().isocalendar()
    return sum(
        mail.send(
            OUTSTANDING_EMAIL,
            key=f"{user.pk}:{year}-W{week:02}",
            useless_after=timezone.now() + dt.timedelta(days=5),
            user=user.pk,
        )
        for user in editors()
    )


def lead_editors() -> QuerySet[User]:
    """Return the users who may publish urgently and have an e-mail address."""
    return User.objects.with_perm("translations.publish_urgent").exclude(email="")


@transaction.atomic
def escalate() -> int:
    """Enqueue the daily e-mail to each lead editor, if urgency has ended; return how many are new.

    Idempotent: a lead editor gets one e-mail a day.
    """
    ended = OutstandingTranslation.Standing.ENDED
    if not OutstandingTranslation.objects.standing(ended).exists():
        return 0
    today = timezone.localdate()
    return sum(
        mail.send(
            ENDED_EMAIL,
            key=f"{user.pk}:{today}",
            useless_after=timezone.now() + dt.timedelta(days=1),
            user=user.pk,
        )
        for user in lead_editors()
    )
