"""Do to both languages of a page what is done to one, in one transaction.

Wagtail's editor, bulk actions, schedule and the methods of a page all end in a few actions, and
often pass a plain ``Page``, whose methods are not ours. So ``patch_wagtail`` replaces the actions.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
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
NO_PLACE = {
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
    """The action would separate a page from its translation.

    ``page`` is the page, ``reason`` a whole sentence, lazily translated.
    """

    def __init__(self, page: Page, reason: Promise) -> None:
        super().__init__(page, reason)
        self.page, self.reason = page, reason

    def __str__(self) -> str:
        return str(self.reason)


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
        return NO_PLACE[translation.locale.language_code]
    if moving and not _is_free(translation.slug, other, translation):
        return SLUG_TAKEN[translation.locale.language_code]
    return None


def _is_free(slug: str, parent: Page, page: Page) -> bool:
    free: str = find_available_slug(parent, slug, ignore_page_id=page.pk)
    return free == slug


def in_both_languages(
    execute: Callable[..., Any], together: Callable[..., Any]
) -> Callable[..., Any]:
    """Return an ``execute`` that calls ``together`` for pages of ours, with both languages locked.

    ``together`` gets the action and the arguments of ``execute``.
    """

    @wraps(execute)
    def execute_both(action: BaseAction, *args: Any, **options: Any) -> Any:
        page = action.object if hasattr(action, "object") else action.page
        if not issubclass(page.specific_class or Page, BasePage):
            return execute(action, *args, **options)
        with transaction.atomic():
            publishing.lock(page)
            return together(action, *args, **options)

    return execute_both


# Wagtail's own actions on one page: their ``execute`` is taken before it is replaced.


class _UnpublishOne(UnpublishPageAction):
    execute = UnpublishPageAction.execute


class _DeleteOne(DeletePageAction):
    execute = DeletePageAction.execute


class _MoveOne(MovePageAction):
    execute = MovePageAction.execute


class _CopyOne(CopyPageAction):
    """Give the copies of two translations the same new key, where both actions share their map."""

    execute = CopyPageAction.execute

    def _copy_page(self, page: Page, *args: Any, **options: Any) -> Page:
        if self.reset_translation_key:
            key = self.generate_translation_key(page.translation_key)
            attributes = options.get("update_attrs") or {}
            options["update_attrs"] = {**attributes, "translation_key": key}
        return super()._copy_page(page, *args, **options)


def publish(action: PublishPageRevisionAction, skip_permission_checks: bool = False) -> None:
    """Publish both languages of the action's page as the policy has it."""
    publishing.publish(
        page=action.object,
        revision=action.revision,
        user=action.user,
        changed=action.changed,
        log_action=action.log_action,
        previous_revision=action.previous_revision,
        skip_permission_checks=skip_permission_checks,
    )


def unpublish(action: UnpublishPageAction, skip_permission_checks: bool = False) -> None:
    """Unpublish the page, then its translation where that is live.

    Raises ``PermissionDenied`` where the user may not unpublish the translation.
    """
    page = action.object
    # It may have been unpublished with its translation a moment ago.
    page.live = page.live and Page.objects.filter(pk=page.pk, live=True).exists()
    translation = translation_of(page)
    how = {name: getattr(action, name) for name in ("set_expired", "log_action", "user")}
    how["include_descendants"] = action.include_descendants
    _UnpublishOne(page, commit=action.commit, **how).execute(skip_permission_checks)
    if translation and translation.live and action.commit:
        _permit(action.user, translation, "can_unpublish")
        _UnpublishOne(translation, **how).execute(skip_permission_checks=True)


def delete(
    action: DeletePageAction, *args: Any, skip_permission_checks: bool = False, **options: Any
) -> tuple[int, dict[str, int]]:
    """Delete the page and its translation; return what Django says of the page.

    Raises ``PermissionDenied`` where the user may not delete the translation.
    """
    page, user = action.page, action.user
    if not Page.objects.filter(pk=page.pk).exists():  # deleted with its translation a moment ago
        return 0, {}
    translation = translation_of(page)
    deleted: tuple[int, dict[str, int]] = _DeleteOne(page, user=user).execute(
        *args, skip_permission_checks=skip_permission_checks, **options
    )
    if translation:
        _permit(user, translation, "can_delete")
        _DeleteOne(translation, user=user).execute(*args, skip_permission_checks=True, **options)
    return deleted


def move(action: MovePageAction, skip_permission_checks: bool = False) -> None:
    """Move the page, and its translation to the same place in the other language.

    Raises ``PairWouldPart`` where the translation cannot follow.
    """
    page, target, pos, user = action.page, action.target, action.pos, action.user
    parent = target if pos in BELOW else target.get_parent()
    moving = parent.pk != page.get_parent().pk
    reason = reason_against(page, parent, moving=moving)
    if reason:
        raise PairWouldPart(page, reason)
    translation = translation_of(page)
    place = _place_of_translation(target, parent, pos, moving=moving)
    _MoveOne(page, target, pos=pos, user=user).execute(skip_permission_checks)
    if translation and place:
        _MoveOne(translation, *place, user=user).execute(skip_permission_checks)


def _place_of_translation(
    target: Page, parent: Page, pos: str | None, *, moving: bool
) -> tuple[Page, str | None] | None:
    """Return the target and position, below or beside the translation of ``target``."""
    below = None if parent.depth == 1 else translation_of(parent)
    if below is None:
        return None
    if pos in BELOW:
        return below, pos
    beside = translation_of(target)
    if beside and beside.get_parent().pk == below.pk:
        return beside, pos
    return (below, "last-child") if moving else None


def copy(action: CopyPageAction, skip_permission_checks: bool = False) -> Page:
    """Copy the page, and its translation below the parent's translation; return the page's copy.

    Raises ``PairWouldPart`` where the translation cannot follow.
    """
    how = {name: getattr(action, name) for name in COPY_OPTIONS}
    how["keep_live"] = False  # both copies are published together, once they are ready
    page, parent = action.page, action.to or action.page.get_parent()
    first = _CopyOne(page, **how)
    if not action.reset_translation_key:  # the copy is the translation
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


def _permit(user: User | None, page: Page, what: str) -> None:
    """Raise ``PermissionDenied`` where ``user`` may not do the same to the translation."""
    if user and not getattr(page.permissions_for_user(user), what)():
        raise PermissionDenied
