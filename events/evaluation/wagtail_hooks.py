"""Evaluation in the staff admin: its addresses, menu entry and permission."""

from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from events.evaluation import routes, views
from events.evaluation.editions import PUBLISH
from events.evaluation.numbers_views import VIEW_NUMBERS
from gpx_site.admin.viewsets import MenuOrder

hooks.register("register_admin_urls", lambda: routes.admin_urlpatterns)


class EvaluationMenuItem(MenuItem):
    """Shown to those who may see the reports."""

    permission = views.VIEW_REPORT

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this member of staff has the permission."""
        return request.user.has_perm(self.permission)


class NumbersMenuItem(EvaluationMenuItem):
    """Shown to those who may see the numbers."""

    permission = VIEW_NUMBERS


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Add the menu entry of the reports."""
    return EvaluationMenuItem(
        _("Evaluation"),
        reverse("evaluation_reports"),
        name="evaluation",
        icon_name="chart-column",
        order=MenuOrder.EVALUATION,
    )


@hooks.register("register_admin_menu_item")
def numbers_item() -> MenuItem:
    """Add the menu entry of the numbers."""
    return NumbersMenuItem(
        _("Numbers"),
        reverse("numbers"),
        name="numbers",
        icon_name="list-ol",
        order=MenuOrder.NUMBERS,
    )


@hooks.register("register_icons")
def icons(names: list[str]) -> list[str]:
    """The menu entry's own icon."""
    return [*names, "evaluation/icons/chart-column.svg"]


@hooks.register("register_permissions")
def permissions() -> Any:
    """Offer the permissions for reports, numbers and publishing to groups."""
    names = [name.partition(".")[2] for name in (views.VIEW_REPORT, VIEW_NUMBERS, PUBLISH)]
    return Permission.objects.filter(content_type__app_label="evaluation", codename__in=names)
