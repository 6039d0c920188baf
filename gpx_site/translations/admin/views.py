"""Both languages of a page side by side: what is missing, and what can be done."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from gpx_site.core.models import BasePage
from gpx_site.core.requests import StaffRequest
from gpx_site.translations import publishing
from gpx_site.translations.admin.forms import AloneForm
from gpx_site.translations.checks import missing, newest, translation_of
from gpx_site.translations.editor import services as editor
from gpx_site.translations.localize import translation_into
from gpx_site.translations.next_action import next_action
from gpx_site.translations.page_actions import act, attempt
from gpx_site.translations.page_messages import sent


@require_http_methods(["GET", "POST"])
def pair(request: StaffRequest, page_id: int) -> HttpResponse:
    """Show what is missing; POST ``do``: submit, twin, ready, publish, minor or alone."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, BasePage) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = AloneForm(request.POST if request.POST.get("do") == "alone" else None, by=request.user)
    if request.method == "POST":
        if request.POST.get("do") == "alone":
            if form.is_valid():
                publish_alone(request, page, **form.cleaned_data)
                return redirect("pair", page.pk)
        else:
            return carry_out(request, page, request.POST.get("do", ""))
    return render(request, "translations/admin/pair.html", _context(request, page, form))


def carry_out(request: StaffRequest, page: BasePage, verb: str) -> HttpResponse:
    """Carry out the action of a button and redirect to the next view."""
    if verb != "submit":
        act(request, page, verb)
    elif attempt(request, page, _submit) and (translation := translation_of(page)):
        return redirect("translate", translation.pk)
    return redirect("pair", page.pk)


def publish_alone(request: StaffRequest, page: BasePage, **why: Any) -> None:
    """Allow ``page`` in one language, and publish it."""
    publishing.allow_alone(page=page, by=request.user, **why)
    act(request, page, "publish")


def _submit(request: StaffRequest, page: BasePage) -> None:
    translation = translation_of(page)
    if translation is None:
        allowed = page.get_parent().permissions_for_user(request.user).can_add_subpage()
    else:
        allowed = translation.permissions_for_user(request.user).can_edit()
    if not allowed:
        raise PermissionDenied
    sent(request, page, editor.submit(page=page, by=request.user).lost)


def _context(request: StaffRequest, page: BasePage, form: AloneForm) -> dict[str, Any]:
    translation = translation_of(page)
    permissions = page.permissions_for_user(request.user)
    return {
        "page_title": _("Both languages"),
        "page_subtitle": page.get_admin_display_title(),
        "header_title": f"{page.get_admin_display_title()}: {_('Both languages')}",
        "header_icon": "globe",
        "page": page,
        "twin": translation,
        "pair": [_side(each) for each in (page, translation) if each],
        "step": next_action(page),
        "missing": missing(page),
        "exception": publishing.leave_of(newest(page)),
        "can_publish": permissions.can_publish(),
        "can_be_minor": bool(translation and translation.live),
        "form": form,
    }


def _side(page: BasePage) -> dict[str, Any]:
    """Return the context of one of the two pages."""
    return {
        "page": page,
        "translated": translation_into(page) is not None,
        "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
