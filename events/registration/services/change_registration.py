"""What becomes of a registration between booking and the day: other details, another session."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import EventSession
from events.registration.models import Registration, RegistrationNeeds, WaitingListOffer
from events.registration.models.registration_fields import Place, details_for
from events.registration.services import capacity
from events.registration.services.access_links import lasts_until
from events.registration.services.answers import AnswerInput, save_answers
from events.registration.services.attendance import forget_attendance
from events.registration.services.booking import (
    Details,
    Needs,
    columns_of,
    keep_language,
)
from events.registration.services.errors import (
    AlreadyRegistered,
    NotLive,
    RegistrationClosed,
    SessionFull,
    SessionOver,
)
from events.registration.services.state_machine import Actor, transition
from events.registration.services.waiting_list import free_place, granted
from events.registration.states import HOLDING_PLACE, LIVE, State
from gpx_site.mail import services as mail
from gpx_site.privacy.models import AuditEntry

#: What staff may put right in a registration; everything else changes by a service of its own.
CORRECTABLE = frozenset(details_for(Place.CHANGE_PAGE))


@transaction.atomic
def correct(*, registration: Registration, changed: list[str], actor: Actor = None) -> None:
    """Keep what staff corrected in ``registration``, in the fields named by ``changed`` alone.

    State, session and address are not for correction; other columns stay as they are in the
    database, so that a cancellation at the same moment is not undone.
    """
    fields = [name for name in changed if name in CORRECTABLE]
    if fields:
        registration.save(update_fields=[*fields, "updated_at"])
        if "mail_locale" in fields:
            keep_language(registration.person, registration.mail_locale)
        AuditEntry.record(registration, "registration.corrected", actor=actor, fields=fields)


@transaction.atomic
def change_details(
    *,
    registration_id: int,
    details: Details,
    needs: Needs,
    answers: Sequence[AnswerInput] | None = None,
) -> Registration:
    """Keep what registrants change about themselves; the address is who they are and stays.

    The same details again change nothing; without ``answers``, those that there are stay.

    Raises:
        InvalidAnswer: an answer is to no question of the event.
        NotLive: the registration was cancelled or has otherwise ended.
        SessionOver: the session has ended.
        Registration.DoesNotExist: there is no such registration.
    """
    rows = Registration.objects.select_related("session", "person")
    registration = rows.get(pk=registration_id)
    if not registration.is_live:
        raise NotLive
    if registration.session.is_over:
        raise SessionOver
    columns = columns_of(details)
    changed = [name for name, value in columns.items() if getattr(registration, name) != value]
    if changed:
        now = timezone.now()
        live = Registration.objects.filter(pk=registration.pk, state__in=LIVE)
        if not live.update(**columns, updated_at=now):
            raise NotLive
        keep_language(registration.person, details.mail_locale)
    if _change_needs(registration, needs):
        changed.append("needs")
    if answers is not None and save_answers(registration, answers):
        changed.append("answers")
    if changed:
        AuditEntry.record(registration, "registration.changed", fields=sorted(changed))
    return rows.get(pk=registration_id)


def _change_needs(registration: Registration, needs: Needs) -> bool:
    """Keep the needs; return whether they are others than before."""
    rows = RegistrationNeeds.objects.filter(registration=registration)
    before = rows.values(*vars(needs)).first() or vars(Needs())
    if before == vars(needs):
        return False
    if needs:
        RegistrationNeeds.objects.update_or_create(registration=registration, defaults=vars(needs))
    else:
        rows.delete()
    return True


def move_registration(
    *, registration_id: int, session_id: int, actor: Actor = None
) -> Registration:
    """Move a registration to another session that has a place; the reference and links stay.

    One transaction: the registration has a place in one of the two sessions at any moment, and
    never in both. The other session's waiting list goes first. Moving to the same session changes
    nothing.

    Raises:
        NotLive: the registration was cancelled or has otherwise ended.
        SessionOver: its session has ended.
        RegistrationClosed: the other session takes no registrations, or is of another event
            (staff may move people outside the booking period and between events).
        SessionFull: no place is free there, or its waiting list is not empty.
        AlreadyRegistered: the address has a registration there already.
        Registration.DoesNotExist, EventSession.DoesNotExist: there is none.
    """
    try:
        with transaction.atomic():
            return _move(registration_id, session_id, actor)
    except IntegrityError as error:
        raise AlreadyRegistered from error


def _move(registration_id: int, session_id: int, actor: Actor) -> Registration:
    registration = Registration.objects.select_related("session").get(pk=registration_id)
    new = EventSession.objects.get(pk=session_id)
    while registration.session_id != new.pk:
        old, was = registration.session, State(registration.state)
        _check_move(registration, new, by_staff=actor is not None)
        approved = was == State.CONFIRMED and old.approval_required
        to = granted(new, by_staff=actor is not None or approved)
        moved = transition(registration, to, actor=actor, session_id=new.pk)
        if moved:
            forget_attendance(registration)
            _change_places(registration, was, old, new)
            _tell(registration, was, old, moved)
    return registration


def _check_move(registration: Registration, new: EventSession, *, by_staff: bool) -> None:
    old = registration.session
    if not registration.is_live:
        raise NotLive
    if old.is_over:
        raise SessionOver
    may = new.is_open and new.event_id == old.event_id
    if by_staff:
        may = new.status in capacity.TAKES_STAFF_BOOKINGS and not new.by_others
    if not may:
        raise RegistrationClosed


def _change_places(
    registration: Registration, was: State, old: EventSession, new: EventSession
) -> None:
    """Claim the new place and give up what there was, the sessions in the order of their ids.

    So two people who change places with each other never wait for each other.
    """

    def give_up() -> None:
        if was in HOLDING_PLACE:
            free_place(old.pk)
        else:
            capacity.leave_queue(old.pk)

    def take() -> None:
        if not capacity.claim(new.pk):
            raise SessionFull

    open_offers = registration.offers.open()
    open_offers.update(state=WaitingListOffer.State.WITHDRAWN)
    registration.links.update(expires_at=lasts_until(new))
    for step in (give_up, take) if old.pk < new.pk else (take, give_up):
        step()


def _tell(registration: Registration, was: State, old: EventSession, moved: AuditEntry) -> None:
    """Enqueue the e-mail about the new session, and the one that cancels the old entry."""
    ids: dict[str, Any] = {"registration": registration.pk, "was_in": old.pk}
    mail.send(
        "registration.moved",
        key=str(moved.pk),
        session=registration.session_id,
        by_organiser=moved.actor_id is not None,
        **ids,
    )
    if was == State.CONFIRMED:
        mail.send("registration.left", key=str(moved.pk), **ids)
