"""The forms of check-in: presses of a button, and walk-ins."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from events.registration.booking.forms import find_organisation
from events.registration.fields import AddressField, LineField
from events.registration.models import Attendance
from events.registration.services import Arrival, WalkIn
from gpx_site.core.models import Organisation

YES_NO = (("yes", "yes"), ("no", "no"))
#: A press comes from a button, or from the code on a ticket.
SOURCES = [(each.value, each.value) for each in (Attendance.Source.QR, Attendance.Source.MANUAL)]
EPOCH = datetime.datetime.fromtimestamp(0, datetime.UTC)
#: The latest time of a phone's clock in milliseconds, in the year 2286.
CLOCK_END = 10**13


class PressForm(forms.Form):
    """One press, as a plain form sends it."""

    reference = LineField(max_length=8)
    arrived = forms.ChoiceField(choices=YES_NO)
    source = forms.ChoiceField(choices=SOURCES, required=False)

    def arrival(self) -> Arrival:
        """Return the press, for the service."""
        given = self.cleaned_data
        return Arrival(
            reference=given["reference"].upper(),
            arrived=given["arrived"] == "yes",
            source=given["source"] or Attendance.Source.MANUAL,
        )


class KeptPressForm(PressForm):
    """One press that a phone has kept, with its id, device and time."""

    id = forms.UUIDField()
    device = forms.UUIDField()
    made_at = forms.IntegerField(min_value=0, max_value=CLOCK_END)

    def arrival_at(self, fast: datetime.timedelta) -> Arrival:
        """Return the press; ``fast`` is how far the phone's clock is ahead of ours."""
        given, plain = self.cleaned_data, self.arrival()
        made_at = EPOCH + datetime.timedelta(milliseconds=given["made_at"])
        return Arrival(
            reference=plain.reference,
            arrived=plain.arrived,
            source=plain.source,
            id=given["id"],
            device=str(given["device"]),
            made_at=made_at - fast,
        )


class ClockForm(forms.Form):
    """The time of the phone's clock while it sends."""

    sent_at = forms.IntegerField(min_value=0, max_value=CLOCK_END)

    def fast(self, now: datetime.datetime) -> datetime.timedelta:
        """Return how far the phone's clock is ahead of ours."""
        return EPOCH + datetime.timedelta(milliseconds=self.cleaned_data["sent_at"]) - now


class WalkInForm(forms.Form):
    """A person who comes without a place."""

    name = LineField(
        label=_("Full name"),
        max_length=150,
        error_messages={
            "required": _("Enter the person’s full name"),
            "max_length": _("The name must be 150 characters or fewer"),
        },
    )
    email = AddressField(
        label=_("Email address (optional)"),
        max_length=254,
        required=False,
        help_text=_("Without one we cannot send the slides or ask for feedback."),
        error_messages={
            "invalid": _("Enter an email address in the correct format, like name@example.com"),
            "max_length": _("The email address must be 254 characters or fewer"),
        },
    )
    organisation = LineField(
        label=_("Organisation (optional)"),
        max_length=150,
        required=False,
        error_messages={
            "max_length": _("The name of the organisation must be 150 characters or fewer")
        },
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def organisation_names(self) -> list[str]:
        """Return the names of the directory, for the suggestions of the box."""
        return [organisation.name for organisation in Organisation.objects.all()]

    def who(self) -> WalkIn:
        """Return the details, for the service."""
        given = self.cleaned_data
        return WalkIn(
            name=given["name"],
            email=given["email"],
            organisation=find_organisation(given["organisation"]),
            organisation_text=given["organisation"],
        )
