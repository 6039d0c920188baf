"""The way into an online session: a redirect that looks first whether there is a place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from events.registration import services
from events.registration.manage.access import about_a_booking, problem
from events.registration.models import AccessLink, Registration
from events.registration.notifications.calendars import place_line
from events.registration.response_headers import secret_address

#: What stops somebody at the door, by its name in the template; the page says what to do.
STOPS: dict[type[Exception], tuple[str, int]] = {
    services.NotConfirmed: ("no-place", 403),
    services.NotScheduled: ("off", 409),
    services.NoAddress: ("no-address", 200),
    services.TooEarly: ("early", 200),
    services.SessionOver: ("over", 410),
}


@require_safe
@secret_address
def join(request: HttpRequest, token: str) -> HttpResponse:
    """From the link of an e-mail to the session."""
    try:
        link = services.open_link(token, AccessLink.Scope.JOIN)
    except services.LinkUnknown:
        return problem(request, "unknown")
    except services.LinkExpired:
        return problem(request, "expired")
    return _join(request, link.registration)


@require_safe
@about_a_booking
def join_booking(request: HttpRequest, registration: Registration) -> HttpResponse:
    """From the page of a booking to the session."""
    response = _join(request, registration)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _join(request: HttpRequest, registration: Registration) -> HttpResponse:
    try:
        return redirect(services.join(registration_id=registration.pk))
    except tuple(STOPS) as stop:
        reason, status = STOPS[type(stop)]
    row = Registration.objects.with_session().get(pk=registration.pk)
    context = {
        "reason": reason,
        "registration": row,
        "session": row.session,
        "event": row.session.event,
        "place": place_line(row.session),
        "opens_at": row.session.starts_at - services.OPENS_BEFORE,
    }
    return render(request, "registration/join.html", context, status=status)
