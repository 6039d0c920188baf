"""The prints for a session: badges, sign-in sheet, catering and access list."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from events.models import EventSession
from events.registration.admin.actions import LIST, ForbiddenMixin
from events.registration.admin.filters import SEE_NEEDS
from events.registration.models import Registration, RegistrationNeeds
from events.registration.models.registration_fields import (
    Place,
    fields_of,
    label_of,
    needs_for,
    ordered,
)
from gpx_site.core.models.people import normalise_name

#: Empty lines of the sheet, for walk-ins.
WALK_IN_LINES = 5


class PrintedView(ForbiddenMixin, TemplateView):
    """A page for the printer about the confirmed places of a session."""

    permission_required = "registration.view_registration"
    heading: str | Promise

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the session."""
        super().setup(request, *args, **kwargs)
        sessions = EventSession.objects.select_related("event", "venue")
        self.session = get_object_or_404(sessions, pk=kwargs["pk"])

    def people(self) -> Iterable[Registration]:
        """Return everybody with a confirmed place, by name."""
        people: Iterable[Registration] = self.session.registrations.for_check_in()
        return people

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the session and the list to return to."""
        return super().get_context_data(**kwargs) | {
            "session": self.session,
            "heading": self.heading,
            "list_name": LIST,
        }


class BadgesView(PrintedView):
    """Badges to cut out, ten to a sheet."""

    template_name = "registration/print/badges.html"
    heading = _("Badges")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a badge for everybody."""
        return super().get_context_data(**kwargs) | {"people": self.people()}


class SignInView(PrintedView):
    """The sheet that people sign as they arrive."""

    template_name = "registration/print/sign_in.html"
    heading = _("Sign-in sheet")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a line for everybody, and some for walk-ins."""
        return super().get_context_data(**kwargs) | {
            "people": self.people(),
            "spare": range(WALK_IN_LINES),
            "headings": [_("Name"), _("Organisation"), _("Reference"), _("Signature")],
        }


class NeedsView(PrintedView):
    """How many people need what, without names, for the venue."""

    permission_required = SEE_NEEDS
    template_name = "registration/print/needs.html"
    heading = _("Catering and access list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the number of people, and how many have which need."""
        rows = RegistrationNeeds.objects.filter(
            registration__in=self.session.registrations.confirmed()
        )
        needs = list(rows.order_by("pk"))
        names = ordered(needs_for(Place.PRINT), first=["dietary"])
        given = {name: [getattr(each, name) for each in needs] for name in names}
        labels = {name: label_of(RegistrationNeeds, name) for name in names}
        fields = fields_of(RegistrationNeeds)
        boxes = [name for name in names if isinstance(fields[name], BooleanField)]
        texts = [name for name in names if name not in boxes]
        return super().get_context_data(**kwargs) | {
            "total": self.session.registrations.confirmed().count(),
            "arrangements": [(labels[name], sum(given[name])) for name in boxes],
            "texts": [(labels[name], tallied(given[name])) for name in texts],
        }


def tallied(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Count each text, ignoring spelling variants; the most frequent first."""
    spelling: dict[str, str] = {}
    found: Counter[str] = Counter()
    for text in texts:
        if key := normalise_name(text):
            spelling.setdefault(key, text)
            found[key] += 1
    return [(spelling[key], number) for key, number in found.most_common()]
