"""Import attendance reports of Zoom and Teams in the admin: preview, then import."""

import hashlib
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import EventSession
from events.registration import services
from events.registration.admin.actions import LIST, StaffView
from events.registration.parsers.attendance_reports import (
    MAX_BYTES,
    Attendee,
    ReportRefused,
    read_report,
)

IMPORT_ATTENDANCE = "attendance-import"
#: The key in the visitor's session of a report between its preview and its import.
WAITING = "attendance-report"


NOT_BEGUN = gettext_lazy("This session has not begun: the report is of another session.")


class ReportForm(forms.Form):
    """The report file."""

    file = forms.FileField(
        label=gettext_lazy("Attendance report from Zoom or Teams (CSV)"),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty"),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )


class AttendanceImportView(StaffView):
    """Upload a report, preview each row, import it; then match the attendees left over."""

    permission_required = "registration.change_attendance"
    template_name = "registration/admin/attendance_import.html"
    page_title = gettext_lazy("Import attendance")
    header_icon = "upload"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the session."""
        super().setup(request, *args, **kwargs)
        sessions = EventSession.objects.select_related("event", "venue")
        self.session = get_object_or_404(sessions, pk=kwargs["session_id"])
        self.form = ReportForm()
        self.found: list[services.RowOutcome] = []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the list of registrations of this session."""
        here = [
            {"url": f"{reverse(LIST)}?session={self.session.pk}", "label": _("Registrations")},
            {"url": "", "label": self.page_title, "sublabel": str(self.session)},
        ]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form or the preview, and the attendees who are not recognised yet."""
        unmatched = list(self.session.unmatched_attendees.all())
        return super().get_context_data(**kwargs) | {
            "session": self.session,
            "form": self.form,
            "found": self.found,
            "unmatched": unmatched,
            "people": self.session.registrations.for_check_in() if unmatched else [],
            "imports": self.session.attendance_imports.select_related("imported_by"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry out the action of the button that was pressed."""
        for name in ("import", "attach", "dismiss"):
            if name in request.POST:
                getattr(self, f"_{name}")()
                return redirect(IMPORT_ATTENDANCE, session_id=self.session.pk)
        return self._preview()

    def _preview(self) -> HttpResponse:
        """Show the outcome of each row; change nothing."""
        self.form = ReportForm(self.request.POST, self.request.FILES)
        if self.form.is_valid():
            content = self.form.cleaned_data["file"].read(MAX_BYTES + 1)
            near = self.session.starts_at
            try:
                attendees = read_report(content, near=near)
            except ReportRefused as refused:
                self.form.add_error("file", str(refused))
                attendees = []
            if attendees and near > timezone.now():
                self.form.add_error("file", NOT_BEGUN)
            elif attendees:
                self.found = services.outcomes(session=self.session, attendees=attendees)
                self.request.session[WAITING] = {
                    "session": self.session.pk,
                    "hash": hashlib.sha256(content).hexdigest(),
                    "attendees": [asdict(each) for each in attendees],
                }
        return self.render_to_response(self.get_context_data())

    def _import(self) -> None:
        waiting = self.request.session.pop(WAITING, {})
        if waiting.get("session") != self.session.pk:
            messages.error(self.request, _("Choose the file again: the one you saw is not here."))
            return
        try:
            record = services.import_attendance(
                session_id=self.session.pk,
                file_hash=waiting["hash"],
                attendees=[_attendee(each) for each in waiting["attendees"]],
                actor=self.request.user,
            )
        except services.TooEarly:  # the session was moved since the preview
            messages.error(self.request, str(NOT_BEGUN))
        except services.AlreadyImported:
            said = _("This file was imported before. Nothing was changed.")
            messages.warning(self.request, said)
        else:
            said = ngettext(
                "%(n)s person was recognised.", "%(n)s people were recognised.", record.recognised
            )
            show = messages.success if record.recognised else messages.warning
            show(self.request, said % {"n": record.recognised})

    def _attach(self) -> None:
        given = self.request.POST
        try:
            services.attach(
                unmatched_id=_number(given["attach"]),
                registration_id=_number(given.get("registration", "")),
                actor=self.request.user,
            )
        except services.NotConfirmed:
            messages.error(self.request, _("Choose whose registration it is."))

    def _dismiss(self) -> None:
        services.dismiss(unmatched_id=_number(self.request.POST["dismiss"]))


def _attendee(kept: dict[str, Any]) -> Attendee:
    visits = tuple((start, stop) for start, stop in kept["visits"])
    return Attendee(**kept | {"visits": visits})


def _number(text: str) -> int:
    """Return ``text`` as a primary key, or 0, which no row has, where it is not a number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
