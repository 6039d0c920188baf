"""The history of a registration or a session from the audit log; read only."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventSession
from events.registration.admin.actions import ListedView
from events.registration.models import Registration
from events.registration.models.registration_fields import fields_of
from events.registration.states import State
from gpx_site.privacy import audit_labels
from gpx_site.privacy.models import AuditEntry

ABOUT_REGISTRATIONS = f"{Registration._meta.label_lower}:"
#: The labels of what an entry names that is no field of the registration itself.
RELATED_LABELS = {"needs": gettext_lazy("Needs"), "answers": gettext_lazy("Answers")}


class ChangesView(ListedView):
    """The audit entries about one object, the newest first."""

    permission_required = "registration.view_registration"
    template_name = "registration/admin/changes.html"
    page_title = gettext_lazy("Who changed what")
    header_icon = "history"
    per_page = 50

    def get_page_subtitle(self) -> str:
        """Return the object."""
        return str(self.subject)

    def entries(self) -> QuerySet[AuditEntry]:
        """Return the entries to list."""
        return audit_labels.entries_about([self.subject])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of entries in words."""
        pages = Paginator(self.entries(), self.per_page)
        shown = pages.get_page(self.request.GET.get("p"))
        references = _references(shown.object_list)
        rows = [
            {
                "at": entry.at,
                "who": entry.actor,
                "what": audit_labels.label_of(entry.action),
                "fields": ", ".join(_fields(entry)),
                "was": _was(entry),
                "about": references.get(entry.subject, _("Session")),
            }
            for entry in shown.object_list
        ]
        return super().get_context_data(**kwargs) | {"rows": rows, "shown": shown}


class RegistrationChangesView(ChangesView):
    """The history of one registration."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the registration."""
        super().setup(request, *args, **kwargs)
        self.subject = get_object_or_404(Registration, pk=kwargs["pk"])


class SessionChangesView(ChangesView):
    """The history of a session and of every registration in it."""

    list_name = "wagtailsnippets_events_eventsession:list"
    list_label = gettext_lazy("Sessions")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the session."""
        super().setup(request, *args, **kwargs)
        sessions = EventSession.objects.select_related("event", "venue")
        self.subject = get_object_or_404(sessions, pk=kwargs["pk"])

    def entries(self) -> QuerySet[AuditEntry]:
        """Return the entries of the session and of its registrations."""
        key = Concat(Value(ABOUT_REGISTRATIONS), Cast("pk", CharField()), output_field=CharField())
        registrations = self.subject.registrations.order_by().annotate(key=key).values("key")
        own = Q(subject=AuditEntry.subject_of(self.subject))
        entries = AuditEntry.objects.filter(own | Q(subject__in=registrations))
        return entries.select_related("actor")


def _references(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """Return the reference of each registration that an entry is about, by its subject."""
    subjects = {entry.subject for entry in entries if entry.subject.startswith(ABOUT_REGISTRATIONS)}
    keys = [int(subject.removeprefix(ABOUT_REGISTRATIONS)) for subject in subjects]
    rows = Registration.objects.filter(pk__in=keys).values_list("pk", "reference")
    return {f"{ABOUT_REGISTRATIONS}{pk}": reference for pk, reference in rows}


def _fields(entry: AuditEntry) -> list[str]:
    """Return the labels of the fields that changed, as the forms of the admin have them."""
    model = EventSession if entry.action.startswith("session.") else Registration
    labels = {name: str(field.verbose_name) for name, field in fields_of(model).items()}
    labels |= {name: str(label).lower() for name, label in RELATED_LABELS.items()}
    return [labels.get(name, name.lower()) for name in entry.detail.get("fields", ())]


def _was(entry: AuditEntry) -> str:
    """Return the label of the state before; empty where the entry names none."""
    was = entry.detail.get("was")
    states = EventSession.Status if entry.action.startswith("session.") else State
    return str(states(was).label) if was in states.values else ""
