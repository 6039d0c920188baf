"""The filters of the list of registrations, for the list and the actions on all its rows."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from events.models import EventSession
from events.registration.models import Registration, RegistrationNeeds
from events.registration.models.registration_fields import Place, fields_of, label_of, needs_for
from events.registration.querysets import RegistrationQuerySet
from gpx_site.core.models import Organisation
from gpx_site.core.text import plain

SEARCHED = ["reference", "name", "email_key", "organisation_text"]
SEE_NEEDS = "registration.view_registrationneeds"
NEEDS = needs_for(Place.PRINT)


class RegistrationFilterSet(WagtailFilterSet):
    """By session, state, organisation, language, source; by needs for those who may see them."""

    session = django_filters.ModelChoiceFilter(
        queryset=EventSession.objects.select_related("event").order_by("-starts_at", "-pk"),
        label=_("Session"),
    )
    organisation = django_filters.ModelChoiceFilter(
        queryset=Organisation.objects.all(), label=_("Organisation")
    )
    needs = django_filters.MultipleChoiceFilter(
        choices=[(name, label_of(RegistrationNeeds, name)) for name in NEEDS],
        label=_("Needs"),
        method="with_needs",
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Registration
        fields = [
            "session",
            "state",
            "organisation",
            "mail_locale",
            "wants_welsh_at_event",
            "needs",
            "source",
            "looks_automated",
        ]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        if not request.user.has_perm(SEE_NEEDS):
            del self.filters["needs"]

    def with_needs(
        self, rows: RegistrationQuerySet, _name: str, chosen: list[str]
    ) -> RegistrationQuerySet:
        """Return the rows with one of the chosen needs."""
        wanted = Q()
        for name in chosen:
            empty = fields_of(RegistrationNeeds)[name].get_default()
            wanted |= Q(needs__isnull=False) & ~Q(**{f"needs__{name}": empty})
        return rows.filter(wanted)


def filtered(query: QueryDict, request: HttpRequest) -> RegistrationQuerySet:
    """Return the registrations that the list shows for ``query``; none where it is invalid."""
    filters = RegistrationFilterSet(query, Registration.objects.all(), request=request)
    if not filters.is_valid():
        return Registration.objects.none()
    rows: RegistrationQuerySet = filters.qs
    if words := plain(query.get("q", "")):
        found = Q()
        for field in SEARCHED:
            found |= Q(**{f"{field}__icontains": words})
        rows = rows.filter(found)
    return rows
