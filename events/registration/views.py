"""The registration form, below the page of its event: questions, check, confirmation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from events.models import EventPage, EventSession
from events.registration import services
from events.registration.calendars import place_line
from events.registration.drafts import Draft
from events.registration.forms import details_of, needs_of
from events.registration.limits import HOUR, allow_registration
from events.registration.models import Registration
from events.registration.privacy import private
from events.registration.summary import summary_rows
from gpx_site.core import switching

ROUTES = {
    "details": "register",
    "language": "register_language",
    "needs": "register_needs",
    "questions": "register_questions",
}
MADE = "registration-made"


def details(request: HttpRequest, page: EventPage, session_id: int) -> HttpResponse:
    """Who is coming."""
    return _question(request, page, session_id, "details")


def language(request: HttpRequest, page: EventPage, session_id: int) -> HttpResponse:
    """In which language."""
    return _question(request, page, session_id, "language")


def needs(request: HttpRequest, page: EventPage, session_id: int) -> HttpResponse:
    """What they need."""
    return _question(request, page, session_id, "needs")


def questions(request: HttpRequest, page: EventPage, session_id: int) -> HttpResponse:
    """What the event itself asks."""
    return _question(request, page, session_id, "questions")


@private
def _question(request: HttpRequest, page: EventPage, session_id: int, step: str) -> HttpResponse:
    session = _session(page, session_id)
    if session is None or _closed(session):
        return _unavailable(request, page, session)
    draft = Draft(request, session)
    if step not in draft.steps:
        return _go(page, session, draft.first_unfinished())
    draft.start()
    if request.method == "POST":
        form = draft.steps[step](request.POST, session=session)
        if switching.asked(request):
            form = switching.kept(form, session=session)
        elif form.is_valid():
            draft.keep(step, form)
            return _go(page, session, draft.first_unfinished())
    else:
        given = {name: value for name, value in draft.answers(step).items() if value}
        form = draft.steps[step](initial=given, session=session)
    number, total = list(draft.steps).index(step) + 1, len(draft.steps)
    context = {"form": form, "step": step, "number": number, "total": total}
    return _render(request, page, f"{step}.html", session=session, switch_form="answers", **context)


@private
def check(request: HttpRequest, page: EventPage, session_id: int) -> HttpResponse:
    """Show the answers; on POST, book."""
    session = _session(page, session_id)
    if session is None:
        return _unavailable(request, page, None)
    draft = Draft(request, session)
    key = request.POST.get("key", "")
    if request.method == "POST" and key and key == _made(request, session).get("key"):
        return redirect(page.subroute_url("register_done", session_id=session.pk))
    if _closed(session):
        return _unavailable(request, page, session)
    unfinished = draft.first_unfinished()
    if unfinished:
        return _go(page, session, unfinished)
    if request.method == "POST" and key == draft.key:
        return _book(request, page, session, draft)
    rows = []
    for step, form in draft.forms.items():
        rows += summary_rows(form, page.subroute_url(ROUTES[step], session_id=session.pk))
    return _render(request, page, "check.html", session=session, rows=rows, key=draft.key)


def _book(
    request: HttpRequest, page: EventPage, session: EventSession, draft: Draft
) -> HttpResponse:
    wanted = details_of(draft.forms["details"], draft.forms["language"])
    if not allow_registration(wanted.email):
        response = _render(request, page, "too_many.html", status=429, session=session)
        response["Retry-After"] = str(HOUR)
        return response
    try:
        booking = services.book(
            session_id=session.pk,
            details=wanted,
            needs=needs_of(draft.forms["needs"]),
            replies=draft.forms["questions"].replies() if "questions" in draft.forms else (),
            idempotency_key=draft.key,
            looks_automated=draft.looks_automated,
        )
    except (services.RegistrationClosed, services.SessionFull):
        return _unavailable(request, page, _session(page, session.pk))
    request.session[MADE] = {
        "session": session.pk,
        "registration": booking.registration.pk,
        "outcome": booking.outcome,
        "key": draft.key,
    }
    draft.forget()
    return redirect(page.subroute_url("register_done", session_id=session.pk))


@private
def done(request: HttpRequest, page: EventPage, session_id: int) -> HttpResponse:
    """The confirmation, for whoever has just registered."""
    session = _session(page, session_id)
    if session is None:
        return _unavailable(request, page, None)
    made = _made(request, session)
    registration = Registration.objects.filter(pk=made.get("registration")).first()
    if registration is None:
        return redirect(page.url)
    return _render(
        request,
        page,
        "done.html",
        session=session,
        registration=registration,
        outcome=made["outcome"],
    )


def _made(request: HttpRequest, session: EventSession) -> dict:
    """What this visitor has just registered for this session; empty if nothing."""
    made = request.session.get(MADE) or {}
    return made if made.get("session") == session.pk else {}


def _session(page: EventPage, session_id: int) -> EventSession | None:
    sessions = EventSession.objects.select_related("event", "venue")
    return sessions.filter(pk=session_id, event_id=page.event_id).first()


def _closed(session: EventSession) -> bool:
    return session.capacity_state in ("closed", "full")


def _go(page: EventPage, session: EventSession, step: str | None) -> HttpResponse:
    """On to a page of the form, or to the check once every page is answered."""
    route = ROUTES[step] if step else "register_check"
    return redirect(page.subroute_url(route, session_id=session.pk))


def _unavailable(
    request: HttpRequest, page: EventPage, session: EventSession | None
) -> HttpResponse:
    """Say why nobody can register, and what else there is; the answers stay in the draft."""
    open_sessions = EventSession.objects.open_for_registration().filter(event_id=page.event_id)
    others = [
        {"session": other, "url": page.subroute_url("register", session_id=other.pk)}
        for other in open_sessions.select_related("event", "venue")
        if (session is None or other.pk != session.pk) and not _closed(other)
    ]
    return _render(
        request,
        page,
        "unavailable.html",
        status=404 if session is None else 409,
        session=session,
        others=others,
        full=session is not None and session.capacity_state == "full",
        now=timezone.now(),
    )


def _render(
    request: HttpRequest, page: EventPage, template: str, *, status: int = 200, **context: object
) -> HttpResponse:
    request.page = page
    session = context.get("session")
    context |= {"page": page, "event": page.event}
    if session:
        context["place"] = place_line(session)
    return render(request, f"registration/{template}", context, status=status)
