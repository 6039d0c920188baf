"""Who may open a session's check-in: staff who are signed in, and phones that hold its link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.models import EventSession
from events.registration.models import AccessLink
from events.registration.response_headers import private

HELD = "check-in-links"
PERMISSION = "registration.change_attendance"

View = Callable[..., HttpResponse]


def remember_link(request: HttpRequest, link: AccessLink) -> None:
    """Keep the link in the visitor's session, beside those of other sessions."""
    request.session[HELD] = {**request.session.get(HELD, {}), str(link.session_id): link.pk}


def let_go(request: HttpRequest, session: EventSession) -> None:
    """Forget the link to this session's check-in."""
    held = request.session.get(HELD, {})
    request.session[HELD] = {key: pk for key, pk in held.items() if key != str(session.pk)}


def may_check_in(request: HttpRequest, session_id: int) -> bool:
    """Whether whoever asks may see this session's names and note who has come."""
    if request.user.has_perm(PERMISSION):
        return True
    link = request.session.get(HELD, {}).get(str(session_id))
    return bool(link) and AccessLink.objects.valid().filter(pk=link).exists()


def is_at_a_door(request: HttpRequest) -> bool:
    """Whether whoever asks may check people in, to whichever session."""
    held = request.session.get(HELD, {}).values()
    return request.user.has_perm(PERMISSION) or (
        bool(held) and AccessLink.objects.valid().filter(pk__in=held).exists()
    )


def at_the_door(view: View) -> View:
    """Give ``view`` the session that is named, where whoever asks may see its names.

    Others learn nothing, not even whether there is such a session.
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
    """Say why the check-in does not open, and what to do."""
    context = {"problem": problem}
    return render(request, "registration/check_in/problem.html", context, status=status)
