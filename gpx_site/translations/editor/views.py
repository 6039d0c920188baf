"""The translation editor in the staff admin."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from gpx_site.core.requests import StaffRequest
from gpx_site.translations.checks import missing
from gpx_site.translations.editor import forms, po_export, po_import, services
from gpx_site.translations.editor.forms import Row, UploadForm
from gpx_site.translations.editor.po_import import PoRefused, Report
from gpx_site.translations.editor.segments import Text, remaining, texts
from gpx_site.translations.editor.services import Outcome, TextsRefused
from gpx_site.translations.localize import is_written_elsewhere, translation_into
from gpx_site.translations.next_action import next_action
from gpx_site.translations.page_actions import act

LONGEST_NOTE = 500
TITLES = {"cy": gettext_lazy("Translate into Welsh"), "en": gettext_lazy("Translate into English")}


@dataclass
class EditedPage:
    """One page under translation, and the user who edits it."""

    page: Page
    translation: Translation
    user: User

    @classmethod
    def open(cls, request: StaffRequest, page_id: int) -> "EditedPage":
        """Return the page, if the user may edit it."""
        page = get_object_or_404(Page, pk=page_id).specific
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        translation = translation_into(page)
        if translation is None:
            raise Http404
        return cls(page, translation, request.user)

    @cached_property
    def texts(self) -> list[Text]:
        """Return the texts as they are stored."""
        return texts(self.translation)

    @cached_property
    def is_locked(self) -> bool:
        """Return whether the page is locked for this user."""
        lock = self.page.get_lock()
        return bool(lock and lock.for_user(self.user))


@require_http_methods(["GET", "POST"])
def editor(request: StaffRequest, page_id: int) -> HttpResponse:
    """Show the texts side by side; POST ``do``: save, ready or stop."""
    here = EditedPage.open(request, page_id)
    if request.method == "GET":
        return _show(request, here)
    verb = request.POST.get("do", "save")
    if verb == "stop":
        return _stop(request, here)
    return _save(request, here, then_ready=verb == "ready")


@require_GET
def download(request: StaffRequest, page_id: int) -> HttpResponse:
    """Download the PO file for a translator, with the editor's ``note`` in its header."""
    here = EditedPage.open(request, page_id)
    note = request.GET.get("note", "")[:LONGEST_NOTE]
    content = po_export.write(here.translation, note=note)
    name = po_export.filename(here.translation)
    return HttpResponse(
        content,
        content_type="text/x-gettext-translation; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def upload(request: StaffRequest, page_id: int) -> HttpResponse:
    """Import the file from a translator; report the result for each entry."""
    here = EditedPage.open(request, page_id)
    form = UploadForm(request.POST, request.FILES)
    if here.is_locked:
        return _locked(request, here)
    if not form.is_valid():
        return _show(request, here, upload=form)
    try:
        report = po_import.take(
            translation=here.translation, content=form.cleaned_data["file"], by=request.user
        )
    except PoRefused as refused:
        for reason in refused.reasons:
            form.add_error("file", reason)
        return _show(request, here, upload=form)
    return _show(request, EditedPage.open(request, page_id), outcome=report.outcome, report=report)


def _save(request: StaffRequest, here: EditedPage, *, then_ready: bool) -> HttpResponse:
    typed = list(forms.given(request.POST))
    if here.is_locked:
        return _locked(request, here)
    try:
        outcome = services.save(translation=here.translation, given=typed, by=request.user)
    except TextsRefused as refused:
        kept = {each.key: each for each in typed}
        return _show(request, here, rows=forms.rows(here.texts, typed=kept, errors=refused.errors))
    if outcome.conflicts or outcome.gone:
        return _show(request, EditedPage.open(request, here.page.pk), outcome=outcome)
    if then_ready:
        act(request, EditedPage.open(request, here.page.pk).page, "ready")
    elif outcome.applied:
        _tell_saved(request, len(outcome.applied))
    else:
        messages.info(request, _("Nothing was changed, so nothing was saved."))
    return redirect("translate", here.page.pk)


def _tell_saved(request: StaffRequest, number: int) -> None:
    text = ngettext("%(n)s text is saved.", "%(n)s texts are saved.", number)
    messages.success(request, text % {"n": number})


def _stop(request: StaffRequest, here: EditedPage) -> HttpResponse:
    services.stop(translation=here.translation, by=request.user)
    messages.success(
        request, _("The page is now written in its own editor. Every text is as it was.")
    )
    return redirect("wagtailadmin_pages:edit", here.page.pk)


def _locked(request: StaffRequest, here: EditedPage) -> HttpResponse:
    """Show the posted values again; nothing is saved."""
    messages.error(request, _("The page is locked, so nothing was saved."))
    typed = {each.key: each for each in forms.given(request.POST)}
    return _show(request, here, rows=forms.rows(here.texts, typed=typed))


def _show(
    request: StaffRequest,
    here: EditedPage,
    *,
    rows: list[Row] | None = None,
    outcome: Outcome | None = None,
    report: Report | None = None,
    upload: UploadForm | None = None,
) -> HttpResponse:
    context = _context(here, rows or _rows(here, outcome))
    context |= {"outcome": outcome, "report": report, "upload": upload or UploadForm()}
    has_error = bool(context["wrong"] or (upload and upload.errors))
    title = f"{context['page_subtitle']}: {context['page_title']}"
    context |= {"has_error": has_error, "header_title": (_("Error: ") if has_error else "") + title}
    return render(request, "translations/editor/editor.html", context)


def _rows(here: EditedPage, outcome: Outcome | None) -> list[Row]:
    conflicts = outcome.conflicts if outcome else []
    return forms.rows(here.texts, conflicts={each.text.key: each.words for each in conflicts})


def _context(here: EditedPage, shown: list[Row]) -> dict[str, Any]:
    source = here.translation.source.get_source_instance()
    left = remaining(here.texts)
    return {
        "page_title": str(TITLES[here.page.locale.language_code]),
        "page_subtitle": here.page.get_admin_display_title(),
        "header_icon": "globe",
        "page": here.page,
        "source": source,
        "rows": shown,
        "wrong": [row for row in shown if row.errors],
        "left": len(left),
        "total": len([text for text in here.texts if not text.is_address]),
        "missing": missing(source),
        "step": next_action(source),
        "elsewhere": is_written_elsewhere(here.page, here.translation),
        "locked": here.is_locked,
        "filename": po_export.filename(here.translation),
        "longest_note": LONGEST_NOTE,
    }
