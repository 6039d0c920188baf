"""Import a file of bookings: upload, preview, carry out, read the report."""

import csv
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import EventSession
from events.registration import services
from events.registration.admin.actions import ListedView
from events.registration.admin.forms import SessionChoiceField
from events.registration.models import BookingImport
from events.registration.parsers.booking_csv import HEADINGS, MAX_BYTES, FileRefused
from events.registration.services import imports

IMPORT = "registration-import"


class UploadForm(forms.Form):
    """The file, and the session of rows that name none."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "At most 2,000 rows. Nobody is registered before you have seen them."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "invalid": gettext_lazy("Choose the file."),
            "missing": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    session = SessionChoiceField(
        label=gettext_lazy("Session of the rows that name none"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(SessionChoiceField, self.fields["session"])
        field.queryset = EventSession.objects.for_staff_bookings()


class ImportView(ListedView):
    """A page of the import, for staff who may add registrations."""

    permission_required = "registration.add_registration"
    page_title = gettext_lazy("Import bookings")
    header_icon = "upload"


class UploadView(ImportView):
    """Choose a file."""

    template_name = "registration/admin/import_upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, and the sessions with the numbers by which a file names them."""
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or UploadForm(),
            "sessions": EventSession.objects.for_staff_bookings(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the file; the next page shows the outcome of each row."""
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            given = form.cleaned_data
            content = given["file"].read(MAX_BYTES + 1)
            try:
                kept = services.upload_bookings(
                    content=content, session=given["session"], actor=self.request.user
                )
            except FileRefused as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect(IMPORT, kept.pk)
        return self.render_to_response(self.get_context_data(form=form))


class PreviewView(ImportView):
    """The expected outcome of each row; once carried out, the report."""

    template_name = "registration/admin/import_preview.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the import."""
        super().setup(request, *args, **kwargs)
        self.kept = get_object_or_404(BookingImport, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the expected outcomes of the rows, or the report."""
        context = super().get_context_data(**kwargs) | {"kept": self.kept}
        if self.kept.carried_out_at:
            return context | self._report()
        rows = imports.validate_rows(imports.rows_of(self.kept), file_hash=self.kept.file_hash)
        lines = {each["line"] for each in self.kept.rows if each["good"]}
        good = sum(each.outcome in imports.GOOD and each.row.line in lines for each in rows)
        label = ngettext("Register %(n)s person", "Register %(n)s people", good)
        return context | {
            "rows": rows,
            "counts": imports.counts(each.outcome for each in rows),
            "good": good,
            "good_outcomes": imports.GOOD,
            "button": label % {"n": good},
        }

    def _report(self) -> dict[str, Any]:
        """Return how many rows had each outcome, and those that were not imported."""
        report = self.kept.report
        good = [outcome.value for outcome in imports.GOOD]
        left = [
            each | {"label": imports.RowOutcome(each["outcome"]).label}
            for each in report
            if each["outcome"] not in good
        ]
        return {"left": left, "counts": imports.counts(each["outcome"] for each in report)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry out the import."""
        services.import_bookings(import_id=self.kept.pk, actor=self.request.user)
        messages.success(request, _("The file is carried out. Here is the report."))
        return redirect(IMPORT, self.kept.pk)


class TemplateView(ImportView):
    """An empty file with the headings, in the active language."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the file, with a byte order mark by which spreadsheets recognise UTF-8."""
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="bookings.csv"'
        csv.writer(response).writerow([str(heading) for heading in HEADINGS.values()])
        return response
