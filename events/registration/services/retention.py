"""What is kept no longer than the forms promise: per field, per event, then the person."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from events.models import Event
from events.registration.models import (
    GroupBooking,
    Registration,
    RegistrationAnswer,
    RegistrationNeeds,
    RegistrationQuestion,
)
from events.registration.services.attendance import purge_check_ins
from events.registration.services.attendance_import import purge_unmatched
from events.registration.services.erasure import forget
from events.registration.services.imports import purge_imports
from gpx_site.core.models import Person
from gpx_site.privacy.erasure import erase_person

#: Special category data is deleted this long after the session.
NEEDS_KEPT = timedelta(days=30)
#: Somebody who has never booked anything is forgotten this long after we first heard of them.
PEOPLE_KEPT = timedelta(days=Event.Kept.TWO_YEARS)


def _over(days: int, session: str = "session") -> Q:
    """Whose session ended more than so many days ago."""
    return Q(**{f"{session}__ends_at__lt": timezone.now() - timedelta(days=days)})


def _past_their_event() -> Q:
    """Registrations whose event keeps names and addresses no longer."""
    due = Q(pk=None)
    for days in Event.Kept.values:
        due |= Q(session__event__registrations_kept=days) & _over(days)
    return due


def purge_needs() -> int:
    """Delete the needs of registrants of sessions that ended long ago; return how many."""
    due = _over(NEEDS_KEPT.days, "registration__session")
    return RegistrationNeeds.objects.filter(due).delete()[0]


def purge_answers() -> int:
    """Delete what was written in answer to questions that say so; return how many."""
    due = Q(pk=None)
    for days in RegistrationQuestion.Kept.values:
        due |= Q(question__kept=days) & _over(days, "registration__session")
    return RegistrationAnswer.objects.filter(due).exclude(text="").delete()[0]


def purge_registrations() -> int:
    """Blank the registrations that their event keeps no longer; return how many."""
    due = Registration.objects.filter(_past_their_event()).exclude(email_key="")
    return forget(due)["registrations blanked"]


def purge_people() -> int:
    """Erase everybody whose every registration is kept no longer; return how many.

    Each in a transaction of their own, so that one who cannot be erased keeps nobody else.
    """
    own = Registration.objects.filter(person=OuterRef("pk"))
    booked_for_others = GroupBooking.objects.filter(contact=OuterRef("pk"))
    kept = own.exclude(_past_their_event())
    contact_kept = booked_for_others.exclude(_past_their_event())
    booked = Exists(own) | Exists(booked_for_others)
    new = Q(created_at__gte=timezone.now() - PEOPLE_KEPT) & ~booked
    long_gone = Person.objects.known().exclude(new).filter(~Exists(kept), ~Exists(contact_kept))
    addresses = list(long_gone.values_list("email_key", flat=True))
    for address in addresses:
        erase_person(address)
    return len(addresses)


def purge() -> dict[str, int]:
    """Forget everything that is due; return how many of each."""
    return {
        "needs": purge_needs(),
        "answers": purge_answers(),
        "registrations": purge_registrations(),
        "presses at the door": purge_check_ins(),
        "unmatched attendees": purge_unmatched(),
        "people": purge_people(),
        "files of bookings": purge_imports(),
    }
