"""Join an online session: redirect to it where the registration has a place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from events.programme.calendars import place_line
from events.registration import services
from events.registration.manage.access import about_a_booking, problem
from events.registration.models import AccessLink, Registration
from events.registration.response_headers import secret_address

#: For each refusal its name in the template, which says what to do, and the status.
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
    """Redirect from the link in an e-mail to the session."""
    try:
        link = services.open_link(token, AccessLink.Scope.JOIN)
    except services.LinkUnknown:
        return problem(request, "unknown")
    except services.LinkExpired:
        return problem(request, "expired")
    return _join(request, link.booking)


@require_safe
@about_a_booking
def join_booking(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Redirect from the page of a booking to the session."""
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
