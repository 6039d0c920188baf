"""The check-in: for phones that have the session's link, and for staff."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from events.models import EventSession
from events.programme.calendars import place_line
from events.registration import services
from events.registration.check_in.access import (
    check_in_view,
    forget_link,
    may_check_in,
    may_check_in_anywhere,
    problem,
    remember_link,
)
from events.registration.check_in.forms import ClockForm, KeptPressForm, PressForm, WalkInForm
from events.registration.check_in.script_data import page_words
from events.registration.check_in.state import matching, state_of
from events.registration.models import AccessLink, Registration
from events.registration.response_headers import private, secret_address
from gpx_site.i18n import language_switch

#: The most presses that a phone may send at once.
AT_ONCE = 200


@require_safe
@secret_address
def open_check_in(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the secret of the address for an entry in the phone's session."""
    try:
        link = services.open_link(token, AccessLink.Scope.CHECK_IN)
    except services.LinkUnknown:
        return problem(request, "unknown", status=404)
    except services.LinkExpired:
        return problem(request, "expired", status=410)
    # A new session key: whoever planted the old one must not see the names.
    request.session.cycle_key()
    remember_link(request, link)
    return redirect("check-in", session_id=link.session_id)


@check_in_view
def check_in(request: HttpRequest, session: EventSession) -> HttpResponse:
    """List everybody with a place, each with one button, with a search that needs no script."""
    if request.method == "POST":
        return _press(request, session)
    wanted = request.GET.get("q", "").strip()[:150]
    state = state_of(session)
    context = {
        "session": session,
        "event": session.event,
        "place": place_line(session),
        "state": state,
        "people": matching(state["people"], wanted),
        "wanted": wanted,
        "nobody": {"reference": "", "name": "", "organisation": "", "arrived": False},
        "words": page_words(session),
        "full": session.capacity is not None and session.places_taken >= session.capacity,
    }
    return render(request, "registration/check_in/page.html", context)


def _press(request: HttpRequest, session: EventSession) -> HttpResponse:
    form = PressForm(request.POST)
    arrival = form.arrival() if form.is_valid() else None
    became = "refused"
    if arrival:
        noted = services.note_arrivals(session=session, arrivals=[arrival], actor=_staff(request))
        became = noted[arrival.id]
    if arrival is None or became == "refused":
        messages.error(request, _("This registration has no confirmed place any more."))
        return redirect("check-in", session_id=session.pk)
    row = session.registrations.get(reference=arrival.reference)
    said = (
        _("%(name)s has arrived.") if arrival.arrived else _("The arrival of %(name)s is undone.")
    )
    messages.success(request, said % {"name": row.name})
    return redirect("check-in", session_id=session.pk)


@require_safe
@private
def ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer the code of a ticket: show its holder at check-in, an explanation to others."""
    rows = Registration.objects.with_session().select_related("organisation", "attendance")
    row = rows.filter(reference=reference.upper()).first()
    if row is None or not may_check_in(request, row.session_id):
        return problem(
            request, "elsewhere" if may_check_in_anywhere(request) else "ticket", status=403
        )
    session = row.session
    context = {
        "registration": row,
        "session": session,
        "event": session.event,
        "place": place_line(session),
    }
    return render(request, "registration/check_in/ticket.html", context)


@check_in_view
def walk_in(request: HttpRequest, session: EventSession) -> HttpResponse:
    """Register a walk-in and check them in."""
    form = WalkInForm(request.POST or None, initial={"key": uuid.uuid4()})
    status = 200
    if language_switch.requested(request):
        form = language_switch.refill(form)
    elif request.method == "POST" and form.is_valid():
        try:
            row = services.walk_in(
                session_id=session.pk,
                who=form.who(),
                idempotency_key=str(form.cleaned_data["key"] or uuid.uuid4()),
                actor=_staff(request),
            )
        except services.RegistrationClosed:
            problem_ = _("This session is cancelled or postponed: nobody can be added to it.")
            form.add_error(None, problem_)
            status = 409
        else:
            messages.success(request, _("%(name)s has arrived.") % {"name": row.name})
            return redirect("check-in", session_id=session.pk)
    context = {
        "form": form,
        "session": session,
        "event": session.event,
        "place": place_line(session),
        "full": session.capacity is not None and session.places_taken >= session.capacity,
        "switch_form": "walk-in",
    }
    return render(request, "registration/check_in/walk_in.html", context, status=status)


@require_GET
@check_in_view
def state(request: HttpRequest, session: EventSession) -> HttpResponse:
    """Return who has arrived, for a phone that polls every few seconds."""
    return JsonResponse(state_of(session))


@require_POST
@check_in_view
def sync(request: HttpRequest, session: EventSession) -> HttpResponse:
    """Store the presses that a phone has kept; return the result of each, and the state now."""
    sent = _sent(request)
    clock = ClockForm(sent)
    presses = sent.get("presses")
    if not clock.is_valid() or not isinstance(presses, list) or len(presses) > AT_ONCE:
        error = {"error": _("This is not what a check-in page sends."), "field": "presses"}
        return JsonResponse(error, status=400)
    fast = clock.fast(timezone.now())
    forms = [KeptPressForm(press if isinstance(press, dict) else {}) for press in presses]
    arrivals = [form.arrival_at(fast) for form in forms if form.is_valid()]
    noted = services.note_arrivals(session=session, arrivals=arrivals, actor=_staff(request))
    results = {str(key): became for key, became in noted.items()}
    for form in forms:
        results.setdefault(str(form.data.get("id", "")), "refused")
    return JsonResponse({"results": results, "state": state_of(session)})


@require_POST
@check_in_view
def leave(request: HttpRequest, session: EventSession) -> HttpResponse:
    """Remove the link from this phone; the page's script erases what it has kept."""
    forget_link(request, session)
    return redirect("check-in-left")


@require_safe
@private
def left(request: HttpRequest) -> HttpResponse:
    """Say that nothing of the check-in is left on the phone."""
    return render(request, "registration/check_in/left.html")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker that keeps the check-in page available without a network.

    Its address is above those of the check-in and nothing else, which limits its scope.
    """
    name = "registration/check_in/worker.js"
    return render(request, name, content_type="text/javascript; charset=utf-8")


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Return the body of ``request`` as a JSON object, or an empty one where it is none."""
    try:
        sent = json.loads(request.body)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _staff(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
