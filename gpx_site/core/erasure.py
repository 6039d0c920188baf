"""Removing a person everywhere, each app answering for its own tables."""

import uuid
from collections.abc import Callable

from django.db import transaction

from gpx_site.core.models import AuditEntry, Person
from gpx_site.core.models.people import normalise_email

Eraser = Callable[[Person], dict[str, int]]
_erasers: list[Eraser] = []


def eraser(function: Eraser) -> Eraser:
    """Register a function that blanks what its app holds about a person and counts it.

    It runs inside the transaction of the erasure and returns ``{"what was done": how many}``.
    """
    _erasers.append(function)
    return function


@transaction.atomic
def erase_person(email: str) -> dict[str, int]:
    """Remove the person of this address everywhere; return what was done, with counts.

    A stub under a random key stays, so that totals and shares do not change. Whoever comes back
    later counts as new.

    Raises:
        Person.DoesNotExist: nobody has this address.
    """
    person = Person.objects.get(email_key=normalise_email(email))
    counts: dict[str, int] = {}
    for erase in _erasers:
        counts |= erase(person)
    counts["people blanked"] = Person.objects.filter(pk=person.pk).update(
        name="", email_key=f"erased-{uuid.uuid4().hex}", organisation=None, language="unknown"
    )
    AuditEntry.record(person, "person.erased", **counts)
    return counts
