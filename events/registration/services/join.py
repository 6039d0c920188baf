"""Join an online session: the secret address is given at the time, to a confirmed place."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events.models import EventSession
from events.registration.models import Attendance, Registration
from events.registration.services.errors import (
    NoAddress,
    NotConfirmed,
    NotScheduled,
    SessionOver,
    TooEarly,
)
from events.registration.states import State
from gpx_site.privacy.models import AuditEntry

#: Joining is open from this long before the start until this long after the end.
OPENS_BEFORE = timedelta(minutes=30)
SHUTS_AFTER = timedelta(hours=1)
OFF = (EventSession.Status.CANCELLED, EventSession.Status.POSTPONED)


def join(*, registration_id: int) -> str:
    """Return the address at which a registrant joins now, and note that they went there.

    Going there is no proof of having been there: programs that look at mail follow links. The
    outcome stays unknown until an attendance report, or staff, say more.

    Raises:
        NotConfirmed: the registration has no confirmed place.
        NotScheduled: the session is cancelled or postponed.
        NoAddress: it is not online, or its address is not known yet.
        TooEarly: it starts in more than half an hour.
        SessionOver: it ended more than an hour ago.
    """
    rows = Registration.objects.select_related("session")
    registration = rows.get(pk=registration_id)
    session = registration.session
    if registration.state != State.CONFIRMED:
        raise NotConfirmed
    if session.status in OFF:
        raise NotScheduled
    if session.mode != EventSession.Mode.ONLINE or not session.join_url:
        raise NoAddress
    now = timezone.now()
    if now < session.starts_at - OPENS_BEFORE:
        raise TooEarly
    if now > session.ends_at + SHUTS_AFTER:
        raise SessionOver
    _note(registration)
    return str(session.join_url)


@transaction.atomic
def _note(registration: Registration) -> None:
    """Note the first click, unless more than that is known already."""
    _attendance, is_new = Attendance.objects.get_or_create(
        registration=registration, defaults={"source": Attendance.Source.JOIN_CLICK}
    )
    if is_new:
        AuditEntry.record(registration, "attendance.join_clicked")
