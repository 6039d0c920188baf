"""Links that open a registration without an account."""

from datetime import timedelta

from django.utils import timezone

from events.registration.models import AccessLink, Registration
from events.registration.services.errors import LinkExpired, LinkUnknown
from gpx_site.core import tokens

#: How long after its session a link goes on working.
LASTS_AFTER_SESSION = timedelta(days=30)


def link_token(registration: Registration, scope: str = AccessLink.Scope.MANAGE) -> str:
    """Return the token of the registration's link, made at the first call.

    The same registration gives the same token each time, so that a message which is sent again
    carries the link that it carried before.
    """
    for link in registration.links.valid().filter(scope=scope):
        token = tokens.derive(link.nonce, scope)
        if tokens.digest(token) == link.token_hash:  # not so once the secret key has changed
            return token
    nonce = tokens.new_nonce()
    token = tokens.derive(nonce, scope)
    AccessLink.objects.create(
        registration=registration,
        scope=scope,
        nonce=nonce,
        token_hash=tokens.digest(token),
        expires_at=registration.session.ends_at + LASTS_AFTER_SESSION,
    )
    return token


def open_link(token: str) -> AccessLink:
    """Return the link that ``token`` opens.

    Raises:
        LinkUnknown: no link has this token.
        LinkExpired: the link has run out or was revoked.
    """
    links = AccessLink.objects.select_related("registration")
    link = links.filter(token_hash=tokens.digest(token)).first()
    if link is None:
        raise LinkUnknown
    if link.revoked_at or link.expires_at <= timezone.now():
        raise LinkExpired
    return link


def revoke_links(registration: Registration) -> int:
    """Revoke every link of a registration; return how many."""
    return registration.links.valid().update(revoked_at=timezone.now())
