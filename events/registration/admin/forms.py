"""The forms with which staff book, move and cancel."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, npgettext

from events.models import EventSession
from events.registration.booking.forms import WholeForm
from events.registration.manage.forms import session_line
from events.registration.models import Registration
from events.registration.states import CancelReason

Source = Registration.Source


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    SessionField = forms.ModelChoiceField[EventSession]
else:
    SessionField = forms.ModelChoiceField


class SessionChoiceField(SessionField):
    """A session into which staff may book, the next first; a form sets ``queryset``."""

    def __init__(self, *, label: "StrOrPromise" = "", required: bool = True) -> None:
        super().__init__(
            EventSession.objects.none(),
            label=label or _("Session"),
            required=required,
            empty_label=_("Choose a session"),
            error_messages={
                "required": _("Choose a session"),
                "invalid_choice": _("Choose a session from the list"),
            },
        )

    def label_from_instance(self, session: EventSession) -> str:
        """Return the event, when, where, and how many places are left."""
        return f"{session.event}: {session_line(session)} ({room_line(session)})"


def room_line(session: EventSession) -> str:
    """Return how many places a session has left for the public, in words."""
    if session.queue_len:
        line = ngettext("%(n)s person waits", "%(n)s people wait", session.queue_len)
        return line % {"n": session.queue_len}
    if session.places_left is None:
        return str(_("no limit"))
    left = session.places_left
    return npgettext("room", "%(n)s place left", "%(n)s places left", left) % {"n": left}


class SessionForm(forms.Form):
    """The choice of a session."""

    session = SessionChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(SessionChoiceField, self.fields["session"])
        field.queryset = EventSession.objects.for_staff_bookings()


class ReasonForm(forms.Form):
    """Why a registration is cancelled."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=CancelReason,
        widget=forms.RadioSelect,
        help_text=_("The letter gives the reason in the language of whoever it goes to."),
        error_messages={"required": _("Choose a reason"), "invalid_choice": _("Choose a reason")},
    )


class StaffBookingForm(WholeForm):
    """The public form on one page, to be read out over the telephone."""

    source = forms.ChoiceField(
        label=_("How did they ask?"),
        choices=[
            (value, label)
            for value, label in Source.choices
            if value in (Source.PHONE, Source.EMAIL, Source.STAFF)
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how they asked"),
            "invalid_choice": _("Choose how they asked"),
        },
    )
    past_queue = forms.BooleanField(
        label=_("Give this place although other people are waiting"),
        help_text=_(
            "Nobody is passed over unless you tick this box, and the history shows that you did. "
            "It gives no more places than the session has, with those beyond capacity."
        ),
        required=False,
    )
    field_order = ("source", *WholeForm.field_order)

    def __init__(self, *args: Any, may_note_needs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_note_needs:
            for need in self.need_fields:
                del self.fields[need.name]
        last = self.fields.pop("past_queue")
        if self.session.queue_len:
            self.fields["past_queue"] = last
