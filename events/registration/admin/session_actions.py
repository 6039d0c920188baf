"""What staff do with a session: change it, postpone it, cancel it."""

from typing import Any

from django.contrib import messages
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import EditView

from events.models import Event, EventSession
from events.registration import services
from events.registration.admin.actions import VerbView
from gpx_site.core.fields import MomentField

SESSIONS = "wagtailsnippets_events_eventsession:list"


class SessionForm(WagtailAdminModelForm):
    """The facts of a session; its event cannot be changed, because bookings depend on it."""

    class Meta(WagtailAdminModelForm.Meta):
        field_classes = dict.fromkeys(
            ("starts_at", "ends_at", "opens_at", "closes_at"), MomentField
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            stays = Event.objects.filter(pk=self.instance.event_id)
            label = self.fields["event"].label
            self.fields["event"] = ModelChoiceField(stays, label=label, disabled=True)


class SessionEditView(EditView):
    """Change a session; registrants get an e-mail about a new time or place."""

    def save_instance(self) -> EventSession:
        """Change the fields that were changed in the form, and no others."""
        given = self.form.cleaned_data
        session = services.change_session(
            session_id=self.form.instance.pk,
            changes={name: given[name] for name in self.form.changed_data},
            actor=self.request.user,
        )
        log(instance=session, action="wagtail.edit", user=self.request.user)
        if session.capacity is not None and session.places_taken > session.capacity:
            taken = _("More places are taken than there are now. Nobody has lost theirs.")
            messages.warning(self.request, taken)
        return session


class SessionVerbView(VerbView):
    """One action on a whole session."""

    permission_required = "events.change_eventsession"
    list_name = SESSIONS
    list_label = gettext_lazy("Sessions")
    header_icon = "time"
    refusals = dict.fromkeys(
        (services.NotScheduled, services.SessionOver),
        gettext_lazy("It is too late: this session is cancelled or over."),
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the session."""
        super().setup(request, *args, **kwargs)
        sessions = EventSession.objects.select_related("event", "venue")
        self.session = get_object_or_404(sessions, pk=kwargs["pk"])

    def subject(self) -> str:
        """Return the session, its place and status, and the number of live registrations."""
        session, n = self.session, self.session.registrations.live().count()
        live = ngettext(
            "%(n)s person is registered or waiting.", "%(n)s people are registered or waiting.", n
        )
        return f"{session}, {session.place}, {session.get_status_display()}. {live % {'n': n}}"


class PostponeView(SessionVerbView):
    """Postpone a session."""

    page_title = gettext_lazy("Postpone this session")
    consequence = gettext_lazy(
        "Everybody keeps their place and is told by email that a new date will follow. "
        "Edit the session to give it one: then everybody is told again."
    )
    button = gettext_lazy("Yes, postpone the session")
    done = gettext_lazy("The session is postponed.")

    def carry_out(self, **_given: Any) -> None:
        """Postpone the session."""
        services.postpone_session(session_id=self.session.pk, actor=self.request.user)


class CancelSessionView(SessionVerbView):
    """Cancel a session."""

    page_title = gettext_lazy("Cancel this session")
    consequence = gettext_lazy(
        "Every registration is cancelled with it, and everybody is told by email. "
        "This cannot be undone."
    )
    button = gettext_lazy("Yes, cancel the session")
    done = gettext_lazy("The session is cancelled.")

    def carry_out(self, **_given: Any) -> None:
        """Cancel the session."""
        services.cancel_session(session_id=self.session.pk, actor=self.request.user)
