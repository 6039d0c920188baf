"""What staff do with registrations beyond reading them: cancel one, note who has arrived."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from events.models import EventSession
from events.registration import services
from events.registration.models import Attendance, Registration

LIST = "wagtailsnippets_registration_registration:list"
CHECK_IN = "registration-check-in"


class StaffView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of the admin for staff with the right permission; the admin turns others away."""

    raise_exception = True
    header_icon = "group"


class CancelView(StaffView):
    """Ask once more, then cancel through the service."""

    permission_required = "registration.change_registration"
    template_name = "registration/admin/cancel.html"
    page_title = gettext_lazy("Cancel this registration")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the registration."""
        super().setup(request, *args, **kwargs)
        rows = Registration.objects.with_session()
        self.registration = get_object_or_404(rows, pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        here = [
            {"url": reverse(LIST), "label": _("Registrations")},
            {"url": "", "label": self.page_title, "sublabel": self.registration.reference},
        ]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is about to be cancelled."""
        context = super().get_context_data(**kwargs)
        return context | {"registration": self.registration, "back": reverse(LIST)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel."""
        services.cancel(registration_id=self.registration.pk, by_organiser=True, actor=request.user)
        messages.success(request, _("The registration is cancelled."))
        return redirect(LIST)


class CheckInView(StaffView):
    """Who has a place in a session, and who has arrived; one button for each."""

    permission_required = "registration.change_attendance"
    template_name = "registration/admin/check_in.html"
    page_title = gettext_lazy("Check-in")
    header_icon = "tick"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the session."""
        super().setup(request, *args, **kwargs)
        sessions = EventSession.objects.select_related("event", "venue")
        self.session = get_object_or_404(sessions, pk=kwargs["session_id"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list of registrations of this session."""
        here = [
            {"url": f"{reverse(LIST)}?session={self.session.pk}", "label": _("Registrations")},
            {"url": "", "label": self.page_title, "sublabel": str(self.session)},
        ]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everybody with a place, by name; needs only for staff who may see them."""
        see_needs = self.request.user.has_perm("registration.view_registrationneeds")
        related = ["organisation", "attendance", *(["needs"] if see_needs else [])]
        rows = self.session.registrations.confirmed().select_related(*related).order_by("name")
        people = [
            {
                "registration": row,
                "arrived": _arrived(row),
                "needs": getattr(row, "needs", None) if see_needs else None,
            }
            for row in rows
        ]
        return super().get_context_data(**kwargs) | {
            "session": self.session,
            "people": people,
            "see_needs": see_needs,
            "arrived": sum(person["arrived"] for person in people),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note one arrival, or take it back."""
        own = self.session.registrations.filter(pk=_number(request.POST.get("registration")))
        row = get_object_or_404(own)
        note = services.undo_check_in if "undo" in request.POST else services.check_in
        try:
            note(registration_id=row.pk, actor=request.user)
        except services.NotConfirmed:
            messages.error(request, _("This registration has no confirmed place any more."))
        url = reverse(CHECK_IN, kwargs={"session_id": self.session.pk})
        return redirect(f"{url}#registration-{row.pk}")


def _number(text: str | None) -> int:
    """``text`` as a row's number; 0, which is nobody's, where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0


def _arrived(registration: Registration) -> bool:
    attendance: Attendance | None = getattr(registration, "attendance", None)
    came = (Attendance.Outcome.ATTENDED, Attendance.Outcome.PARTIAL)
    return attendance is not None and attendance.outcome in came
