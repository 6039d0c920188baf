"""The waiting list: places are offered in the order in which people joined it."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.models import EventSession
from events.registration.models import Registration, WaitingListOffer
from events.registration.services import capacity
from events.registration.services.errors import OfferExpired
from events.registration.services.state_machine import transition
from events.registration.states import State
from gpx_site.mail import services as mail

#: How long an offered place is held, at most until the session starts.
OFFER_LASTS = timedelta(hours=48)
OfferState = WaitingListOffer.State


class _LookAgain(Exception):
    """Another worker was first: roll back and start from the new state."""


def promote_waiting(*, session_id: int) -> int:
    """Offer every free place to the next who waits; return how many offers were made.

    Nothing is offered once registration has closed, the session has started or is cancelled.
    """
    made = 0
    while True:
        try:
            with transaction.atomic():
                if not _offer_to_first(session_id):
                    return made
                made += 1
        except _LookAgain:
            continue


def _offer_to_first(session_id: int) -> bool:
    session = EventSession.objects.get(pk=session_id)
    waiting = Registration.objects.waiting().filter(session=session)
    if not (session.is_open and session.queue_len and capacity.has_room(session)):
        return False
    first = waiting.first()
    if first is None:
        return False
    if not transition(first, State.OFFERED):
        raise _LookAgain
    now = timezone.now()
    offer = WaitingListOffer.objects.create(
        registration=first,
        offered_at=now,
        expires_at=min(now + OFFER_LASTS, session.starts_at),
    )
    mail.send(
        "registration.offer",
        key=str(offer.pk),
        useless_after=offer.expires_at,
        registration=first.pk,
        offer=offer.pk,
    )
    if not capacity.claim_for_waiting(session_id):
        raise _LookAgain
    # The claim holds the session's lock: changes of other workers are visible here.
    earlier = Q(queued_at__lt=first.queued_at) | Q(queued_at=first.queued_at, id__lt=first.pk)
    if waiting.filter(earlier).exists():
        raise _LookAgain
    return True


def granted(session: EventSession, *, by_staff: bool = False) -> State:
    """Return the state of a granted place: confirmed, or pending where approval is required."""
    waits = session.approval_required and not by_staff
    return State.PENDING_APPROVAL if waits else State.CONFIRMED


def accept_offer(*, registration_id: int) -> Registration:
    """Accept the place that is offered; accepting again changes nothing.

    Raises:
        OfferExpired: the offer has run out, was declined or withdrawn.
    """
    with transaction.atomic():
        registration = Registration.objects.select_related("session").get(pk=registration_id)
        offer = registration.offers.first()
        if registration.holds_place and offer and offer.state == OfferState.ACCEPTED:
            return registration
        if offer is None or registration.state != State.OFFERED or not _still_open(registration):
            raise OfferExpired
        to = granted(registration.session)
        if not transition(registration, to):
            raise OfferExpired
        registration.offers.open().update(state=OfferState.ACCEPTED)
        mail.send(
            f"registration.{'confirmation' if to == State.CONFIRMED else 'pending'}",
            key=f"{registration.pk}:{offer.pk}",
            registration=registration.pk,
        )
    return registration


def _still_open(registration: Registration) -> bool:
    return registration.offers.open().filter(expires_at__gt=timezone.now()).exists()


def decline_offer(*, registration_id: int) -> Registration:
    """Decline the place that is offered and pass it on; declining again changes nothing.

    Raises:
        OfferExpired: there is no offer to decline.
    """
    with transaction.atomic():
        registration = Registration.objects.get(pk=registration_id)
        if registration.state == State.DECLINED:
            return registration
        if registration.state != State.OFFERED:
            raise OfferExpired
        _end_offer(registration, State.DECLINED, OfferState.DECLINED)
    return registration


def expire_offers() -> int:
    """Expire every offer that has run out and pass its place on; return how many."""
    due = WaitingListOffer.objects.expired().select_related("registration__session")
    ended = 0
    for offer in due:
        with transaction.atomic():
            if _end_offer(offer.registration, State.LAPSED, OfferState.EXPIRED):
                mail.send(
                    "registration.lapsed",
                    key=str(offer.pk),
                    useless_after=offer.registration.session.starts_at,
                    registration=offer.registration_id,
                )
                ended += 1
    return ended


def _end_offer(registration: Registration, to: State, offer_state: OfferState) -> bool:
    """End an offered registration unless another was first."""
    if registration.state != State.OFFERED or not transition(registration, to):
        return False
    registration.offers.open().update(state=offer_state)
    free_place(registration.session_id)
    return True


def free_place(session_id: int) -> None:
    """Release a place, and offer it to the next on the waiting list after the commit.

    Only the code that ended the registration that held it may call this, once.
    """
    capacity.release(session_id)
    transaction.on_commit(partial(promote_waiting, session_id=session_id), robust=True)


def sweep() -> int:
    """Expire offers and promote wherever a place is free; return how many offers were made.

    Beat runs this twice a minute: whatever a crash between commit and promotion left undone, or a
    raised capacity made possible, is done here.
    """
    expire_offers()
    queues = EventSession.objects.open_for_registration().filter(queue_len__gt=0)
    return sum(promote_waiting(session_id=pk) for pk in queues.values_list("pk", flat=True))
