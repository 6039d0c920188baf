"""The fields of a registration, and the places that ask for them, show them or remove them.

``Registration`` and ``RegistrationNeeds`` declare each field once. Every place takes its fields
from these models, in their order, except those that ``EXCLUDED`` names for it with a reason. A
field of ``RegistrationNeeds`` is named there as ``needs__<field>``.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db.models import Field, Model
from django.utils.text import capfirst

from events.registration.models.bookings import Registration, RegistrationNeeds


class Place(StrEnum):
    """Where fields of a registration are asked for, shown, given away or removed."""

    FORM = "form"
    GROUP_FORM = "group form"
    CHECK_PAGE = "check page"
    CHANGE_PAGE = "change page"
    OWN_DATA = "own data"
    STAFF_PAGE = "staff page"
    EXPORT = "export"
    ERASURE = "erasure"
    PRINT = "print"


#: The prefix of needs in ``EXCLUDED``: the related name, as in a query.
NEEDS_PREFIX = "needs__"
#: Pairs of which one is filled in, chosen from a list or typed: ``<chosen>_name`` shows either.
CHOSEN_OR_TYPED = {"organisation": "organisation_text", "role": "role_text"}

_KEYS = {
    "id": "the key of the row",
    "needs__id": "the key of the row",
    "needs__registration": "the key of the row",
}
_NOT_ASKED = {
    **_KEYS,
    "session": "chosen before the form is opened",
    "person": "found by the email address",
    "reference": "generated",
    "state": "changed by the services alone",
    "group": "set by the services",
    "source": "set by the form that was used",
    "created_by": "whoever is signed in",
    "idempotency_key": "generated",
    "looks_automated": "measured",
    "queued_at": "noted by the services",
    "ended_at": "noted by the services",
    "created_at": "noted by the services",
    "updated_at": "noted by the services",
}
_BY_LINK = "each member can add it through the link in their own email"
_NEEDS_APART = dict.fromkeys(
    ("needs__access", "needs__dietary", "needs__bsl", "needs__translation"),
    "special category data: only the check-in and the catering list show it",
)
_NOT_FOR_STAFF = {
    **_KEYS,
    **_NEEDS_APART,
    "person": "name and address are shown",
    "group": "members are found by their own registrations",
    "created_by": "in the history of changes",
    "idempotency_key": "says nothing about the registration",
    "updated_at": "in the history of changes",
}
_ONE_BY_ONE = "on the page of the registration"
_COUNTED = "totals count it, and it does not say who the person was"
_NOT_PRINTED = "not needed at the check-in"

#: For each place, the fields that are not there, and why.
EXCLUDED: dict[Place, dict[str, str]] = {
    Place.FORM: _NOT_ASKED,
    Place.GROUP_FORM: {
        **_NOT_ASKED,
        "role": _BY_LINK,
        "role_text": _BY_LINK,
        "needs__dietary": "one box asks for access or dietary needs",
        "needs__bsl": _BY_LINK,
        "needs__translation": _BY_LINK,
    },
    Place.CHECK_PAGE: _NOT_ASKED,
    Place.CHANGE_PAGE: {**_NOT_ASKED, "email_key": "the link was sent there: staff change it"},
    Place.OWN_DATA: {
        **_KEYS,
        "person": "has a section of its own",
        "group": "its members are other people; who registered one is told their own groups",
        "created_by": "the history says whether staff did something, not who",
        "idempotency_key": "says nothing about the person",
    },
    Place.STAFF_PAGE: _NOT_FOR_STAFF,
    Place.EXPORT: {
        **_NOT_FOR_STAFF,
        "looks_automated": _ONE_BY_ONE,
        "queued_at": _ONE_BY_ONE,
        "ended_at": _ONE_BY_ONE,
    },
    Place.ERASURE: {
        **_KEYS,
        "session": _COUNTED,
        "person": "a stub without name or address stays, so that people can be counted",
        "reference": "random",
        "state": _COUNTED,
        "organisation": _COUNTED,
        "group": "holds no name; its contact is erased as a person",
        "role": _COUNTED,
        "mail_locale": _COUNTED,
        "wants_welsh_at_event": _COUNTED,
        "source": _COUNTED,
        "created_by": "a member of staff",
        "looks_automated": _COUNTED,
        "queued_at": _COUNTED,
        "ended_at": _COUNTED,
        "created_at": _COUNTED,
        "updated_at": _COUNTED,
    },
    Place.PRINT: {
        **_KEYS,
        "person": "name and organisation are printed as they were registered",
        "state": "everybody on paper has a confirmed place",
        "email_key": _NOT_PRINTED,
        "group": _NOT_PRINTED,
        "role": _NOT_PRINTED,
        "role_text": _NOT_PRINTED,
        "mail_locale": _NOT_PRINTED,
        "wants_welsh_at_event": "the list of registrations counts it",
        "source": _NOT_PRINTED,
        "created_by": _NOT_PRINTED,
        "idempotency_key": _NOT_PRINTED,
        "looks_automated": _NOT_PRINTED,
        "queued_at": _NOT_PRINTED,
        "ended_at": _NOT_PRINTED,
        "created_at": _NOT_PRINTED,
        "updated_at": _NOT_PRINTED,
    },
}


def fields_of(model: type[Model]) -> "dict[str, Field[Any, Any]]":
    """Return the columns of ``model`` by name, in the order in which it declares them."""
    return {field.name: field for field in model._meta.concrete_fields}


def details_for(place: Place) -> list[str]:
    """Return the fields of ``Registration`` that belong to ``place``."""
    return [name for name in fields_of(Registration) if name not in EXCLUDED[place]]


def needs_for(place: Place) -> list[str]:
    """Return the fields of ``RegistrationNeeds`` that belong to ``place``."""
    excluded = EXCLUDED[place]
    return [name for name in fields_of(RegistrationNeeds) if NEEDS_PREFIX + name not in excluded]


def shown_for(place: Place) -> list[str]:
    """Return the attributes of a registration that show its fields in ``place``, each once."""
    either = {
        name: f"{chosen}_name"
        for chosen, typed in CHOSEN_OR_TYPED.items()
        for name in (chosen, typed)
    }
    return list(dict.fromkeys(either.get(name, name) for name in details_for(place)))


def label_of(model: type[Model], name: str) -> Any:
    """Return the verbose name of a field with a capital, to be translated when it is shown."""
    return capfirst(fields_of(model)[name].verbose_name)


def words_of_needs(needs: object) -> list[str]:
    """Return what is needed: each text as it was written, each ticked box by its label.

    ``needs`` has the fields of ``RegistrationNeeds`` as attributes.
    """
    given = {name: getattr(needs, name) for name in needs_for(Place.PRINT)}
    return [
        str(label_of(RegistrationNeeds, name)) if value is True else str(value)
        for name, value in given.items()
        if value
    ]


def ordered(
    names: Iterable[str], *, first: Iterable[str] = (), last: Iterable[str] = ()
) -> list[str]:
    """Return ``names`` with some of them moved to the start or to the end."""
    names = list(names)
    start, end = ([name for name in some if name in names] for some in (first, last))
    return [*start, *(name for name in names if name not in (*start, *end)), *end]
