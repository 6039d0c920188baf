"""The registration forms, below the page of their event: questions, check, confirmation.

One person registers themselves, or somebody registers a group: two journeys by the same road.
"""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from events.models import EventPage, EventSession
from events.registration import services
from events.registration.booking.drafts import Draft
from events.registration.booking.rate_limits import HOUR, allow_registration
from events.registration.booking.wizards import Journey
from events.registration.models import RegistrationQuestion
from events.registration.notifications.calendars import place_line
from events.registration.response_headers import kept_private, private
from gpx_site.i18n import language_switch

MADE = "registration-made"
ASKS_MORE = Exists(RegistrationQuestion.objects.filter(event_id=OuterRef("event_id")))
# A session by its event's live page. Written out: composing it was a fifth of a booking's time.
BELOW_LIVE_PAGE = """
    SELECT s.*, EXISTS (
        SELECT 1 FROM registration_registrationquestion q WHERE q.event_id = s.event_id
    ) AS asks_more
    FROM events_eventsession s
    JOIN events_eventpage e ON e.event_id = s.event_id
    JOIN wagtailcore_page p ON p.id = e.page_ptr_id
    WHERE s.id = %s AND p.slug = %s AND p.live
"""


@private
def question(
    request: HttpRequest, page: EventPage, session_id: int, *, journey: Journey, step: str
) -> HttpResponse:
    """One page of questions."""
    session = _session(page, session_id)
    if session is None or _closed(session, journey):
        return _unavailable(request, page, session, journey)
    draft = _draft(request, session, journey)
    if step not in draft.steps:
        return _go(page, session, journey, draft.first_unfinished())
    draft.start()
    if request.method == "POST":
        form = draft.form(step, request.POST)
        if language_switch.requested(request):
            form = language_switch.refill(form, **draft.options(step))
        elif form.is_valid():
            draft.keep(step, form)
            return _go(page, session, journey, draft.first_unfinished())
    else:
        given = {name: value for name, value in draft.answers(step).items() if value}
        form = draft.form(step, initial=given)
    return _render(
        request,
        page,
        f"{journey.folder}{step}.html",
        session=session,
        form=form,
        switch_form="answers",
        number=list(draft.steps).index(step) + 1,
        total=len(draft.steps),
    )


@private
def check(
    request: HttpRequest, page: EventPage, session_id: int, *, journey: Journey
) -> HttpResponse:
    """Show the answers; on POST, book."""
    session = _session(page, session_id)
    if session is None:
        return _unavailable(request, page, None, journey)
    draft = _draft(request, session, journey)
    key = request.POST.get("key", "")
    if request.method == "POST" and key and key == _made(request, session, journey).get("key"):
        return _go(page, session, journey, "done")
    if _closed(session, journey):
        return _unavailable(request, page, session, journey)
    unfinished = draft.first_unfinished()
    if unfinished:
        return _go(page, session, journey, unfinished)
    if request.method == "POST" and key == draft.key:
        return _book(request, page, session, journey, draft)
    rows = []
    for step, form in draft.forms.items():
        rows += journey.summary(form, _url(page, session, journey, step))
    return _render(request, page, "check.html", session=session, rows=rows, key=draft.key)


def check_at_once(
    request: HttpRequest, slug: str, session_id: int, *, journey: Journey
) -> HttpResponse | None:
    """Book where nothing stands against it, without reading the page; else None."""
    session = next(iter(EventSession.objects.raw(BELOW_LIVE_PAGE, [session_id, slug])), None)
    if session is None or _closed(session, journey):
        return None
    draft = journey.draft(request, session)
    if request.POST.get("key") != draft.key or draft.first_unfinished() or not _may(draft):
        return None
    if not _booked(request, session, journey, draft):
        return None
    return kept_private(redirect(_beside(request, journey, "check", "done", session)))


def _beside(
    request: HttpRequest, journey: Journey, here: str, there: str, session: EventSession
) -> str:
    """The address of another step, from the address of this one alone."""
    routes, language = EventPage.get_resolver(), get_language()
    below = (
        routes.reverse(f"{journey.route(step)}:{language}", session_id=session.pk)
        for step in (here, there)
    )
    return request.path.removesuffix(next(below)) + next(below)


