"""Links that open a registration without an account."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.models import EventSession
from events.registration.models import AccessLink, Registration
from events.registration.services.errors import LinkExpired, LinkUnknown
from events.registration.services.state_machine import Actor
from gpx_site.ops import tokens
from gpx_site.privacy.models import AuditEntry

#: How long after its session a link goes on working.
LASTS_AFTER_SESSION = timedelta(days=30)
#: The same while the session is postponed, and nobody knows when it ends.
LASTS_POSTPONED = timedelta(days=365)
#: The same of the link to a session's check-in, and of the names that a phone keeps of it.
CHECK_IN_LASTS = timedelta(hours=12)


def link_token(registration: Registration, scope: str = AccessLink.Scope.MANAGE) -> str:
    """Return the token of the registration's link, made at the first call.

    The same registration gives the same token each time, so that a message which is sent again
    carries the link that it carried before.
    """
    known = _known_token(registration.links.filter(scope=scope))
    return known or _new_token(
        scope,
        expires_at=lasts_until(registration.session),
        registration=registration,
    )


def lasts_until(session: EventSession) -> datetime:
    """Until when a link to a registration for ``session`` is needed."""
    if session.status == EventSession.Status.POSTPONED:
        return timezone.now() + LASTS_POSTPONED
    return session.ends_at + LASTS_AFTER_SESSION


def renew_links(session: EventSession) -> None:
    """Let every link that hangs on ``session`` last as long as its new time needs."""
    links = AccessLink.objects.filter(revoked_at=None)
    links.filter(registration__session=session).update(expires_at=lasts_until(session))
    links.filter(session=session).update(expires_at=session.ends_at + CHECK_IN_LASTS)


def _known_token(links: QuerySet[AccessLink]) -> str | None:
    """The token of the first link that is still valid."""
    for link in links.filter(revoked_at=None, expires_at__gt=timezone.now()):
        token = tokens.derive(link.nonce, link.scope)
        if tokens.digest(token) == link.token_hash:  # not so once the secret key has changed
            return token
    return None


def _new_token(scope: str, **columns: Any) -> str:
    nonce = tokens.new_nonce()
    token = tokens.derive(nonce, scope)
    AccessLink.objects.create(scope=scope, nonce=nonce, token_hash=tokens.digest(token), **columns)
    return token


def open_link(token: str, scope: str = AccessLink.Scope.MANAGE) -> AccessLink:
    """Return the link that ``token`` opens for ``scope``.

    Raises:
        LinkUnknown: no link of this scope has this token.
        LinkExpired: the link has run out or was revoked.
    """
    links = AccessLink.objects.select_related("registration", "session")
    link = links.filter(token_hash=tokens.digest(token), scope=scope).first()
    if link is None:
        raise LinkUnknown
    if link.revoked_at or link.expires_at <= timezone.now():
        raise LinkExpired
    return link


def revoke_links(registration: Registration) -> int:
    """Revoke every link of a registration; return how many."""
    return registration.links.valid().update(revoked_at=timezone.now())


def check_in_token(session: EventSession) -> str | None:
    """Return the token of the link that opens the session's check-in; None where there is none."""
    return _known_token(session.links.filter(scope=AccessLink.Scope.CHECK_IN))


@transaction.atomic
def make_check_in_link(*, session_id: int, actor: Actor = None) -> str:
    """Return the token of the link to the session's check-in, made where there is none.

    Raises:
        EventSession.DoesNotExist: there is no such session.
    """
    session = EventSession.objects.get(pk=session_id)
    if known := check_in_token(session):
        return known
    AuditEntry.record(session, "check_in.link_made", actor=actor)
    expires_at = session.ends_at + CHECK_IN_LASTS
    return _new_token(AccessLink.Scope.CHECK_IN, expires_at=expires_at, session=session)


@transaction.atomic
def revoke_check_in_link(*, session_id: int, actor: Actor = None) -> int:
    """Withdraw the link to the session's check-in from every phone; return how many there were."""
    session = EventSession.objects.get(pk=session_id)
    links = AccessLink.objects.valid().filter(session=session, scope=AccessLink.Scope.CHECK_IN)
    revoked: int = links.update(revoked_at=timezone.now())
    if revoked:
        AuditEntry.record(session, "check_in.link_revoked", actor=actor)
    return revoked
