"""The forms of a group booking: the contact, and the people."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.registration.booking.forms import (
    DetailsForm,
    LanguageForm,
    StepForm,
    find_organisation,
    need_field,
)
from events.registration.fields import AddressField, NameField
from events.registration.models import RegistrationNeeds
from events.registration.models.registration_fields import Place, needs_for
from events.registration.services import Contact, Member, Needs

SMALLEST, LARGEST = 2, 10
PERSON = ("name", "email", "welsh")
NEEDS = needs_for(Place.GROUP_FORM)


class ContactForm(DetailsForm, LanguageForm):
    """The contact of the group, and its size."""

    SIZES = [(str(number), str(number)) for number in range(SMALLEST, LARGEST + 1)]

    field_order = ("size", "name", "email", "organisation", "mail_locale", "website")
    # Django's idiom to drop inherited fields.
    role = None  # type: ignore[assignment]  # dropped
    role_text = None  # type: ignore[assignment]  # dropped
    wants_welsh = None  # type: ignore[assignment]  # dropped
    size = forms.TypedChoiceField(
        label=_("How many people are coming?"),
        help_text=_("Count yourself if you are coming too."),
        choices=SIZES,
        coerce=int,
        error_messages={
            "required": _("Choose how many people are coming"),
            "invalid_choice": _("Choose how many people are coming"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = gettext("We will write to you at this address.")
        language = self.fields["mail_locale"]
        language.label = gettext("In which language should we write to you and your group?")
        language.help_text = gettext("Each person can choose another for themselves later.")

    def contact(self) -> Contact:
        """Return the contact, for the service."""
        given = self.cleaned_data
        return Contact(
            name=given["name"],
            email=given["email"],
            organisation=find_organisation(given["organisation"]),
            organisation_text=given["organisation"],
            mail_locale=given["mail_locale"],
        )


class PeopleForm(StepForm):
    """The people of the group: the same few questions about each."""

    def __init__(self, *args: Any, size: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = range(1, size + 1)
        for number in self.numbers:
            self.fields |= {f"{name}-{number}": field for name, field in _person(number).items()}

    @property
    def people(self) -> list[dict[str, Any]]:
        """The number and bound fields of each person."""
        return [
            {
                "number": number,
                **{name: self[f"{name}-{number}"] for name in PERSON},
                "needs": [self[f"{name}-{number}"] for name in NEEDS],
            }
            for number in self.numbers
        ]

    def clean(self) -> dict[str, Any]:
        """Check that every person has a different address: each gets an e-mail of their own."""
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for number in self.numbers:
            address = cleaned.get(f"email-{number}")
            if address in seen:
                same = gettext("Person %(number)d: give each person an email address of their own")
                self.add_error(f"email-{number}", same % {"number": number})
            elif address:
                seen.add(address)
        return cleaned

    def members(self) -> list[Member]:
        """Return the members of the group, for the service."""
        given = self.cleaned_data
        return [
            Member(
                name=given[f"name-{number}"],
                email=given[f"email-{number}"],
                wants_welsh_at_event=given[f"welsh-{number}"],
                needs=Needs(**{name: given[f"{name}-{number}"] for name in NEEDS}),
            )
            for number in self.numbers
        ]


def _person(number: int) -> dict[str, forms.Field]:
    """Return the fields of one person; messages name the person, for the error summary."""

    def message(text: str) -> str:
        return text % {"number": number}

    name = NameField(
        label=gettext("Full name"),
        max_length=150,
        error_messages={
            "required": message(gettext("Person %(number)d: enter the full name")),
            "address": message(gettext("Person %(number)d: enter the name without a web address")),
            "max_length": message(
                gettext("Person %(number)d: the name must be 150 characters or fewer")
            ),
        },
    )
    wrong = message(gettext("Person %(number)d: enter an email address, like name@example.com"))
    email = AddressField(
        label=gettext("Email address"),
        max_length=254,
        error_messages={"required": wrong, "invalid": wrong, "max_length": wrong},
    )
    welsh = forms.BooleanField(
        label=gettext("Would like to use Welsh at the event"), required=False
    )
    long = message(gettext("Person %(number)d: the needs must be 500 characters or fewer"))
    needs = forms.fields_for_model(
        RegistrationNeeds,
        fields=NEEDS,
        labels={"access": gettext("Access or dietary needs (optional)")},
        error_messages={name: {"max_length": long} for name in NEEDS},
        formfield_callback=need_field,
    )
    return {**dict(zip(PERSON, (name, email, welsh), strict=True)), **needs}
