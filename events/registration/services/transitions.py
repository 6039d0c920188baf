"""One change of state: conditional, stamped and audited."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from events.registration.models import Registration
from events.registration.states import LIVE, State
from gpx_site.core.models import AuditEntry

Actor = User | None


def move(registration: Registration, to: State, *, actor: Actor = None, **detail: Any) -> bool:
    """Move ``registration`` from the state it was read in; False if another was first.

    The winner alone may release a place or write a message, so that nothing happens twice.
    """
    was = registration.state
    now = timezone.now()
    changes: dict[str, Any] = {"state": to, "updated_at": now}
    if to not in LIVE:
        changes["ended_at"] = now
    if not Registration.objects.filter(pk=registration.pk, state=was).update(**changes):
        registration.refresh_from_db(fields=["state"])
        return False
    registration.state = to
    AuditEntry.record(registration, f"registration.{to}", actor=actor, was=was, **detail)
    return True
