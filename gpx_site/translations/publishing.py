"""Publish the two languages of a page together."""

import datetime as dt
import logging
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from gpx_site.i18n.bilingual import other_language
from gpx_site.privacy.models import AuditEntry
from gpx_site.translations.checks import (
    NO_PARENT,
    PairNotReady,
    incomplete,
    missing,
    newest,
    translation_of,
)
from gpx_site.translations.create_translation import create_translation
from gpx_site.translations.fingerprint import fingerprint
from gpx_site.translations.models import PairException, Readiness

logger = logging.getLogger(__name__)
BY_SCHEDULE = "wagtail.publish.scheduled"


@transaction.atomic
def mark_ready(*, page: Page, by: User | None = None) -> Readiness:
    """Declare the newest version of ``page`` ready beside the newest of its translation.

    Raises ``PairNotReady`` if there is no translation, a text is untranslated, or the page has a
    mistake.
    """
    lock(page)
    page = type(page).objects.get(pk=page.pk)  # what was saved before the lock
    translation = translation_of(page)
    if translation is None:
        raise PairNotReady(page, missing(page))
    beside = newest(translation)
    reasons = incomplete(page, beside=beside)
    if reasons:
        raise PairNotReady(page, reasons)
    return _declare(_latest_revision(page), beside=beside, by=by)


def publish(
    *,
    page: Page,
    revision: Revision,
    user: User | None = None,
    log_action: bool | str = True,
    **options: Any,
) -> None:
    """Publish ``revision`` of ``page`` and the newest version of its translation, both or neither.

    Either may have a time; with two, both wait for the later. Does nothing if both are live and
    unchanged. A page with an exception is published alone; its translation is created as a draft,
    at whose URL the text of the page is shown until the draft is published. Raises
    ``PairNotReady``; but the schedule, where one refused page must not stop the others, logs it and
    tries again.
    """
    try:
        with transaction.atomic():
            _publish(page, revision, user=user, log_action=log_action, **options)
    except PairNotReady:
        if log_action != BY_SCHEDULE:
            raise
        logger.warning("Page %s is due but its translation is not ready.", page.pk)


@transaction.atomic
def publish_minor(*, page: Page, by: User | None = None) -> None:
    """Publish the newest version of ``page`` now: the other language needs no change.

    Raises ``PairNotReady`` unless the other language is live.
    """
    lock(page)
    translation = translation_of(page)
    if translation is None or not translation.live:
        raise PairNotReady(page, missing(page))
    revision = _latest_revision(page)
    as_it_is = translation.live_revision or _latest_revision(translation)
    _declare(as_it_is, beside=revision.as_object(), by=by)
    _execute([_action(revision, user=by)])


@transaction.atomic
def allow_alone(
    *,
    page: Page,
    by: User,
    kind: str,
    reason: str = "",
    expires_at: dt.datetime | None = None,
) -> PairException:
    """Allow ``page`` to be published in one language: ``kind`` is external or urgent.

    Raises ``PermissionDenied``, and ``ValidationError`` if urgency has no reason or end.
    """
    urgent = kind == PairException.Kind.URGENT
    if not page.permissions_for_user(by).can_publish():
        raise PermissionDenied
    if urgent and not by.has_perm("translations.publish_urgent"):
        raise PermissionDenied
    allowed = PairException.objects.filter(page=page).first() or PairException(page_id=page.pk)
    allowed.kind, allowed.reason, allowed.expires_at = kind, reason, expires_at
    allowed.allowed_by, allowed.allowed_at = by, timezone.now()
    allowed.full_clean()
    allowed.save()
    AuditEntry.record(page, "pair.alone", actor=by, kind=kind)
    return allowed


def leave_of(page: Page) -> PairException | None:
    """Return the exception of ``page``, if any; unsaved if its text is by others."""
    saved = PairException.objects.filter(page=page.pk).first()
    if saved is None and page.is_by_others:
        return PairException(page_id=page.pk, kind=PairException.Kind.EXTERNAL)
    return saved


