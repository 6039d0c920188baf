"""Move or cancel many registrations at once."""

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from events.registration import services
from events.registration.admin.actions import REFUSALS
from events.registration.admin.filters import filtered
from events.registration.admin.forms import ReasonForm, SessionForm
from events.registration.models import Registration


class RegistrationBulkAction(SnippetBulkAction):
    """An action on many registrations; those that have ended are left alone."""

    models = [Registration]
    template_name = "registration/admin/bulk.html"
    question: str | Promise

    def check_perm(self, registration: Registration) -> bool:
        """Whether this member of staff may change registrations."""
        allowed: bool = self.request.user.has_perm("registration.change_registration")
        return allowed

    @classmethod
    def get_queryset(cls, model: type[Registration], object_ids: Any) -> list[Registration]:
        """Return the chosen rows with their sessions, in the order in which they are locked."""
        return list(model.objects.with_session().filter(pk__in=object_ids).order_by("pk"))

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[Registration, int]:
        """Return the keys of the rows that the filtered list shows, and not of every row."""
        query = QueryDict(urlsplit(self.next_url).query)
        return filtered(query, self.request).live().values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows to change, and how many are left alone."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        chosen = [each["item"] for each in context["items"]]
        return context | {
            "registrations": [each for each in chosen if each.is_live],
            "left_alone": sum(not each.is_live for each in chosen),
            "question": self.question,
            "button": self.display_name,
        }

    def form_valid(self, form: Form) -> HttpResponse:
        """Change each row in a transaction of its own, and not all in one as Wagtail would.

        A transaction changes a registration first and its session after: two that change many
        could deadlock.
        """
        chosen, _without = self.get_actionable_objects()
        live = [each for each in chosen if each.is_live]
        refused: Counter[type[Exception]] = Counter()
        for registration in live:
            try:
                self.change(registration, **form.cleaned_data)
            except tuple(REFUSALS) as refusal:
                refused[type(refusal)] += 1
        done = len(live) - refused.total()
        if done:
            messages.success(self.request, self.done(done))
        for error, number in refused.items():
            messages.warning(self.request, f"{self.refused(number)} {REFUSALS[error]}")
        return redirect(self.next_url)

    def change(self, registration: Registration, **given: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def done(self, number: int) -> str:
        """Say how many were changed."""
        raise NotImplementedError

    def refused(self, number: int) -> str:
        """Say how many were not."""
        words = ngettext(
            "%(n)s registration stays as it is.", "%(n)s registrations stay as they are.", number
        )
        return words % {"n": number}


class MoveBulkAction(RegistrationBulkAction):
    """Move many to another session, as far as it has places."""

    display_name = gettext_lazy("Move")
    action_type = "move-registrations"
    aria_label = gettext_lazy("Move the selected registrations to another session")
    question = gettext_lazy("Move these registrations to another session?")
    action_priority = 10
    form_class = SessionForm

    def change(self, registration: Registration, **given: Any) -> None:
        """Move one registration."""
        services.move_registration(
            registration_id=registration.pk,
            session_id=given["session"].pk,
            actor=self.request.user,
        )

    def done(self, number: int) -> str:
        """Say how many were moved."""
        words = ngettext("%(n)s registration is moved.", "%(n)s registrations are moved.", number)
        return words % {"n": number}


class CancelBulkAction(RegistrationBulkAction):
    """Cancel many, for one reason.

    It replaces Wagtail's own bulk deletion: nobody deletes a registration.
    """

    display_name = gettext_lazy("Cancel")
    action_type = "delete"
    aria_label = gettext_lazy("Cancel the selected registrations")
    question = gettext_lazy("Cancel these registrations?")
    action_priority = 20
    classes = {"serious"}
    form_class = ReasonForm

    def change(self, registration: Registration, **given: Any) -> None:
        """Cancel one registration."""
        services.cancel(
            registration_id=registration.pk,
            by_organiser=True,
            actor=self.request.user,
            **given,
        )

    def done(self, number: int) -> str:
        """Say how many were cancelled."""
        words = ngettext(
            "%(n)s registration is cancelled.", "%(n)s registrations are cancelled.", number
        )
        return words % {"n": number}
