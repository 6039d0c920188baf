"""The page of numbers: of one event, or of a period."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.evaluation import numbers
from events.models import Event, EventSession
from events.registration.admin.actions import StaffView
from gpx_site.admin.exports import FORMATS, spreadsheet
from gpx_site.charts import INK

YEAR = timedelta(days=365)
VIEW_NUMBERS = "evaluation.view_numbers"


class PeriodForm(forms.Form):
    """Which sessions to count: those of an event, and those that start on certain days."""

    event = forms.ModelChoiceField(
        Event.objects.all(),
        label=gettext_lazy("Event"),
        required=False,
        empty_label=gettext_lazy("All events"),
        error_messages={"invalid_choice": gettext_lazy("Choose an event from the list")},
    )
    start = forms.DateField(
        label=gettext_lazy("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter a date, such as 2026-11-03")},
    )
    end = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter a date, such as 2026-11-03")},
    )

    def clean(self) -> dict[str, Any]:
        """A period ends after it begins."""
        given = super().clean() or {}
        if given.get("start") and given.get("end") and given["end"] < given["start"]:
            raise ValidationError(_("The last day must not be before the first"))
        return given

    def sessions(self) -> QuerySet[EventSession]:
        """The sessions of the event and the days."""
        given = self.cleaned_data
        found = EventSession.objects.all()
        if given["event"]:
            found = found.filter(event=given["event"])
        if given["start"]:
            found = found.filter(starts_at__gte=_midnight(given["start"]))
        if given["end"]:
            found = found.filter(starts_at__lt=_midnight(given["end"] + timedelta(days=1)))
        return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class NumbersView(StaffView):
    """Registrations, attendance and reach, as figures, charts, tables and a spreadsheet."""

    permission_required = VIEW_NUMBERS
    template_name = "evaluation/numbers.html"
    page_title = gettext_lazy("Numbers")
    header_icon = "list-ol"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """A page of its own."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The last twelve months unless asked otherwise."""
        asked = {name: request.GET.get(name, "") for name in PeriodForm.base_fields}
        if not any(asked.values()):
            asked["start"] = (timezone.localdate() - YEAR).isoformat()
        form = PeriodForm(asked)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        found = numbers.report(form.sessions())
        if request.GET.get("export") in FORMATS:
            return spreadsheet(found.rows(), request.GET["export"], filename="numbers")
        exports = request.GET.copy()
        exports.pop("export", None)
        return self.render_to_response(
            self.get_context_data(form=form, report=found, ink=INK, query=exports.urlencode())
        )
