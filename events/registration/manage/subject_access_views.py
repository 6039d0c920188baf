"""Subject access of a registrant: read the data, download it, have it erased."""

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.registration import services
from events.registration.manage.access import about_a_booking
from events.registration.models import Registration
from gpx_site.privacy.subject_access import as_data, export_sections

FILE = "gpx-data.json"


class EraseForm(forms.Form):
    """One box to confirm what cannot be undone."""

    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick the box to show that you understand")},
    )


@about_a_booking
def page(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Show the registrant's data."""
    sections = export_sections(registration.person)
    context = {"registration": registration, "sections": sections}
    return render(request, "registration/own_data.html", context)


@about_a_booking
def file(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Return the registrant's data as a JSON file."""
    data = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        **as_data(export_sections(registration.person)),
    }
    headers = {"Content-Disposition": f'attachment; filename="{FILE}"'}
    return JsonResponse(
        data, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )


@about_a_booking
def erase(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Show the consequences; erase once the box is ticked."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.erase_registrant(registration_id=registration.pk)
        # The visitor's session names the booking too.
        request.session.flush()
        return redirect("booking-erased")
    own = Registration.objects.filter(person=registration.person)
    context = {
        "registration": registration,
        "form": form,
        "to_come": own.live().with_session().filter(session__ends_at__gt=timezone.now()),
    }
    return render(request, "registration/erase.html", context)


def erased(request: HttpRequest) -> HttpResponse:
    """Say that the data is erased."""
    return render(request, "registration/erased.html")
