"""Subscribe to news of events, confirm, and unsubscribe. GET never changes anything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events.announcements import services
from events.announcements.forms import AskForm
from events.registration.response_headers import private, secret_address
from gpx_site.i18n import language_switch
from gpx_site.i18n.bilingual import active_language
from gpx_site.ops import rate_limits


@private
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a subscription; the next page is the same for every address, known or not."""
    if request.method != "POST":
        # The page of a role leads here with that role chosen.
        initial = {"mail_locale": active_language(), "roles": request.GET.getlist("role")}
        return _form(request, AskForm(initial=initial))
    form = AskForm(request.POST)
    if language_switch.requested(request):
        return _form(request, language_switch.refill(form))
    if not form.is_valid():
        return _form(request, form, status=422)
    given = form.cleaned_data
    wait = rate_limits.seconds_to_wait(
        "subscriptions-from-one-sender", rate_limits.sender(request)
    ) or rate_limits.seconds_to_wait("subscriptions-of-one-address", given["email"])
    if wait:
        return _too_many(request, form, wait)
    services.ask(
        email=given["email"],
        mail_locale=given["mail_locale"],
        topics=given["topics"],
        roles=given["roles"],
        looks_automated=bool(given["website"]),
    )
    return redirect("news-sent")


def _form(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "switch_form": "news", "days": services.CONFIRM_WITHIN.days}
    return render(request, "announcements/ask.html", context, status=status)


def _too_many(request: HttpRequest, form: AskForm, wait: int) -> HttpResponse:
    """Say how long to wait and keep what was filled in."""
    minutes = -(-wait // 60)
    message = ngettext(
        "Too many have asked from here. Try again in %(n)s minute.",
        "Too many have asked from here. Try again in %(n)s minutes.",
        minutes,
    )
    form.add_error(None, message % {"n": minutes})
    response = _form(request, form, status=429)
    response["Retry-After"] = str(wait)
    return response


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say that an e-mail is on its way."""
    return render(request, "announcements/sent.html", {"days": services.CONFIRM_WITHIN.days})


# The two views below need no CSRF cookie: their address is itself the secret, and a mail program
# that unsubscribes its reader (RFC 8058) has no cookie to send.


@csrf_exempt
@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; on POST, confirm the subscription."""
    try:
        found = services.find_request(token)
        if request.method == "POST":
            services.confirm(token)
            return render(request, "announcements/confirmed.html")
    except services.LinkUnknown:
        return render(request, "announcements/gone.html", status=410)
    topics, roles = services.choices_of(found)
    context = {"wish": found, "topics": topics, "roles": roles}
    return render(request, "announcements/confirm.html", context)


@csrf_exempt
@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; on POST, from a reader or from their mail program, unsubscribe at once.

    A second POST changes nothing. The answer is no redirect, which RFC 8058 forbids.
    """
    if request.method == "POST":
        services.leave(token)
        return render(request, "announcements/left.html")
    try:
        services.find_subscriber(token)
    except services.LinkUnknown:
        return render(request, "announcements/left.html")
    return render(request, "announcements/leave.html")
