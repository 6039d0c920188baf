"""What staff decide about registrations: who has a place by approval, and who is no robot."""

from django.db import transaction

from events.registration.models import Registration
from events.registration.services.errors import NotPending
from events.registration.services.state_machine import Actor, move
from events.registration.services.waiting_list import free_place
from events.registration.states import State
from gpx_site.mail import services as mail
from gpx_site.privacy.models import AuditEntry


@transaction.atomic
def approve(*, registration_id: int, actor: Actor = None) -> Registration:
    """Confirm the place that is held for whoever awaits approval, and tell them.

    Approving twice is approving once.

    Raises:
        NotPending: it awaits no approval, and was not approved.
        Registration.DoesNotExist: there is no such registration.
    """
    registration = Registration.objects.get(pk=registration_id)
    if registration.state == State.CONFIRMED:
        return registration
    approved = _decide(registration, State.CONFIRMED, actor)
    mail.send("registration.confirmation", key=approved, registration=registration.pk)
    return registration


@transaction.atomic
def reject(*, registration_id: int, actor: Actor = None) -> Registration:
    """Refuse whoever awaits approval, tell them, and give their place to the next who waits.

    Refusing twice is refusing once.

    Raises:
        NotPending: it awaits no approval, and was not refused.
        Registration.DoesNotExist: there is no such registration.
    """
    registration = Registration.objects.get(pk=registration_id)
    if registration.state == State.REJECTED:
        return registration
    rejected = _decide(registration, State.REJECTED, actor)
    mail.send("registration.rejection", key=rejected, registration=registration.pk)
    free_place(registration.session_id)
    return registration


def _decide(registration: Registration, to: State, actor: Actor) -> str:
    """Move it to the state decided upon; return the key of the letter that says so."""
    entry = None
    if registration.state == State.PENDING_APPROVAL:
        entry = move(registration, to, actor=actor)
    if entry is None:
        raise NotPending
    return f"{registration.pk}:{entry.pk}"


@transaction.atomic
def mark_as_human(*, registration_id: int, actor: Actor = None) -> bool:
    """Note that a person sent a registration that looked automated; vouching twice is once.

    Until then it is a registration like any other: it holds its place and has its letters, so that
    nobody loses a place by filling in a form in their own way.

    Raises:
        Registration.DoesNotExist: there is no such registration.
    """
    registration = Registration.objects.get(pk=registration_id)
    marked = Registration.objects.filter(pk=registration_id, looks_automated=True)
    done = bool(marked.update(looks_automated=False))
    if done:
        AuditEntry.record(registration, "registration.vouched", actor=actor)
    return done
