"""The publishing policy in Wagtail's admin: publishing, action menu, bulk actions, report."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from gpx_site.core.models import BasePage
from gpx_site.core.requests import StaffRequest
from gpx_site.translations.actions import reason_against
from gpx_site.translations.admin import bulk_publish, report, views
from gpx_site.translations.checks import translation_of
from gpx_site.translations.page_actions import act
from gpx_site.translations.page_messages import translation_buttons

ACTION = "action-pair-"


class PageStaffMenuItem(MenuItem):
    """A menu item for users with a permission on pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user has a permission on any page."""
        shown: bool = PagePermissionPolicy().user_has_any_permission(request.user, report.STAFF)
        return shown


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    """Add the report to Wagtail's own."""
    label = report.OutstandingReportView.page_title
    return PageStaffMenuItem(label, reverse(report.URL), icon_name="globe", order=50)


@hooks.register("construct_homepage_panels")
def home_panel(request: StaffRequest, panels: list[Component]) -> None:
    """Add the panel of outstanding translations to the admin's home page."""
    if PagePermissionPolicy().user_has_any_permission(request.user, report.STAFF):
        panels.append(report.OutstandingPanel(request.user))


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Offer the permission for urgent publishing to groups."""
    return Permission.objects.filter(
        content_type__app_label="translations", codename="publish_urgent"
    )


@hooks.register("before_publish_page")
def publish_both_languages(request: StaffRequest, page: Page) -> HttpResponse | None:
    """Publish both languages in place of Wagtail's view, and report the result.

    The view has saved the edit as a draft; the draft stays if publishing is refused.
    """
    page = page.specific
    if not isinstance(page, BasePage):
        return None
    if act(request, page, "publish"):
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_edit_page")
def after_edit(request: StaffRequest, page: Page) -> HttpResponse | None:
    """Carry out the action of our own button after the edit is saved."""
    for verb in ("ready", "minor"):
        if f"{ACTION}{verb}" in request.POST:
            act(request, page, verb)
            return redirect("wagtailadmin_pages:edit", page.pk)
    if f"{ACTION}submit" in request.POST:
        return views.carry_out(request, page, "submit")
    if f"{ACTION}alone" in request.POST:
        return redirect("pair", page.pk)
    return None


@hooks.register("before_bulk_action")
def publish_translations_of_many(
    request: StaffRequest, action_type: str, objects: list[Model], action: PublishBulkAction
) -> HttpResponse | None:
    """Publish the selected pages that are ready, and report the others."""
    if action_type == "publish" and all(isinstance(each, Page) for each in objects):
        return bulk_publish.publish(request, objects, action)
    return None


@hooks.register("construct_translated_pages_to_cascade_actions")
def include_translations(pages: list[Page], action: str) -> dict[Page, list[Page]]:
    """Let Wagtail's confirmation page say that the action includes the translation.

    Not for moving: Wagtail would move the translation, which has moved already, from its old place.
    """
    translations = {page: translation_of(page) for page in pages}
    if action == "unpublish":
        return {
            page: [translation]
            for page, translation in translations.items()
            if translation and translation.live
        }
    if action == "delete":
        return {page: [translation] for page, translation in translations.items() if translation}
    return {}


@hooks.register("before_move_page")
def move_both_languages(
    request: StaffRequest, page: Page, destination: Page
) -> HttpResponse | None:
    """Report that the translation moves as well, or why neither page may move."""
    if not isinstance(page, BasePage):
        return None
    reason = reason_against(page, destination, moving=True)
    if reason:
        messages.error(request, str(reason), buttons=translation_buttons(page))
        return redirect("wagtailadmin_pages:move", page.pk)
    if request.method == "GET" and translation_of(page):
        messages.info(request, _("The page in the other language moves as well."))
    return None


class PairMenuItem(ActionMenuItem):
    """A button of the page editor that saves the edit and then carries out ``verb``."""

    def __init__(self, verb: str, label: Promise, icon_name: str, order: int) -> None:
        super().__init__(order)
        self.verb, self.name, self.label, self.icon_name = verb, ACTION + verb, label, icon_name

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Return whether the page is ours and the user may carry out the action."""
        if context["view"] != "edit" or context["locked_for_user"]:
            return False
        page = context["page"]
        if not isinstance(page, BasePage):
            return False
        if self.verb == "minor" and not page.live:
            return False
        tester = self.get_user_page_permissions_tester(context)
        return self.verb in ("submit", "ready") or bool(tester.can_publish())


def _register(verb: str, label: Promise, icon_name: str, order: int) -> None:
    hooks.register(
        "register_page_action_menu_item", lambda: PairMenuItem(verb, label, icon_name, order)
    )


_register("submit", gettext_lazy("Submit for translation"), "globe", 11)
_register("ready", gettext_lazy("Declare ready"), "check", 12)
_register("minor", gettext_lazy("Publish a minor edit"), "edit", 32)
_register("alone", gettext_lazy("Publish in one language…"), "globe", 34)


@hooks.register("register_page_header_buttons")
def header_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Add a link to the view of both languages to the menu of the page."""
    if isinstance(page.specific, BasePage) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Both languages"), reverse("pair", args=[page.pk]), icon_name="globe", priority=15
        )
