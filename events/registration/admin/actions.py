"""What staff do with one registration: cancel, move, decide; and the check-in of a session."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from events.models import EventSession
from events.registration import services
from events.registration.admin.forms import ReasonForm, SessionForm
from events.registration.models import Registration
from events.registration.models.registration_fields import words_of_needs
from events.registration.notifications.urls import check_in_url
from gpx_site.core.requests import StaffRequest
from gpx_site.i18n.bilingual import active_language

LIST = "wagtailsnippets_registration_registration:list"
CHECK_IN = "registration-check-in"
#: Why a registration cannot be moved.
REFUSALS: dict[type[Exception], str | Promise] = {
    services.NotLive: gettext_lazy("It was cancelled or has otherwise ended."),
    services.SessionOver: gettext_lazy("The session that it is for has ended."),
    services.RegistrationClosed: gettext_lazy("The other session takes no registrations."),
    services.SessionFull: gettext_lazy(
        "No place is free in the other session, or somebody waits for it."
    ),
    EventSession.DoesNotExist: gettext_lazy("The other session has been deleted."),
    services.AlreadyRegistered: gettext_lazy(
        "The same address is registered for the other session already."
    ),
}


class ForbiddenMixin(PermissionRequiredMixin):
    """Answer with a page of the admin where staff lack the permission."""

    request: HttpRequest
    raise_exception = True

    def handle_no_permission(self) -> HttpResponse:  # type: ignore[override]  # stub: login only
        """Say that the page may not be seen; the admin asks for a login before this."""
        heading = _("You may not see this page")
        page = "registration/admin/forbidden.html"
        return render(self.request, page, {"heading": heading}, status=403)


class StaffView(ForbiddenMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of the admin for staff with the right permission."""

    request: StaffRequest
    header_icon = "group"


class ListedView(StaffView):
    """A page below a list, with a link back to it."""

    list_name = LIST
    list_label: str | Promise = gettext_lazy("Registrations")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the list and this page."""
        here = [
            {"url": reverse(self.list_name), "label": self.list_label},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the address of the list."""
        return super().get_context_data(**kwargs) | {"back": reverse(self.list_name)}


