"""The answers of the form as the rows of a summary list."""

from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.registration.booking.forms import LanguageForm, StepForm
from events.registration.booking.group_forms import PeopleForm
from events.registration.models import Registration
from events.registration.services import Member

LABELS = {
    "name": gettext_lazy("Full name"),
    "email": gettext_lazy("Email address"),
    "organisation": gettext_lazy("Organisation"),
    "size": gettext_lazy("People coming"),
    "role": gettext_lazy("Role"),
    "role_text": gettext_lazy("Another role"),
    "mail_locale": gettext_lazy("Language of correspondence"),
    "wants_welsh": gettext_lazy("Welsh at the event"),
    "access": gettext_lazy("Access needs"),
    "dietary": gettext_lazy("Dietary needs"),
    "bsl": gettext_lazy("British Sign Language"),
    "translation": gettext_lazy("Simultaneous translation"),
}


def summary_rows(form: StepForm, url: str) -> list[dict[str, str]]:
    """One row for each answer of a valid page of the form, with a link that changes it."""
    asked = {name: str(label) for name, label in LABELS.items() if name in form.fields}
    for field in getattr(form, "question_fields", ()):
        asked[field.name] = field.label
    return [
        {
            "key": label,
            "value": _answer(form, name),
            "url": url,
            "action": _("Change"),
            "action_hidden": label,
        }
        for name, label in asked.items()
    ]


def group_rows(form: StepForm, url: str) -> list[dict[str, str]]:
    """One row for each answer of the contact, and one for each person."""
    if not isinstance(form, PeopleForm):
        return summary_rows(form, url)
    return [
        {
            "key": _("Person %(number)d") % {"number": number},
            "value": format_html_join(mark_safe("<br>"), "{}", _told_of(member)),
            "url": url,
            "action": _("Change"),
            "action_hidden": _("Person %(number)d") % {"number": number},
        }
        for number, member in enumerate(form.members(), 1)
    ]


def _told_of(member: Member) -> list[tuple[str]]:
    welsh = _("Would like to use Welsh at the event") if member.wants_welsh_at_event else ""
    lines = (member.name, member.email, welsh, member.needs.access)
    return [(line,) for line in lines if line]


def booking_rows(registration: Registration) -> list[dict[str, str]]:
    """What registrants have told us about themselves, but for their needs."""
    welsh = dict(LanguageForm.YES_NO)["yes" if registration.wants_welsh_at_event else "no"]
    told = {
        "name": registration.name,
        "organisation": registration.organisation_name,
        "role": registration.role_name,
        "mail_locale": registration.get_mail_locale_display(),
        "wants_welsh": str(welsh),
    }
    return [
        {"key": str(LABELS[name]), "value": value or _("Not given")} for name, value in told.items()
    ]


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