def ensure_translation(page: Page) -> Page:
    """Return the translation of ``page``, created as a draft if it is missing.

    Raises ``PairNotReady`` if the parent has no translation.
    """
    try:
        return create_translation(page)
    except ParentNotTranslatedError as error:
        language = other_language(page.locale.language_code)
        raise PairNotReady(page, [NO_PARENT[language]]) from error


def _publish(page: Page, revision: Revision, **options: Any) -> None:
    lock(page)
    page = type(page).objects.get(pk=page.pk)
    translation = translation_of(page)
    if _is_published(page, revision) and translation and translation.live:
        return
    reasons = missing(page, revision)
    if not reasons:
        _publish_both(page, revision, translation, **options)
        return
    leave = leave_of(revision.as_object())
    if leave is None or not leave.is_running:
        raise PairNotReady(page, reasons)
    _publish_alone(page, revision, leave, **options)


def _publish_alone(
    page: Page, revision: Revision, leave: PairException, *, user: User | None, **options: Any
) -> None:
    if leave.pk is None:
        leave.allowed_by = user
        leave.save()
        AuditEntry.record(page, "pair.alone", actor=user, kind=leave.kind)
    ensure_translation(page)
    _execute([_action(revision, user=user, **options)])


def _publish_both(
    page: Page, revision: Revision, translation: Page, *, user: User | None, **options: Any
) -> None:
    other = _latest_revision(translation)
    actions = [_action(revision, user=user, **options)]
    if not translation.live or translation.has_unpublished_changes:
        options.pop("previous_revision", None)
        actions.append(_action(other, user=user, **options))
        _clear_past_expiry(actions[-1].object)
    if not _execute(actions):
        return
    # Publishing declares a page ready: each is now ready beside the other.
    _declare(revision, beside=other.as_object(), by=user)
    urgent = PairException.objects.filter(kind=PairException.Kind.URGENT)
    urgent.filter(page__in=[page.pk, translation.pk]).delete()


def _clear_past_expiry(page: Page) -> None:
    """Clear a past expiry, which ended the last publication; only its own editor can renew it."""
    if page.expire_at and page.expire_at <= timezone.now():
        page.expire_at = None


class _PublishOne(PublishPageRevisionAction):
    """Wagtail's own action on one page: its ``execute`` is taken before it is replaced."""

    execute = PublishPageRevisionAction.execute


def _action(
    revision: Revision, *, skip_permission_checks: bool = False, **options: Any
) -> PublishPageRevisionAction:
    action = _PublishOne(revision, **options)
    action.check(skip_permission_checks=skip_permission_checks)
    return action


def _execute(actions: list[PublishPageRevisionAction]) -> bool:
    """Publish all, or schedule the first for the latest time; return whether all are live.

    The translation of a scheduled page needs no schedule: it is published with the page, and one
    schedule is enough to cancel.
    """
    times = [action.object.go_live_at for action in actions if action.object.go_live_at]
    later = max((time for time in times if time > timezone.now()), default=None)
    if later:
        actions = actions[:1]
        actions[0].object.go_live_at = later
    for action in actions:
        action.execute(skip_permission_checks=True)
    return later is None


def _declare(revision: Revision, *, beside: Page, by: User | None) -> Readiness:
    page = revision.as_object()
    declared, _created = Readiness.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "revision": revision,
            "words": fingerprint(page),
            "twin_words": fingerprint(beside),
            "declared_at": timezone.now(),
            "declared_by": by,
        },
    )
    return declared


def _is_published(page: Page, revision: Revision) -> bool:
    return bool(
        page.live
        and page.live_revision_id == revision.pk
        and revision.created_at <= page.last_published_at
    )


def _latest_revision(page: Page) -> Revision:
    """Return the newest revision, created from the page if there is none."""
    return page.get_latest_revision() or page.save_revision(changed=False, clean=False)


def lock(page: Page) -> None:
    """Lock both pages until the transaction ends."""
    pair = Page.objects.filter(translation_key=page.translation_key).order_by("pk")
    list(pair.select_for_update().values_list("pk"))
