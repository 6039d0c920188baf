"""The bookings that a visitor has opened by the links of their e-mails.

Two people may share a browser. The visitor's session holds every booking that was opened in it, the
newest last, and each form names its booking.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.registration.models import AccessLink, Registration
from events.registration.response_headers import private

LINKS = "booking-links"
NAMED = "booking"

View = Callable[[HttpRequest, Registration], HttpResponse]


def remember_link(request: HttpRequest, link: AccessLink) -> None:
    """Store the link in the visitor's session as the newest: an address without a name shows it."""
    links = request.session.get(LINKS, {})
    links.pop(link.booking.reference, None)
    request.session[LINKS] = {**links, link.booking.reference: link.pk}


def about_a_booking(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Pass ``view`` the booking that is named, or the one opened last, while its link is valid.

    A form must name its booking: it may be in a tab that is older than the newest link.
    """

    @private
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        link = _link(request)
        if link is None:
            return problem(request, "needed")
        if request.method == "POST":
            remember_link(request, link)
        return view(request, link.booking)

    return answer


def _link(request: HttpRequest) -> AccessLink | None:
    links = request.session.get(LINKS, {})
    named = request.GET.get(NAMED) or next(reversed(links), "")
    if request.method == "POST":
        named = request.POST.get(NAMED, "")
    rows = AccessLink.objects.valid().filter(pk=links.get(named))
    return rows.select_related(
        "registration__session__event",
        "registration__session__venue",
        "registration__organisation",
        "registration__role",
    ).first()


def problem(request: HttpRequest, problem: str) -> HttpResponse:
    """Show what is wrong with a link, and what to do."""
    status = 410 if problem == "expired" else 404
    return render(request, "registration/link_problem.html", {"problem": problem}, status=status)
