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
from events.registration.links import check_in_url
from events.registration.models import Registration
from gpx_site.core.bilingual import active_language

LIST = "wagtailsnippets_registration_registration:list"
CHECK_IN = "registration-check-in"


class StaffView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of the admin for staff with the right permission; the admin turns others away."""

    raise_exception = True
    header_icon = "group"


class VerbView(StaffView):
    """Ask once more, then do it: a page with what follows from it and one button."""

    template_name = "registration/admin/verb.html"
    list_name = LIST
    list_label = gettext_lazy("Registrations")
    consequence = ""
    button = ""
    done = ""
    too_late = ""
    refusals: tuple[type[Exception], ...] = ()

    def subject(self) -> str:
        """What it is about, in a line."""
        raise NotImplementedError

    def carry_out(self) -> None:
        """Call the service; it may raise one of ``refusals``."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        here = [
            {"url": reverse(self.list_name), "label": self.list_label},
            {"url": "", "label": self.page_title},
        ]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is about to be done."""
        return super().get_context_data(**kwargs) | {
            "subject": self.subject(),
            "consequence": self.consequence,
            "button": self.button,
            "back": reverse(self.list_name),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it."""
        try:
            self.carry_out()
        except self.refusals:
            messages.error(request, self.too_late)
        else:
            messages.success(request, self.done)
        return redirect(self.list_name)


class RegistrationVerbView(VerbView):
    """One thing done with one registration."""

    permission_required = "registration.change_registration"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the registration."""
        super().setup(request, *args, **kwargs)
        rows = Registration.objects.with_session()
        self.registration = get_object_or_404(rows, pk=kwargs["pk"])

    def subject(self) -> str:
        """Whose registration, for what, and how it stands."""
        row = self.registration
        return f"{row.reference}: {row.name}, {row.session}, {row.get_state_display()}"


class CancelView(RegistrationVerbView):
    """Cancel a registration."""

    page_title = gettext_lazy("Cancel this registration")
    consequence = gettext_lazy(
        "Its place goes to the next person who waits, and the registrant is told by email."
    )
    button = gettext_lazy("Yes, cancel it")
    done = gettext_lazy("The registration is cancelled.")

    def carry_out(self) -> None:
        """Cancel."""
        services.cancel(
            registration_id=self.registration.pk, by_organiser=True, actor=self.request.user
        )


class DecisionView(RegistrationVerbView):
    """Decide about a registration that awaits approval."""

    refusals = (services.NotPending,)
    too_late = gettext_lazy("This registration no longer awaits approval.")


class ApproveView(DecisionView):
    """Give the place that is held."""

    page_title = gettext_lazy("Approve this registration")
    consequence = gettext_lazy("Its place is confirmed, and the registrant is told by email.")
    button = gettext_lazy("Yes, approve it")
    done = gettext_lazy("The registration is approved.")

    def carry_out(self) -> None:
        """Approve."""
        services.approve(registration_id=self.registration.pk, actor=self.request.user)


class RejectView(DecisionView):
    """Refuse the place that is held."""

    page_title = gettext_lazy("Refuse this registration")
    consequence = CancelView.consequence
    button = gettext_lazy("Yes, refuse it")
    done = gettext_lazy("The registration is refused.")

    def carry_out(self) -> None:
        """Refuse."""
        services.reject(registration_id=self.registration.pk, actor=self.request.user)


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
                "arrived": row.has_arrived,
                "needs": getattr(row, "needs", None) if see_needs else None,
            }
            for row in rows
        ]
        return super().get_context_data(**kwargs) | {
            "session": self.session,
            "people": people,
            "see_needs": see_needs,
            "arrived": sum(person["arrived"] for person in people),
            "phone_url": check_in_url(self.session, active_language()),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note one arrival, or take it back; make the link for phones, or withdraw it."""
        url = reverse(CHECK_IN, kwargs={"session_id": self.session.pk})
        if "link" in request.POST:
            make = services.make_check_in_link
            change = services.revoke_check_in_link if request.POST["link"] == "revoke" else make
            change(session_id=self.session.pk, actor=request.user)
            return redirect(url)
        own = self.session.registrations.filter(pk=_number(request.POST.get("registration")))
        row = get_object_or_404(own)
        note = services.undo_check_in if "undo" in request.POST else services.check_in
        try:
            note(registration_id=row.pk, actor=request.user)
        except services.NotConfirmed:
            messages.error(request, _("This registration has no confirmed place any more."))
        return redirect(f"{url}#registration-{row.pk}")


def _number(text: str | None) -> int:
    """``text`` as a row's number; 0, which is nobody's, where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0
