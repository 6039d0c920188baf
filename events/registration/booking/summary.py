"""The answers of the form as the rows of a summary list."""

from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.registration.booking.forms import LanguageForm, StepForm, form_name
from events.registration.booking.group_forms import PeopleForm
from events.registration.models import Registration, RegistrationNeeds
from events.registration.models.registration_fields import (
    CHOSEN_OR_TYPED,
    Place,
    details_for,
    fields_of,
    label_of,
    needs_for,
    words_of_needs,
)
from events.registration.services import Member

#: The labels for registrants that differ from the verbose name of the field.
SHORT_LABELS = {
    "name": gettext_lazy("Full name"),
    "email_key": gettext_lazy("Email address"),
    "wants_welsh_at_event": gettext_lazy("Welsh at the event"),
}


def _label(name: str) -> str:
    return str(SHORT_LABELS.get(name) or label_of(Registration, name))


def _labels() -> dict[str, str]:
    """Return the label of each field of the form by its name there, in the active language."""
    labels: dict[str, str] = {}
    for name in details_for(Place.CHECK_PAGE):
        labels.setdefault(form_name(name), _label(name))
    needs = needs_for(Place.CHECK_PAGE)
    return labels | {name: str(label_of(RegistrationNeeds, name)) for name in needs}


def summary_rows(form: StepForm, url: str) -> list[dict[str, str]]:
    """Return one row for each answer of a valid page of the form, with a link to change it."""
    asked = {name: label for name, label in _labels().items() if name in form.fields}
    for field in getattr(form, "question_fields", ()):
        asked[field.name] = field.label
    return [_row(label, _answer(form, name), url) for name, label in asked.items()]


def group_rows(form: StepForm, url: str) -> list[dict[str, str]]:
    """Return one row for each answer of the contact, and one for each person."""
    if isinstance(form, PeopleForm):
        return [
            _row(
                _("Person %(number)d") % {"number": number},
                format_html_join(mark_safe("<br>"), "{}", _lines_of(member)),
                url,
            )
            for number, member in enumerate(form.members(), 1)
        ]
    *who, language = summary_rows(form, url)
    return [*who, _row(_("People coming"), _answer(form, "size"), url), language]


def _row(label: str, value: str, url: str) -> dict[str, str]:
    return {
        "key": label,
        "value": value,
        "url": url,
        "action": _("Change"),
        "action_hidden": label,
    }


def _lines_of(member: Member) -> list[tuple[str]]:
    welsh = _("Would like to use Welsh at the event") if member.wants_welsh_at_event else ""
    lines = (member.name, member.email, welsh, *words_of_needs(member.needs))
    return [(line,) for line in lines if line]


def booking_rows(registration: Registration) -> list[dict[str, str]]:
    """Return the details of a registration as rows, without the needs."""
    return [
        {"key": _label(name), "value": _value(registration, name) or _("Not given")}
        for name in details_for(Place.CHANGE_PAGE)
        if name not in CHOSEN_OR_TYPED.values()
    ]


def _value(registration: Registration, name: str) -> str:
    if name in CHOSEN_OR_TYPED:
        return str(getattr(registration, f"{name}_name"))
    value = getattr(registration, name)
    if isinstance(value, bool):
        return str(dict(LanguageForm.YES_NO)["yes" if value else "no"])
    words = dict(fields_of(Registration)[name].choices or ())
    return str(words.get(value, value))


def _answer(form: StepForm, name: str) -> str:
    value = form.cleaned_data[name]
    if isinstance(value, bool):
        return _("Needed") if value else _("Not needed")
    if not value:
        return _("Not given")
    words = dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(words[each]) for each in value)
    return str(words.get(value, value)) if isinstance(value, str) else str(value)
