"""Carry out an action of the admin on both languages of a page; report the result to staff."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.admin import messages

from gpx_site.core.models import BasePage
from gpx_site.core.requests import StaffRequest
from gpx_site.translations import publishing
from gpx_site.translations.checks import PairNotReady
from gpx_site.translations.localize import bring_up_to_date
from gpx_site.translations.page_messages import (
    explain,
    explain_mistakes,
    published,
    translation_buttons,
)


def act(request: StaffRequest, page: BasePage, verb: str) -> bool:
    """Carry out ``verb``: twin, ready, publish or minor. Return whether it was done.

    Raises PermissionDenied for any other verb, or where the user may not do it.
    """
    if verb not in VERBS:
        raise PermissionDenied
    return attempt(request, page, VERBS[verb])


def attempt(
    request: StaffRequest, page: BasePage, action: Callable[[StaffRequest, BasePage], None]
) -> bool:
    """Carry out ``action``, or say why it is refused. Return whether it was done."""
    try:
        action(request, page)
        return True
    except PairNotReady as error:
        messages.error(request, explain(error), buttons=translation_buttons(error.page))
    except ValidationError as error:
        messages.error(request, explain_mistakes(page, error), buttons=translation_buttons(page))
    return False


def _create_translation(request: StaffRequest, page: BasePage) -> None:
    parent = page.get_parent()
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    publishing.ensure_translation(page)


def _ready(request: StaffRequest, page: BasePage) -> None:
    bring_up_to_date(page, user=request.user)
    publishing.mark_ready(page=page, by=request.user)
    messages.success(
        request,
        _("“%(title)s” is declared ready.") % {"title": page.get_admin_display_title()},
        buttons=translation_buttons(page),
    )


def _publish(request: StaffRequest, page: BasePage) -> None:
    revision = page.get_latest_revision() or page.save_revision(user=request.user)
    page.publish(revision, user=request.user)
    published(request, page, revision)


def _minor(request: StaffRequest, page: BasePage) -> None:
    publishing.publish_minor(page=page, by=request.user)
    published(request, page, page.get_latest_revision())


VERBS: dict[str, Callable[[StaffRequest, BasePage], None]] = {
    "twin": _create_translation,
    "ready": _ready,
    "publish": _publish,
    "minor": _minor,
}
