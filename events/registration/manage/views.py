"""A registrant's own pages, opened by the link in an e-mail; only a POST changes anything."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from events.models import EventSession
from events.programme.calendars import place_line
from events.registration import services
from events.registration.booking.summary import booking_rows
from events.registration.manage.access import NAMED, about_a_booking, problem, remember_link
from events.registration.manage.forms import ChangeForm, SessionForm
from events.registration.models import Registration
from events.registration.notifications.urls import event_url
from events.registration.response_headers import secret_address
from events.registration.states import State
from gpx_site.i18n import language_switch
from gpx_site.i18n.bilingual import active_language


@secret_address
def open_booking(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the secret of the address for an entry in the visitor's session."""
    try:
        link = services.open_link(token)
    except services.LinkUnknown:
        return problem(request, "unknown")
    except services.LinkExpired:
        return problem(request, "expired")
    # A new session key: whoever planted the old one must not see the booking.
    request.session.cycle_key()
    remember_link(request, link)
    return redirect("booking")


@about_a_booking
def booking(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Show the booking."""
    return _show(request, registration, "booking.html")


@about_a_booking
def cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Ask for confirmation, then cancel."""
    if request.method != "POST":
        if not registration.is_live:
            return redirect("booking")
        return _show(request, registration, "cancel.html")
    return _change(request, registration, services.cancel)


@about_a_booking
def accept(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Accept the place that is offered."""
    return _change(request, registration, services.accept_offer)


@about_a_booking
def decline(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Decline the place that is offered."""
    return _change(request, registration, services.decline_offer)


def _change(
    request: HttpRequest, registration: Registration, service: Callable[..., Registration]
) -> HttpResponse:
    if request.method == "POST":
        try:
            service(registration_id=registration.pk)
        except services.OfferExpired:
            registration.refresh_from_db()
            return _show(request, registration, "offer_expired.html", status=410)
        except services.SessionOver:
            return _show(request, registration, "booking.html", status=409)
    return redirect("booking")


@about_a_booking
def details(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Change the details of the registration."""
    if not _may_change(registration):
        return _show(request, registration, "booking.html", status=409)
    if request.method == "POST":
        form = ChangeForm(request.POST, session=registration.session)
        if language_switch.requested(request):
            form = language_switch.refill(form, session=registration.session)
        elif form.is_valid():
            services.change_details(
                registration_id=registration.pk,
                details=form.details(registration.email_key),
                needs=form.needs(),
                answers=form.answer_inputs(),
            )
            return _saved(registration)
    else:
        form = ChangeForm.about(registration)
    return _show(request, registration, "change_details.html", form=form, switch_form="answers")


@about_a_booking
def session(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Change to another session of the event."""
    if not _may_change(registration):
        return _show(request, registration, "booking.html", status=409)
    others = _others(registration)
    form = SessionForm(request.POST or None, sessions=others)
    status = 200
    if language_switch.requested(request):
        form = language_switch.refill(form, sessions=others)
    elif request.method == "POST" and form.is_valid():
        chosen = int(form.cleaned_data["session"])
        try:
            services.move_registration(registration_id=registration.pk, session_id=chosen)
        except services.AlreadyRegistered:
            form.refuse(already_registered=True)
        except (services.SessionFull, services.RegistrationClosed, EventSession.DoesNotExist):
            form.refuse(already_registered=False)
        else:
            return _saved(registration)
        status = 409
    return _show(
        request,
        registration,
        "change_session.html",
        form=form,
        status=status,
        switch_form="answers" if others else "",
    )


def _saved(registration: Registration) -> HttpResponse:
    return redirect(f"{reverse('booking')}?{NAMED}={registration.reference}&saved=1")


def _may_change(registration: Registration) -> bool:
    return registration.is_live and not registration.session.is_over


def _others(registration: Registration) -> list[EventSession]:
    """Return the other sessions of the event that have a free place."""
    sessions = EventSession.objects.open_for_registration().select_related("event", "venue")
    own = registration.session
    others = sessions.filter(event_id=own.event_id).exclude(pk=own.pk)
    return [each for each in others if each.capacity_state == "open"]


def _show(
    request: HttpRequest,
    registration: Registration,
    template: str,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    session = registration.session
    may_change = _may_change(registration)
    context = {
        "registration": registration,
        "session": session,
        "event": session.event,
        "place": place_line(session),
        "offer": registration.offers.open().first(),
        "event_url": event_url(session.event, active_language()),
        "may_change": may_change,
        "rows": booking_rows(registration),
        "may_move": may_change and bool(_others(registration)),
        "saved": "saved" in request.GET,
        "may_join": bool(session.join_url) and registration.state == State.CONFIRMED,
        **extra,
    }
    return render(request, f"registration/{template}", context, status=status)
