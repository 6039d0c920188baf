"""Decisions of staff about registrations: approve, reject, mark as human."""

from django.db import transaction

from events.registration.models import Registration
from events.registration.services.errors import NotPending
from events.registration.services.state_machine import Actor, transition
from events.registration.services.waiting_list import free_place
from events.registration.states import State
from gpx_site.mail import services as mail
from gpx_site.privacy.models import AuditEntry


@transaction.atomic
def approve(*, registration_id: int, actor: Actor = None) -> Registration:
    """Confirm the place that is held for approval, and e-mail the registrant.

    Approving again changes nothing.

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
    """Reject a pending registration, e-mail the registrant and pass the place on.

    Rejecting again changes nothing.

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
    """Set the state; return the key of the e-mail about it."""
    entry = None
    if registration.state == State.PENDING_APPROVAL:
        entry = transition(registration, to, actor=actor)
    if entry is None:
        raise NotPending
    return f"{registration.pk}:{entry.pk}"


@transaction.atomic
def mark_as_human(*, registration_id: int, actor: Actor = None) -> bool:
    """Remove the mark of a registration that looked automated; doing so again changes nothing.

    A marked registration holds its place and gets its e-mails like any other, so that nobody loses
    a place by filling in a form unusually.

    Raises:
        Registration.DoesNotExist: there is no such registration.
    """
    registration = Registration.objects.get(pk=registration_id)
    marked = Registration.objects.filter(pk=registration_id, looks_automated=True)
    done = bool(marked.update(looks_automated=False))
    if done:
        AuditEntry.record(registration, "registration.vouched", actor=actor)
    return done
