"""Erasure: remove a person everywhere, one eraser per app."""

import uuid
from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import ModelLogEntry

from gpx_site.core.models import Person
from gpx_site.core.models.people import ERASED, normalise_email
from gpx_site.mail.file_backend import forget_mail
from gpx_site.privacy.models import AuditEntry

Eraser = Callable[[Person], dict[str, int]]
_erasers: list[Eraser] = []
_erasers_by_name: list[Eraser] = []


def eraser(function: Eraser) -> Eraser:
    """Register the decorated function as the eraser of its app's data about a person.

    It runs inside the transaction of the erasure and returns ``{"what was done": how many rows}``.
    """
    _erasers.append(function)
    return function


def eraser_by_name(function: Eraser) -> Eraser:
    """Register an eraser of data that is found by the person's name alone.

    A name does not identify a person, and anybody may register under the name of another. So these
    erasers run only when staff erase a person, not when the person does by a link in an e-mail.
    """
    _erasers_by_name.append(function)
    return function


@transaction.atomic
def erase_person(email: str, *, by_name: bool = True) -> dict[str, int]:
    """Remove the person with this e-mail address everywhere; return the counts by what was done.

    An empty row under a random key remains, so that totals and shares do not change; a person who
    registers again later counts as new. Without ``by_name``, data that only has the person's name
    is not erased.

    An address may be stored without a person, e.g. in the mailing list: it is removed there, and
    no row remains.

    Raises:
        Person.DoesNotExist: nothing is stored under this address.
    """
    person, only_an_address = Person.objects.get_or_create(email_key=normalise_email(email))
    counts: dict[str, int] = {}
    for erase in [*_erasers, *(_erasers_by_name if by_name else ())]:
        counts |= erase(person)
    # Wagtail's log of staff actions copies the name of the record into each entry.
    named = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Person), object_id=person.pk
    )
    counts["names in the log blanked"] = named.update(label="")
    # E-mail written to a folder by the embedded default is deleted as well.
    transaction.on_commit(lambda: forget_mail(person.email_key))
    rows = Person.objects.filter(pk=person.pk)
    counts["people blanked"] = 0 if only_an_address else _blank(rows)
    if not any(counts.values()):
        raise Person.DoesNotExist
    AuditEntry.record(person, "person.erased", actor=None, **counts)
    if only_an_address:
        rows.delete()
    return counts


def _blank(rows: QuerySet[Person]) -> int:
    """Blank the people and give them a random key; return how many there were."""
    key = f"{ERASED}{uuid.uuid4().hex}"
    return rows.update(name="", email_key=key, organisation=None, language="unknown")