def _may(draft: Draft) -> bool:
    """Whether everybody who is to be written to may be; counts this as once."""
    return all(allow_registration(address) for address in draft.addresses())


def _book(
    request: HttpRequest, page: EventPage, session: EventSession, journey: Journey, draft: Draft
) -> HttpResponse:
    if not _may(draft):
        response = _render(request, page, "too_many.html", status=429, session=session)
        response["Retry-After"] = str(HOUR)
        return response
    if _booked(request, session, journey, draft):
        return _go(page, session, journey, "done")
    return _unavailable(request, page, _session(page, session.pk), journey)


def _booked(request: HttpRequest, session: EventSession, journey: Journey, draft: Draft) -> bool:
    """Book what is drafted; False where it cannot be.

    What is booked is found again by the draft's key, so that nothing more need be written here.
    """
    try:
        made = journey.book(draft, session)
    except (services.RegistrationClosed, services.SessionFull, EventSession.DoesNotExist):
        return False
    if made:
        _remember(request, journey, draft, made)
    return True


def _draft(request: HttpRequest, session: EventSession, journey: Journey) -> Draft:
    """The answers so far; what has been booked with them is remembered, and they are forgotten."""
    draft = journey.draft(request, session)
    made = journey.found(draft.key) if draft.key else None
    if made is None:
        return draft
    _remember(request, journey, draft, made)
    return journey.draft(request, session)


def _remember(
    request: HttpRequest, journey: Journey, draft: Draft, made: dict[str, object]
) -> None:
    """Keep for the confirmation what was made of a draft, in its place."""
    request.session[MADE] = {"journey": journey.name, "key": draft.key, **made}
    draft.forget()


@private
def done(
    request: HttpRequest, page: EventPage, session_id: int, *, journey: Journey
) -> HttpResponse:
    """The confirmation, for whoever has just registered."""
    session = _session(page, session_id)
    if session is None:
        return _unavailable(request, page, None, journey)
    _draft(request, session, journey)
    made = _made(request, session, journey)
    booked = journey.booked(made) if made else None
    if booked is None:
        return redirect(page.url)
    template = f"{journey.folder}done.html"
    outcome = made["outcome"]
    return _render(request, page, template, session=session, booked=booked, outcome=outcome)


def _made(request: HttpRequest, session: EventSession, journey: Journey) -> dict:
    """What this visitor has just registered for this session; empty if nothing."""
    made = request.session.get(MADE) or {}
    here = (session.pk, journey.name)
    return made if (made.get("session"), made.get("journey")) == here else {}


def _session(page: EventPage, session_id: int) -> EventSession | None:
    sessions = EventSession.objects.select_related("event", "venue").annotate(asks_more=ASKS_MORE)
    return sessions.filter(pk=session_id, event_id=page.event_id).first()


def _closed(session: EventSession, journey: Journey) -> bool:
    return session.capacity_state not in journey.open_to


def _url(page: EventPage, session: EventSession, journey: Journey, step: str) -> str:
    return page.sub_url(journey.route(step), session_id=session.pk)


def _go(page: EventPage, session: EventSession, journey: Journey, step: str | None) -> HttpResponse:
    """On to a page of the form, or to the check once every page is answered."""
    return redirect(_url(page, session, journey, step or "check"))


def _unavailable(
    request: HttpRequest, page: EventPage, session: EventSession | None, journey: Journey
) -> HttpResponse:
    """Say why nobody can register, and what else there is; the answers stay in the draft."""
    open_sessions = EventSession.objects.open_for_registration().filter(event_id=page.event_id)
    others = [
        {"session": other, "url": _url(page, other, journey, journey.first)}
        for other in open_sessions.select_related("event", "venue")
        if (session is None or other.pk != session.pk) and not _closed(other, journey)
    ]
    return _render(
        request,
        page,
        "unavailable.html",
        status=404 if session is None else 409,
        session=session,
        others=others,
        journey=journey,
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
