"""Publishing the two languages of a page together."""

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
    """Declare ``page``'s newest version ready beside the newest words of its twin.

    Raises ``PairNotReady`` when there is no twin, a text is not translated, or the page has a
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
    """Publish ``revision`` of ``page`` and its twin's newest version, both or neither.

    Either may give the time; with two, both wait for the later. Does nothing when both are live
    as they should be. A page with leave to go alone does, and gets a draft in the other language,
    at whose address its words are shown until that draft is published. Raises ``PairNotReady``;
    from the schedule, where one refused page must not hold up the others, it logs that and the
    next run tries again.
    """
    try:
        with transaction.atomic():
            _publish(page, revision, user=user, log_action=log_action, **options)
    except PairNotReady:
        if log_action != BY_SCHEDULE:
            raise
        logger.warning("Page %s is due but its twin is not ready.", page.pk)


@transaction.atomic
def publish_minor(*, page: Page, by: User | None = None) -> None:
    """Publish ``page``'s newest version at once: the other language is right as it is.

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
    """Let ``page`` be published without its twin: ``kind`` is external or urgent.

    Raises ``PermissionDenied``, and ``ValidationError`` where urgency has no reason or end.
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
    """Return the leave that ``page`` has to go alone; not saved yet where its text is by others."""
    saved = PairException.objects.filter(page=page.pk).first()
    if saved is None and page.is_by_others:
        return PairException(page_id=page.pk, kind=PairException.Kind.EXTERNAL)
    return saved


def ensure_twin(page: Page) -> Page:
    """Return ``page``'s twin, made as a draft if there is none yet.

    Raises ``PairNotReady`` where the page above has no twin.
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
    ensure_twin(page)
    _execute([_action(revision, user=user, **options)])


def _publish_both(
    page: Page, revision: Revision, translation: Page, *, user: User | None, **options: Any
) -> None:
    other = _latest_revision(translation)
    actions = [_action(revision, user=user, **options)]
    if not translation.live or translation.has_unpublished_changes:
        options.pop("previous_revision", None)
        actions.append(_action(other, user=user, **options))
        _forget_past_end(actions[-1].object)
    if not _execute(actions):
        return
    # To publish one is to declare it ready: each is now right beside the other.
    _declare(revision, beside=other.as_object(), by=user)
    urgent = PairException.objects.filter(kind=PairException.Kind.URGENT)
    urgent.filter(page__in=[page.pk, translation.pk]).delete()


def _forget_past_end(page: Page) -> None:
    """An end that has come ended the last publication; only the page's own editor can renew it."""
    if page.expire_at and page.expire_at <= timezone.now():
        page.expire_at = None


class _PublishOne(PublishPageRevisionAction):
    """Wagtail's own way, as it is before it is guarded: it takes one page only."""

    execute = PublishPageRevisionAction.execute


def _action(
    revision: Revision, *, skip_permission_checks: bool = False, **options: Any
) -> PublishPageRevisionAction:
    action = _PublishOne(revision, **options)
    action.check(skip_permission_checks=skip_permission_checks)
    return action


def _execute(actions: list[PublishPageRevisionAction]) -> bool:
    """Publish all, or schedule the first for the latest of their times; whether all are live.

    The twin of a scheduled page needs no time of its own: it goes when the page goes, and one
    schedule is all there is to cancel.
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
    """The newest revision, made from the page's row if there is none yet."""
    return page.get_latest_revision() or page.save_revision(changed=False, clean=False)


def lock(page: Page) -> None:
    """Let nobody else change the state of this pair until the transaction ends."""
    pair = Page.objects.filter(translation_key=page.translation_key).order_by("pk")
    list(pair.select_for_update().values_list("pk"))
