"""The addresses that e-mails link to, in a given language."""

from django.urls import reverse
from django.utils.translation import override

from events.models import Event, EventSession
from events.registration.models import AccessLink, Registration
from events.registration.services import check_in_token, link_token
from gpx_site.i18n import language_hosts


def event_url(event: Event, language: str) -> str:
    """Return the address of the event's live page in ``language``; empty where there is none."""
    page = event.pages.live().filter(locale__language_code=language).first()
    parts = page.get_url_parts() if page else None
    return language_hosts.absolute(parts[2], language) if parts else ""


def manage_url(registration: Registration, language: str) -> str:
    """Return the full address that opens this registration, for its e-mails."""
    with override(language):
        path = reverse("booking-open", kwargs={"token": link_token(registration)})
    return language_hosts.absolute(path, language)


def join_url(registration: Registration, language: str) -> str:
    """Return the full address that redirects into an online session, for its registrant."""
    with override(language):
        path = reverse("join", kwargs={"token": link_token(registration, AccessLink.Scope.JOIN)})
    return language_hosts.absolute(path, language)


def check_in_url(session: EventSession, language: str) -> str:
    """Return the full address that opens check-in on a phone; empty where there is no link."""
    token = check_in_token(session)
    if token is None:
        return ""
    with override(language):
        path = reverse("check-in-open", kwargs={"token": token})
    return language_hosts.absolute(path, language)
