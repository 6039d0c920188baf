"""One transition of a registration: conditional, stamped and audited."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from events.registration.models import Registration
from events.registration.states import LIVE, State
from gpx_site.privacy.models import AuditEntry

Actor = User | None


def transition(
    registration: Registration,
    to: State,
    *,
    actor: Actor = None,
    session_id: int | None = None,
    **detail: Any,
) -> AuditEntry | None:
    """Set the state of ``registration``, and its session where one is named.

    The row must still be in the state and the session that it was read in; otherwise another
    transition was first: refresh the row and return None. Only the caller that gets the audit entry
    may release a place or send an e-mail, so that nothing happens twice.
    """
    was, was_in = registration.state, registration.session_id
    now = timezone.now()
    changes: dict[str, Any] = {"state": to, "updated_at": now}
    if to not in LIVE:
        changes["ended_at"] = now
    if session_id:
        changes["session_id"] = session_id
        detail["was_in"] = was_in
    unchanged = Registration.objects.filter(pk=registration.pk, state=was, session_id=was_in)
    if not unchanged.update(**changes):
        registration.refresh_from_db(fields=["state", "session"])
        return None
    for name, value in changes.items():
        setattr(registration, name, value)
    return AuditEntry.record(registration, f"registration.{to}", actor=actor, was=was, **detail)
