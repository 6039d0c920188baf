"""The registration forms, below the page of their event: questions, check, confirmation.

One person registers themselves, or somebody registers a group: a wizard each, the same views.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from events.models import EventPage, EventSession
from events.programme.calendars import place_line
from events.registration import services
from events.registration.booking.drafts import Draft
from events.registration.booking.wizards import BookingWizard
from events.registration.models import RegistrationQuestion
from events.registration.response_headers import private
from gpx_site.core.models.people import normalise_email
from gpx_site.core.requests import page_request
from gpx_site.i18n import language_switch
from gpx_site.ops import rate_limits

if TYPE_CHECKING:
    from events.registration.booking.forms import AskingSession

MADE = "registration-made"
ASKS_MORE = Exists(RegistrationQuestion.objects.filter(event_id=OuterRef("event_id")))


@private
def question(
    request: HttpRequest, page: EventPage, session_id: int, *, wizard: BookingWizard, step: str
) -> HttpResponse:
    """Show one page of questions; on POST, store its answers."""
    session = _session(page, session_id)
    if session is None or not wizard.is_open(session):
        return _unavailable(request, page, session, wizard)
    draft = wizard.draft(request, session)
    if step not in draft.steps:
        return _go(page, session, wizard, draft.first_unfinished())
    draft.start()
    if request.method == "POST":
        form = draft.form(step, request.POST)
        if language_switch.requested(request):
            form = language_switch.refill(form, **draft.options(step))
        elif form.is_valid():
            draft.keep(step, form)
            return _go(page, session, wizard, draft.first_unfinished())
    else:
        given = {name: value for name, value in draft.answers(step).items() if value}
        form = draft.form(step, initial=given)
    return _render(
        request,
        page,
        f"{wizard.folder}{step}.html",
        session=session,
        form=form,
        switch_form="answers",
        number=list(draft.steps).index(step) + 1,
        total=len(draft.steps),
    )


@private
def check(
    request: HttpRequest, page: EventPage, session_id: int, *, wizard: BookingWizard
) -> HttpResponse:
    """Show the answers; on POST, book."""
    session = _session(page, session_id)
    if session is None:
        return _unavailable(request, page, None, wizard)
    draft = wizard.draft(request, session)
    unfinished = draft.first_unfinished()
    if request.method == "POST":
        key = request.POST.get("key", "")
        if key and key == _made(request, session, wizard).get("key"):
            return _go(page, session, wizard, "done")
        # A form sent twice may have taken the last place the first time.
        if key == draft.key and not unfinished:
            return _book(request, page, session, wizard, draft)
    if not wizard.is_open(session):
        return _unavailable(request, page, session, wizard)
    if unfinished:
        return _go(page, session, wizard, unfinished)
    rows = []
    for step, form in draft.forms.items():
        rows += wizard.summary(form, wizard.url(page, session, step))
    return _render(request, page, "check.html", session=session, rows=rows, key=draft.key)


def _seconds_to_wait(draft: Draft) -> int:
    """Count one booking for each address that is written to; return the longest wait of them."""
    return max(
        rate_limits.seconds_to_wait("registrations-of-one-address", normalise_email(address))
        for address in draft.addresses()
    )


def _book(
    request: HttpRequest,
    page: EventPage,
    session: EventSession,
    wizard: BookingWizard,
    draft: Draft,
) -> HttpResponse:
    if wait := _seconds_to_wait(draft):
        response = _render(request, page, "too_many.html", status=429, session=session)
        response["Retry-After"] = str(wait)
        return response
    try:
        made = wizard.book(draft, session)
    except (services.RegistrationClosed, services.SessionFull, EventSession.DoesNotExist):
        return _unavailable(request, page, _session(page, session.pk), wizard)
    request.session[MADE] = {"wizard": wizard.name, "key": draft.key, **made}
    draft.forget()
    return _go(page, session, wizard, "done")


@private
def done(
    request: HttpRequest, page: EventPage, session_id: int, *, wizard: BookingWizard
) -> HttpResponse:
    """Show the confirmation to the visitor who has just registered."""
    session = _session(page, session_id)
    if session is None:
        return _unavailable(request, page, None, wizard)
    made = _made(request, session, wizard)
    booked = wizard.booked(made) if made else None
    if booked is None:
        return redirect(page.url)
    template = f"{wizard.folder}done.html"
    outcome = made["outcome"]
    return _render(request, page, template, session=session, booked=booked, outcome=outcome)


def _made(request: HttpRequest, session: EventSession, wizard: BookingWizard) -> dict[str, Any]:
    """Return what the visitor has just booked for this session; empty if nothing."""
    made: dict[str, Any] = request.session.get(MADE) or {}
    here = (session.pk, wizard.name)
    return made if (made.get("session"), made.get("wizard")) == here else {}


def _session(page: EventPage, session_id: int) -> "AskingSession | None":
    sessions: QuerySet[EventSession] = EventSession.objects.select_related("event", "venue")
    found = sessions.filter(pk=session_id, event_id=page.event_id)
    return found.annotate(asks_more=ASKS_MORE).first()


def _go(
    page: EventPage, session: EventSession, wizard: BookingWizard, step: str | None
) -> HttpResponse:
    """Redirect to a page of the form, or to the check once every page is answered."""
    return redirect(wizard.url(page, session, step or "check"))


def _unavailable(
    request: HttpRequest, page: EventPage, session: EventSession | None, wizard: BookingWizard
) -> HttpResponse:
    """Show why nobody can register, and the other sessions; keep the answers in the draft."""
    open_sessions = EventSession.objects.open_for_registration().filter(event_id=page.event_id)
    others = [
        {"session": other, "url": wizard.url(page, other, wizard.first)}
        for other in open_sessions.select_related("event", "venue")
        if (session is None or other.pk != session.pk) and wizard.is_open(other)
    ]
    return _render(
        request,
        page,
        "unavailable.html",
        status=404 if session is None else 409,
        session=session,
        others=others,
        wizard=wizard,
        now=timezone.now(),
    )


def _render(
    request: HttpRequest,
    page: EventPage,
    template: str,
    *,
    session: EventSession | None,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    page_request(request).page = page
    context |= {"page": page, "event": page.event, "session": session}
    if session:
        context["place"] = place_line(session)
    return render(request, f"registration/{template}", context, status=status)
