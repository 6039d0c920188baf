"""What comes from the door: one press of a button, and people who come without a place."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from events.registration.booking.forms import find_organisation
from events.registration.fields import AddressField, LineField
from events.registration.models import Attendance
from events.registration.services import Arrival, WalkIn
from gpx_site.core.models import Organisation

YES_NO = (("yes", "yes"), ("no", "no"))
#: How a phone may learn of a press; both kinds come by button, or by the code on a ticket.
SOURCES = [(each.value, each.value) for each in (Attendance.Source.QR, Attendance.Source.MANUAL)]
EPOCH = datetime.datetime.fromtimestamp(0, datetime.UTC)
#: A phone's clock in milliseconds, up to the year 2286.
CLOCK = {"min_value": 0, "max_value": 10**13}


class PressForm(forms.Form):
    """One press, as a plain form sends it."""

    reference = LineField(max_length=8)
    arrived = forms.ChoiceField(choices=YES_NO)
    source = forms.ChoiceField(choices=SOURCES, required=False)

    def arrival(self) -> Arrival:
        """What was pressed, for the service."""
        given = self.cleaned_data
        return Arrival(
            reference=given["reference"].upper(),
            arrived=given["arrived"] == "yes",
            source=given["source"] or Attendance.Source.MANUAL,
        )


class KeptPressForm(PressForm):
    """One press that a phone has kept: with its id, its device, and when it was made."""

    id = forms.UUIDField()
    device = forms.UUIDField()
    made_at = forms.IntegerField(**CLOCK)

    def arrival_at(self, fast: datetime.timedelta) -> Arrival:
        """What was pressed; ``fast`` is how far the phone's clock is before ours."""
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
    """What the phone's clock says while it sends."""

    sent_at = forms.IntegerField(**CLOCK)

    def fast(self, now: datetime.datetime) -> datetime.timedelta:
        """How far the phone's clock is before ours."""
        return EPOCH + datetime.timedelta(milliseconds=self.cleaned_data["sent_at"]) - now


class WalkInForm(forms.Form):
    """Somebody who comes without a place."""

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
        """The directory, for the suggestions of the box."""
        return [organisation.name for organisation in Organisation.objects.all()]

    def who(self) -> WalkIn:
        """What the person told us, for the service."""
        given = self.cleaned_data
        return WalkIn(
            name=given["name"],
            email=given["email"],
            organisation=find_organisation(given["organisation"]),
            organisation_text=given["organisation"],
        )
