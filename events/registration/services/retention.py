"""What is kept no longer than the forms promise."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from events.registration.models import GroupBooking, Registration, RegistrationNeeds
from events.registration.services.attendance import purge_check_ins
from events.registration.services.imports import purge_imports
from gpx_site.core.erasure import erase_person
from gpx_site.core.models import Person

#: Special category data is deleted this long after the session.
NEEDS_KEPT = timedelta(days=30)
#: Name and address are removed this long after the last event that a person booked: two years.
PEOPLE_KEPT = timedelta(days=730)


def purge_needs() -> int:
    """Delete the needs of registrants of sessions that ended long ago; return how many."""
    ended = timezone.now() - NEEDS_KEPT
    return RegistrationNeeds.objects.filter(registration__session__ends_at__lt=ended).delete()[0]


def purge_people() -> int:
    """Erase everybody who has booked nothing for long; return how many.

    Each in a transaction of their own, so that one who cannot be erased keeps nobody else.
    """
    limit = timezone.now() - PEOPLE_KEPT
    newer = Registration.objects.filter(person=OuterRef("pk"), session__ends_at__gte=limit)
    registered = GroupBooking.objects.filter(contact=OuterRef("pk"), session__ends_at__gte=limit)
    idle = Person.objects.known().filter(~Exists(newer), ~Exists(registered))
    long_gone = idle.filter(created_at__lt=limit)
    addresses = list(long_gone.values_list("email_key", flat=True))
    for address in addresses:
        erase_person(address)
    return len(addresses)


def purge() -> dict[str, int]:
    """Forget everything that is due; return how many of each."""
    return {
        "needs": purge_needs(),
        "presses at the door": purge_check_ins(),
        "people": purge_people(),
        "files of bookings": purge_imports(),
    }
