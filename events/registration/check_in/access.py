"""Access to a session's check-in: for staff who are signed in and phones that have its link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.models import EventSession
from events.registration.models import AccessLink
from events.registration.response_headers import private

LINKS = "check-in-links"
PERMISSION = "registration.change_attendance"

View = Callable[..., HttpResponse]


def remember_link(request: HttpRequest, link: AccessLink) -> None:
    """Store the link in the visitor's session, beside those of other sessions."""
    request.session[LINKS] = {**request.session.get(LINKS, {}), str(link.session_id): link.pk}


def forget_link(request: HttpRequest, session: EventSession) -> None:
    """Remove the link to this session's check-in from the visitor's session."""
    links = request.session.get(LINKS, {})
    request.session[LINKS] = {key: pk for key, pk in links.items() if key != str(session.pk)}


def may_check_in(request: HttpRequest, session_id: int) -> bool:
    """Whether the visitor may see this session's names and check people in."""
    if request.user.has_perm(PERMISSION):
        return True
    link = request.session.get(LINKS, {}).get(str(session_id))
    return bool(link) and AccessLink.objects.valid().filter(pk=link).exists()


def may_check_in_anywhere(request: HttpRequest) -> bool:
    """Whether the visitor may check people in to any session."""
    links = request.session.get(LINKS, {}).values()
    return request.user.has_perm(PERMISSION) or (
        bool(links) and AccessLink.objects.valid().filter(pk__in=links).exists()
    )


def check_in_view(view: View) -> View:
    """Pass ``view`` the session that is named, where the visitor may check people in to it.

    Other visitors do not learn whether there is such a session.
    """

    @private
    @wraps(view)
    def answer(request: HttpRequest, session_id: int, **kwargs: Any) -> HttpResponse:
        sessions = EventSession.objects.select_related("event", "venue")
        session = sessions.filter(pk=session_id).first()
        if session is None or not may_check_in(request, session_id):
            return problem(request, "needed", status=403)
        return view(request, session, **kwargs)

    return answer


def problem(request: HttpRequest, problem: str, *, status: int) -> HttpResponse:
    """Show why the check-in does not open, and what to do."""
    context = {"problem": problem}
    return render(request, "registration/check_in/problem.html", context, status=status)
