"""What is done to one language of a page is done to both, in one transaction.

Wagtail's editor, its bulk actions, its schedule and the methods of a page all come down to a few
actions, and often bring a plain ``Page``, whose methods are not ours. So the actions are guarded.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.actions.base import BaseAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from gpx_site.core.models import BasePage
from gpx_site.core.page_form import copy_check
from gpx_site.translations import publishing
from gpx_site.translations.checks import translation_of

BELOW = ("first-child", "last-child", "sorted-child")
NO_TWIN_THERE = {
    "cy": _("The English page cannot go there: that place has no Welsh page for its twin."),
    "en": _("The Welsh page cannot go there: that place has no English page for its twin."),
}
WRONG_TREE = {
    "cy": _("A page in Welsh cannot go below a page in English."),
    "en": _("A page in English cannot go below a page in Welsh."),
}
SLUG_TAKEN = {
    "cy": _("The Welsh page would go along, but its address is in use there."),
    "en": _("The English page would go along, but its address is in use there."),
}


class PairWouldPart(Exception):
    """What was asked would part a page from its twin.

    ``page`` is the page, ``reason`` a whole sentence, lazily translated.
    """

    def __init__(self, page: Page, reason: Promise) -> None:
        super().__init__(page, reason)
        self.page, self.reason = page, reason

    def __str__(self) -> str:
        return str(self.reason)


def guard() -> None:
    """Stand at each door; called once at the start."""
    for action, together in DOORS.items():
        action.execute = _guarded(action.execute, together)


@copy_check
def reason_against(page: Page, parent: Page, *, moving: bool = False) -> Promise | None:
    """Return why ``page``, or a copy of it, may not go below ``parent``; None where it may."""
    if parent.depth == 1:  # the root has the front pages of both languages
        return None
    language, translation = page.locale.language_code, translation_of(page)
    if parent.locale_id != page.locale_id:
        return WRONG_TREE[language]
    if translation is None:
        return None
    other = translation_of(parent)
    if other is None:
        return NO_TWIN_THERE[translation.locale.language_code]
    if moving and not Page._slug_is_available(translation.slug, other, page=translation):
        return SLUG_TAKEN[translation.locale.language_code]
    return None


def _guarded(execute: Callable[..., Any], together: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(execute)
    def guarded(action: BaseAction, *args: Any, **options: Any) -> Any:
        page = action.object if hasattr(action, "object") else action.page
        if not issubclass(page.specific_class or Page, BasePage):
            return execute(action, *args, **options)
        with transaction.atomic():
            publishing.lock(page)
            return together(action, *args, **options)

    return guarded


# Each of these is Wagtail's own way, as it is before it is guarded: it takes one page only.


class _UnpublishOne(UnpublishPageAction):
    execute = UnpublishPageAction.execute


class _DeleteOne(DeletePageAction):
    execute = DeletePageAction.execute


class _MoveOne(MovePageAction):
    execute = MovePageAction.execute


class _CopyOne(CopyPageAction):
    """Gives the copies of twins the same new translation key, where both know the same keys."""

    execute = CopyPageAction.execute

    def _copy_page(self, page: Page, *args: Any, **options: Any) -> Page:
        if self.reset_translation_key:
            key = self.generate_translation_key(page.translation_key)
            attributes = options.get("update_attrs") or {}
            options["update_attrs"] = {**attributes, "translation_key": key}
        return super()._copy_page(page, *args, **options)


def _publish(action: PublishPageRevisionAction, *, skip_permission_checks: bool = False) -> None:
    publishing.publish(
        page=action.object,
        revision=action.revision,
        user=action.user,
        changed=action.changed,
        log_action=action.log_action,
        previous_revision=action.previous_revision,
        skip_permission_checks=skip_permission_checks,
    )


def _unpublish(action: UnpublishPageAction, *, skip_permission_checks: bool = False) -> None:
    page = action.object
    # It may have gone with its twin a moment ago.
    page.live = page.live and Page.objects.filter(pk=page.pk, live=True).exists()
    translation = translation_of(page)
    how = {name: getattr(action, name) for name in ("set_expired", "log_action", "user")}
    how["include_descendants"] = action.include_descendants
    _UnpublishOne(page, commit=action.commit, **how).execute(skip_permission_checks)
    if translation and translation.live and action.commit:
        _permit(action.user, translation, "can_unpublish")
        _UnpublishOne(translation, **how).execute(skip_permission_checks=True)


def _delete(
    action: DeletePageAction, *args: Any, skip_permission_checks: bool = False, **options: Any
) -> tuple[int, dict[str, int]]:
    page, user = action.page, action.user
    if not Page.objects.filter(pk=page.pk).exists():  # it has gone with its twin a moment ago
        return 0, {}
    translation = translation_of(page)
    gone = _DeleteOne(page, user=user).execute(
        *args, skip_permission_checks=skip_permission_checks, **options
    )
    if translation:
        _permit(user, translation, "can_delete")
        _DeleteOne(translation, user=user).execute(*args, skip_permission_checks=True, **options)
    return gone


def _move(action: MovePageAction, *, skip_permission_checks: bool = False) -> None:
    page, target, pos, user = action.page, action.target, action.pos, action.user
    parent = target if pos in BELOW else target.get_parent()
    moving = parent.pk != page.get_parent().pk
    reason = reason_against(page, parent, moving=moving)
    if reason:
        raise PairWouldPart(page, reason)
    translation = translation_of(page)
    place = _place_of_twin(target, parent, pos, moving=moving)
    _MoveOne(page, target, pos=pos, user=user).execute(skip_permission_checks)
    if translation and place:
        _MoveOne(translation, *place, user=user).execute(skip_permission_checks)


def _place_of_twin(
    target: Page, parent: Page, pos: str | None, *, moving: bool
) -> tuple[Page, str | None] | None:
    """Where the twin goes: the same place below or beside the twin of ``target``."""
    below = None if parent.depth == 1 else translation_of(parent)
    if below is None:
        return None
    if pos in BELOW:
        return below, pos
    beside = translation_of(target)
    if beside and beside.get_parent().pk == below.pk:
        return beside, pos
    return (below, "last-child") if moving else None


def _copy(action: CopyPageAction, *, skip_permission_checks: bool = False) -> Page:
    how = {name: getattr(action, name) for name in COPY_OPTIONS}
    how["keep_live"] = False  # a copy is published as a pair, once it is ready
    page, parent = action.page, action.to or action.page.get_parent()
    first = _CopyOne(page, **how)
    if not action.reset_translation_key:  # the copy is the twin
        return first.execute(skip_permission_checks)
    reason = reason_against(page, parent)
    if reason:
        raise PairWouldPart(page, reason)
    translation = translation_of(page)
    copied = first.execute(skip_permission_checks)
    if translation:
        below = parent if parent.depth == 1 else translation_of(parent)
        slug = {"slug": find_available_slug(below, translation.slug)}
        second = _CopyOne(translation, **how | {"to": below, "update_attrs": slug})
        second._uuid_mapping = first._uuid_mapping
        second.execute(skip_permission_checks)
    return copied


COPY_OPTIONS = (
    "to",
    "update_attrs",
    "exclude_fields",
    "recursive",
    "copy_revisions",
    "user",
    "process_child_object",
    "log_action",
    "reset_translation_key",
)
DOORS: dict[type[BaseAction], Callable[..., Any]] = {
    PublishPageRevisionAction: _publish,
    UnpublishPageAction: _unpublish,
    DeletePageAction: _delete,
    MovePageAction: _move,
    CopyPageAction: _copy,
}


def _permit(user: AbstractBaseUser | None, page: Page, what: str) -> None:
    """Refuse to do to the twin what this member of staff may not do to it."""
    if user and not getattr(page.permissions_for_user(user), what)():
        raise PermissionDenied
