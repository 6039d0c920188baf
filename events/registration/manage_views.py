"""A registrant's own pages: the link of the e-mail opens them, and only a POST changes anything.

Two people may share a browser. The session holds every booking that was opened in it, the newest
last, and each form says which of them it is about.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from events.registration import services
from events.registration.calendars import place_line
from events.registration.links import event_url
from events.registration.models import AccessLink, Registration
from events.registration.privacy import private, secret_address
from gpx_site.core.bilingual import active_language

OPENED = "booking-links"
NAMED = "booking"


@secret_address
def open_booking(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the secret of the address for an entry in the visitor's session."""
    try:
        link = services.open_link(token)
    except services.LinkUnknown:
        return _problem(request, "unknown")
    except services.LinkExpired:
        return _problem(request, "expired")
    # A new session key: whoever planted the old one must not see the booking.
    request.session.cycle_key()
    _hold(request, link)
    return redirect("booking")


@private
def booking(request: HttpRequest) -> HttpResponse:
    """The booking as it stands."""
    registration = _opened(request)
    if registration is None:
        return _problem(request, "needed")
    return _show(request, registration, "booking.html")


@private
def cancel(request: HttpRequest) -> HttpResponse:
    """Ask once more, then cancel."""
    registration = _opened(request)
    if registration is None:
        return _problem(request, "needed")
    if request.method != "POST":
        if not registration.is_live:
            return redirect("booking")
        return _show(request, registration, "cancel.html")
    return _change(request, services.cancel)


@private
def accept(request: HttpRequest) -> HttpResponse:
    """Take the place that is offered."""
    return _change(request, services.accept_offer)


@private
def decline(request: HttpRequest) -> HttpResponse:
    """Decline the place that is offered."""
    return _change(request, services.decline_offer)


def _change(request: HttpRequest, service: Callable[..., Registration]) -> HttpResponse:
    link = _opened_link(request)
    if link is None:
        return _problem(request, "needed")
    registration = link.registration
    if request.method == "POST":
        _hold(request, link)
        try:
            service(registration_id=registration.pk)
        except services.OfferExpired:
            registration.refresh_from_db()
            return _show(request, registration, "offer_expired.html", status=410)
        except services.SessionOver:
            return _show(request, registration, "booking.html", status=409)
    return redirect("booking")


def _hold(request: HttpRequest, link: AccessLink) -> None:
    """Keep the link in the visitor's session, as the newest: the clean address shows that one."""
    held = request.session.get(OPENED, {})
    held.pop(link.registration.reference, None)
    request.session[OPENED] = {**held, link.registration.reference: link.pk}


def _opened(request: HttpRequest) -> Registration | None:
    link = _opened_link(request)
    return link.registration if link else None


def _opened_link(request: HttpRequest) -> AccessLink | None:
    """The link of the booking that is named, else of the one opened last, while it is valid.

    A form must name its booking: it may stand in a tab that is older than the newest link.
    """
    held = request.session.get(OPENED, {})
    named = request.GET.get(NAMED) or next(reversed(held), "")
    if request.method == "POST":
        named = request.POST.get(NAMED, "")
    rows = AccessLink.objects.valid().filter(pk=held.get(named))
    return rows.select_related(
        "registration__session__event",
        "registration__session__venue",
        "registration__organisation",
    ).first()


def _show(
    request: HttpRequest, registration: Registration, template: str, status: int = 200
) -> HttpResponse:
    session = registration.session
    context = {
        "registration": registration,
        "session": session,
        "event": session.event,
        "place": place_line(session),
        "offer": registration.offers.open().first(),
        "event_url": event_url(session.event, active_language()),
        "may_cancel": registration.is_live and not session.is_over,
        "join_url": session.join_url if registration.state == Registration.State.CONFIRMED else "",
    }
    return render(request, f"registration/{template}", context, status=status)


def _problem(request: HttpRequest, problem: str) -> HttpResponse:
    status = 410 if problem == "expired" else 404
    return render(request, "registration/link_problem.html", {"problem": problem}, status=status)