class VerbView(ListedView):
    """Ask for confirmation, then act: a page with the consequences and one button."""

    template_name = "registration/admin/verb.html"
    form_class: type[Form] = Form
    consequence: str | Promise = ""
    button: str | Promise = ""
    #: Whether it takes something away; its button is red.
    serious = True
    done: str | Promise = ""
    #: The message for each error that the service may raise.
    refusals: Mapping[type[Exception], str | Promise] = {}

    def subject(self) -> str:
        """Return what it is about, in one line."""
        raise NotImplementedError

    def carry_out(self, **given: Any) -> None:
        """Call the service with the form's cleaned data; it may raise one of ``refusals``."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is about to be done."""
        return super().get_context_data(**kwargs) | {
            "subject": self.subject(),
            "consequence": self.consequence,
            "button": self.button,
            "serious": self.serious,
            "form": kwargs.get("form") or self.form_class(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry it out where the form is valid."""
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            self.carry_out(**form.cleaned_data)
        except tuple(self.refusals) as refusal:
            messages.error(request, str(self.refusals[type(refusal)]))
        else:
            # Text, because the session that keeps the message cannot hold a lazy translation.
            messages.success(request, str(self.done))
        return redirect(self.list_name)


class RegistrationVerbView(VerbView):
    """One action on one registration."""

    permission_required = "registration.change_registration"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the registration."""
        super().setup(request, *args, **kwargs)
        rows = Registration.objects.with_session()
        self.registration = get_object_or_404(rows, pk=kwargs["pk"])

    def subject(self) -> str:
        """Return reference, name, session and state."""
        row = self.registration
        return f"{row.reference}: {row.name}, {row.session}, {row.get_state_display()}"


class CancelView(RegistrationVerbView):
    """Cancel a registration."""

    page_title = gettext_lazy("Cancel this registration")
    consequence = gettext_lazy(
        "Its place goes to the next person who waits, and the registrant is told by email."
    )
    form_class = ReasonForm
    button = gettext_lazy("Yes, cancel it")
    done = gettext_lazy("The registration is cancelled.")

    def carry_out(self, **given: Any) -> None:
        """Cancel the registration."""
        services.cancel(
            registration_id=self.registration.pk,
            by_organiser=True,
            actor=self.request.user,
            **given,
        )


class MoveView(RegistrationVerbView):
    """Move a registration to another session."""

    page_title = gettext_lazy("Move this registration")
    consequence = gettext_lazy(
        "Its reference stays. The registrant is told by email, and the entry in their calendar "
        "follows."
    )
    form_class = SessionForm
    button = gettext_lazy("Yes, move it")
    serious = False
    done = gettext_lazy("The registration is moved.")
    refusals = REFUSALS

    def carry_out(self, **given: Any) -> None:
        """Move the registration."""
        session: EventSession = given["session"]
        services.move_registration(
            registration_id=self.registration.pk, session_id=session.pk, actor=self.request.user
        )


class DecisionView(RegistrationVerbView):
    """Decide about a registration that awaits approval."""

    refusals = {services.NotPending: gettext_lazy("This registration no longer awaits approval.")}


class ApproveView(DecisionView):
    """Approve a registration and confirm the place that is held."""

    page_title = gettext_lazy("Approve this registration")
    consequence = gettext_lazy("Its place is confirmed, and the registrant is told by email.")
    button = gettext_lazy("Yes, approve it")
    serious = False
    done = gettext_lazy("The registration is approved.")

    def carry_out(self, **_given: Any) -> None:
        """Approve the registration."""
        services.approve(registration_id=self.registration.pk, actor=self.request.user)


class RejectView(DecisionView):
    """Refuse a registration and free the place that is held."""

    page_title = gettext_lazy("Refuse this registration")
    consequence = CancelView.consequence
    button = gettext_lazy("Yes, refuse it")
    done = gettext_lazy("The registration is refused.")

    def carry_out(self, **_given: Any) -> None:
        """Refuse the registration."""
        services.reject(registration_id=self.registration.pk, actor=self.request.user)


class MarkAsHumanView(RegistrationVerbView):
    """Remove the mark of a registration that looked automated."""

    page_title = gettext_lazy("A person sent this registration")
    consequence = gettext_lazy(
        "It is no longer marked as one that a robot may have sent. Its place and its emails stay "
        "as they are. If it is a robot’s after all, cancel the registration instead."
    )
    button = gettext_lazy("Yes, a person sent it")
    done = gettext_lazy("The mark is taken away.")

    def carry_out(self, **_given: Any) -> None:
        """Remove the mark."""
        services.mark_as_human(registration_id=self.registration.pk, actor=self.request.user)


class CheckInView(StaffView):
    """The list of places in a session, with a button to check each person in."""

    permission_required = "registration.change_attendance"
    template_name = "registration/admin/check_in.html"
    page_title = gettext_lazy("Check-in")
    header_icon = "check"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the session."""
        super().setup(request, *args, **kwargs)
        sessions = EventSession.objects.select_related("event", "venue")
        self.session = get_object_or_404(sessions, pk=kwargs["session_id"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the list of registrations of this session."""
        here = [
            {"url": f"{reverse(LIST)}?session={self.session.pk}", "label": _("Registrations")},
            {"url": "", "label": self.page_title, "sublabel": str(self.session)},
        ]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add everybody with a place, by name; needs only for staff who may see them."""
        see_needs = self.request.user.has_perm("registration.view_registrationneeds")
        rows = self.session.registrations.for_check_in()
        if see_needs:
            rows = rows.select_related("needs")
        people: list[dict[str, Any]] = [
            {
                "registration": row,
                "arrived": row.has_arrived,
                "needs": words_of_needs(row.needs) if see_needs and hasattr(row, "needs") else [],
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
        """Note or undo one arrival; make or revoke the link for phones."""
        url = reverse(CHECK_IN, kwargs={"session_id": self.session.pk})
        if "link" in request.POST:
            make = services.make_check_in_link
            change = services.revoke_check_in_link if request.POST["link"] == "revoke" else make
            change(session_id=self.session.pk, actor=self.request.user)
            return redirect(url)
        own = self.session.registrations.filter(pk=_number(request.POST.get("registration")))
        row = get_object_or_404(own)
        note = services.undo_check_in if "undo" in request.POST else services.check_in
        try:
            note(registration_id=row.pk, actor=self.request.user)
        except services.NotConfirmed:
            messages.error(request, _("This registration has no confirmed place any more."))
        return redirect(f"{url}#registration-{row.pk}")


def _number(text: str | None) -> int:
    """Return ``text`` as a primary key, or 0, which no row has, where it is not a number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0
