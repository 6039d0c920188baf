"""System checks that the declarations about a registration's fields agree."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django.core.checks import CheckMessage, Error, register

from events.registration.models import Registration, RegistrationNeeds
from events.registration.models.registration_fields import (
    EXCLUDED,
    NEEDS_PREFIX,
    Place,
    details_for,
    fields_of,
    needs_for,
)
from events.registration.services.booking import Details, Needs


@register()
def check_excluded(**_options: Any) -> list[CheckMessage]:
    """Refuse names in ``EXCLUDED`` that are no field (registration.E001)."""
    names = {*fields_of(Registration)}
    names |= {NEEDS_PREFIX + name for name in fields_of(RegistrationNeeds)}
    return [
        Error(
            f"EXCLUDED for the {place} names {name!r}, which is no field of a registration.",
            hint=f"Correct it in {details_for.__module__}. Fields: {', '.join(sorted(names))}.",
            id="registration.E001",
        )
        for place, excluded in EXCLUDED.items()
        for name in excluded
        if name not in names
    ]


@register()
def check_inputs(**_options: Any) -> list[CheckMessage]:
    """Refuse inputs of the booking service that lack a field of the form (registration.E002)."""
    details = ("email" if name == "email_key" else name for name in details_for(Place.FORM))
    return [*_differences(Details, details), *_differences(Needs, needs_for(Place.FORM))]


def _differences(dataclass: type, expected: Iterable[str]) -> list[CheckMessage]:
    has = {field.name for field in fields(dataclass)}
    return [
        Error(
            f"{dataclass.__name__} {'lacks' if name not in has else 'has'} the field {name!r}, "
            f"which the form {'asks' if name not in has else 'does not ask'}.",
            hint=f"Correct {dataclass.__module__}, the model or EXCLUDED.",
            id="registration.E002",
        )
        for name in sorted(has.symmetric_difference(expected))
    ]
