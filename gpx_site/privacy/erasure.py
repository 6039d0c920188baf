"""Removing a person everywhere, each app answering for its own tables."""

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
    """Register a function that blanks what its app holds about a person and counts it.

    It runs inside the transaction of the erasure and returns ``{"what was done": how many}``.
    """
    _erasers.append(function)
    return function


def eraser_by_name(function: Eraser) -> Eraser:
    """The same for what is known by a person's name alone, which proves nothing about whose it is.

    Anybody may register under the name of somebody else: staff judge, a link in an e-mail cannot.
    """
    _erasers_by_name.append(function)
    return function


@transaction.atomic
def erase_person(email: str, *, by_name: bool = True) -> dict[str, int]:
    """Remove the person of this address everywhere; return what was done, with counts.

    A stub under a random key stays, so that totals and shares do not change. Whoever comes back
    later counts as new. Without ``by_name``, what bears the person's name alone is left.

    An address may be known without a person, as on the list of those who wish for news: it is
    removed from there, and no stub is left.

    Raises:
        Person.DoesNotExist: nothing is known of this address.
    """
    person, only_an_address = Person.objects.get_or_create(email_key=normalise_email(email))
    counts: dict[str, int] = {}
    for erase in [*_erasers, *(_erasers_by_name if by_name else ())]:
        counts |= erase(person)
    # Wagtail's log of what staff did names each record as it was called then.
    named = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Person), object_id=person.pk
    )
    counts["names in the log blanked"] = named.update(label="")
    # A message that was written to a folder cannot be recalled, but deleted.
    transaction.on_commit(lambda: forget_mail(person.email_key))
    rows = Person.objects.filter(pk=person.pk)
    counts["people blanked"] = 0 if only_an_address else _blank(rows)
    if not any(counts.values()):
        raise Person.DoesNotExist
    AuditEntry.record(person, "person.erased", **counts)
    if only_an_address:
        rows.delete()
    return counts


def _blank(rows: QuerySet[Person]) -> int:
    """Leave stubs of people under random keys; return how many."""
    key = f"{ERASED}{uuid.uuid4().hex}"
    return rows.update(name="", email_key=key, organisation=None, language="unknown")
