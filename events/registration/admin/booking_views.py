"""Book for somebody who telephoned or wrote."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventSession
from events.programme.calendars import place_line
from events.registration import services
from events.registration.admin.actions import LIST, ListedView
from events.registration.admin.forms import SessionForm, StaffBookingForm, room_line
from events.registration.models import Registration
from events.registration.states import State

#: The message to staff by the outcome of a booking.
OUTCOMES = {
    State.CONFIRMED: gettext_lazy("%(name)s has a place. Reference: %(reference)s."),
    State.WAITLISTED: gettext_lazy("%(name)s is on the waiting list. Reference: %(reference)s."),
}
ALREADY = gettext_lazy(
    "%(name)s is registered for this session already, under the reference %(reference)s. "
    "Nothing was changed."
)


class BookView(ListedView):
    """Choose the session, then fill in the public form on somebody's behalf."""

    permission_required = "registration.add_registration"
    template_name = "registration/admin/book.html"
    page_title = gettext_lazy("Book for somebody")
    header_icon = "plus"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the session, once it is chosen."""
        super().setup(request, *args, **kwargs)
        self.choice = SessionForm(request.GET if "session" in request.GET else None)
        self.session: EventSession | None = None
        if self.choice.is_valid():
            self.session = self.choice.cleaned_data["session"]

    def form(self, data: QueryDict | None = None) -> StaffBookingForm:
        """Return the form, filled in with ``data`` if any."""
        may_note = self.request.user.has_perm("registration.add_registrationneeds")
        return StaffBookingForm(data, session=self.session, may_note_needs=may_note)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the session and its form, or the choice of a session."""
        context = super().get_context_data(**kwargs) | {"choice": self.choice}
        if self.session:
            context |= {
                "session": self.session,
                "place": place_line(self.session),
                "room": room_line(self.session),
                "form": kwargs.get("form") or self.form(),
            }
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Book, or show why that is not possible."""
        session = self.session
        if session is None:
            return self.render_to_response(self.get_context_data(), status=409)
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.report(self.book(session, form))
            except (services.RegistrationClosed, EventSession.DoesNotExist):
                form.add_error(None, _("This session takes no registrations any more."))
            except services.SessionFull:
                form.add_error(None, full_message(session))
            else:
                return redirect(f"{reverse(LIST)}?session={session.pk}")
        return self.render_to_response(self.get_context_data(form=form))

    def book(self, session: EventSession, form: StaffBookingForm) -> services.Booking:
        """Call the service."""
        given = form.cleaned_data
        return services.book(
            session_id=session.pk,
            details=form.details(given["email"]),
            needs=form.needs(),
            answers=form.answer_inputs(),
            source=given["source"],
            created_by=self.request.user,
            past_queue=given.get("past_queue", False),
        )

    def report(self, booking: services.Booking) -> None:
        """Show the outcome."""
        row: Registration = booking.registration
        words = OUTCOMES[booking.outcome] if booking.is_new else ALREADY
        show = messages.success if booking.is_new else messages.warning
        show(self.request, words % {"name": row.name, "reference": row.reference})


def full_message(session: EventSession) -> str:
    """Return what staff can do where no place is left."""
    if session.waiting_list:
        return _(
            "Every place is taken, with those beyond capacity. Give the session more places "
            "first, or book without passing over those who wait."
        )
    return _(
        "Every place is taken, with those beyond capacity, and the session keeps no waiting "
        "list. Give the session more places first."
    )
