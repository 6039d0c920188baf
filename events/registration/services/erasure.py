"""What registration does when a person is erased."""

from django.db import transaction
from django.utils import timezone

from events.registration.models import (
    AccessLink,
    Registration,
    RegistrationAnswer,
    RegistrationNeeds,
    UnmatchedAttendee,
)
from events.registration.models.registration_fields import Place, details_for, fields_of
from events.registration.querysets import RegistrationQuerySet
from events.registration.services.booking import cancel
from gpx_site.core.models import Person
from gpx_site.privacy import erasure

#: What is left of each field that says who a person was.
BLANK = {
    name: None if field.null else field.get_default()
    for name, field in fields_of(Registration).items()
    if name in details_for(Place.ERASURE)
}


@erasure.eraser
def erase_registrations(person: Person) -> dict[str, int]:
    """Cancel what is to come, delete needs, links and words, and blank the rest of each row.

    Organisation, role from the list, state and attendance stay: they are what totals count.
    """
    rows = Registration.objects.filter(person=person)
    upcoming = _to_come(person)
    for pk in upcoming:
        cancel(registration_id=pk, by_organiser=True)
    return {
        "registrations cancelled": len(upcoming),
        "unmatched attendees deleted": UnmatchedAttendee.objects.filter(
            email=person.email_key
        ).delete()[0],
        **forget(rows),
    }


def forget(rows: RegistrationQuerySet) -> dict[str, int]:
    """Delete needs, links and words of ``rows``, and blank what says who registered."""
    return {
        "needs deleted": RegistrationNeeds.objects.filter(registration__in=rows).delete()[0],
        "answers in words deleted": RegistrationAnswer.objects.filter(registration__in=rows)
        .exclude(text="")
        .delete()[0],
        "access links deleted": AccessLink.objects.filter(registration__in=rows).delete()[0],
        "registrations blanked": rows.update(**BLANK),
    }


@transaction.atomic
def erase_registrant(*, registration_id: int) -> dict[str, int]:
    """Erase the person whose registration this is, as they ask for themselves.

    What is to come is cancelled in their own name. What bears their name alone stays: they have
    shown that the address is theirs, not the name.

    Raises:
        Registration.DoesNotExist: there is no such registration.
    """
    person = Registration.objects.select_related("person").get(pk=registration_id).person
    for pk in _to_come(person):
        cancel(registration_id=pk)
    return erasure.erase_person(person.email_key, by_name=False)


def _to_come(person: Person) -> list[int]:
    live = Registration.objects.filter(person=person).live()
    return list(live.filter(session__ends_at__gt=timezone.now()).values_list("pk", flat=True))
