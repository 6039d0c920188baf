"""The pair policy in Wagtail's admin: publishing, the editor's menu, bulk publishing."""

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
from gpx_site.translations.page_messages import pair_buttons

ACTION = "action-pair-"


class PageStaffMenuItem(MenuItem):
    """An item of the menu for whoever works on pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Not to those who never see the tree of pages."""
        shown: bool = PagePermissionPolicy().user_has_any_permission(request.user, report.STAFF)
        return shown


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    """The report, among Wagtail's own."""
    label = report.OutstandingReportView.page_title
    return PageStaffMenuItem(label, reverse(report.URL), icon_name="globe", order=50)


@hooks.register("construct_homepage_panels")
def home_panel(request: StaffRequest, panels: list[Component]) -> None:
    """What is outstanding, before anything else."""
    if PagePermissionPolicy().user_has_any_permission(request.user, report.STAFF):
        panels.append(report.OutstandingPanel(request.user))


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Let groups be given urgent publishing."""
    return Permission.objects.filter(
        content_type__app_label="translations", codename="publish_urgent"
    )


@hooks.register("before_publish_page")
def publish_pair(request: StaffRequest, page: Page) -> HttpResponse | None:
    """Publish here, to tell what became of both languages.

    The view has saved the edit as a draft, which stays when it is refused.
    """
    page = page.specific
    if not isinstance(page, BasePage):
        return None
    if act(request, page, "publish"):
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_edit_page")
def after_edit(request: StaffRequest, page: Page) -> HttpResponse | None:
    """Do what one of our buttons asks, now that the edit is saved."""
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
def publish_pairs(
    request: StaffRequest, action_type: str, objects: list[Model], action: PublishBulkAction
) -> HttpResponse | None:
    """Publish what is ready of the selected pages, and name what is not."""
    if action_type == "publish" and all(isinstance(each, Page) for each in objects):
        return bulk_publish.publish(request, objects, action)
    return None


@hooks.register("construct_translated_pages_to_cascade_actions")
def tell_of_twins(pages: list[Page], action: str) -> dict[Page, list[Page]]:
    """Let Wagtail say, before it asks, that the twin goes as well.

    Not for moving: Wagtail would move the twin, which has moved already, from its old place.
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
def move_pair(request: StaffRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Say before it is asked that the twin moves as well, or why neither may."""
    if not isinstance(page, BasePage):
        return None
    reason = reason_against(page, destination, moving=True)
    if reason:
        messages.error(request, str(reason), buttons=pair_buttons(page))
        return redirect("wagtailadmin_pages:move", page.pk)
    if request.method == "GET" and translation_of(page):
        messages.info(request, _("The page in the other language moves as well."))
    return None


class PairMenuItem(ActionMenuItem):
    """A button of the editor that saves the edit and then does ``verb``."""

    def __init__(self, verb: str, label: Promise, icon_name: str, order: int) -> None:
        super().__init__(order)
        self.verb, self.name, self.label, self.icon_name = verb, ACTION + verb, label, icon_name

    def is_shown(self, context: dict[str, Any]) -> bool:
        """On pages that have a twin; what publishes, to those who may."""
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
    """Both languages, in the page's own menu."""
    if isinstance(page.specific, BasePage) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Both languages"), reverse("pair", args=[page.pk]), icon_name="globe", priority=15
        )
