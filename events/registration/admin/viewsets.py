"""Registrations in the staff admin: list, inspect, correct and export."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import EditView, IndexView, InspectView, SnippetViewSet

from events.models import EventSession
from events.registration import services
from events.registration.admin.actions import (
    ApproveView,
    CancelView,
    MarkAsHumanView,
    MoveView,
    RejectView,
)
from events.registration.admin.booking_views import BookView
from events.registration.admin.filters import SEARCHED, RegistrationFilterSet
from events.registration.fields import AddressField, LineField
from events.registration.language_demand import (
    language_demand_of,
    needs_translation,
    with_language_demand,
)
from events.registration.models import Registration
from events.registration.models.registration_fields import (
    CHOSEN_OR_TYPED,
    Place,
    fields_of,
    label_of,
    ordered,
    shown_for,
)
from events.registration.querysets import RegistrationQuerySet
from gpx_site.admin.exports import SafeExportMixin
from gpx_site.admin.viewsets import MenuOrder

FIXED = ("session", "email_key", "source")
ANSWERS = "answers_in_words"
#: The fields stored as a code, and the method that returns the label.
IN_WORDS = {
    name: f"get_{name}_display" for name, field in fields_of(Registration).items() if field.choices
}
EXPORTED = ordered(
    [*(IN_WORDS.get(name, name) for name in shown_for(Place.EXPORT)), ANSWERS],
    first=["reference"],
    last=[ANSWERS, IN_WORDS["source"], "created_at"],
)
INSPECTED = ordered(
    [*shown_for(Place.STAFF_PAGE), ANSWERS],
    first=["reference", "state"],
    last=[ANSWERS, "source", "looks_automated", "created_at", "queued_at", "ended_at"],
)
#: The headings of columns and lines that are no fields of the model.
HEADINGS = {
    **{attribute: label_of(Registration, name) for name, attribute in IN_WORDS.items()},
    **{f"{name}_name": label_of(Registration, name) for name in CHOSEN_OR_TYPED},
    ANSWERS: gettext_lazy("Answers"),
}


class NoDeletionPolicy(ModelPermissionPolicy):
    """Nobody deletes a registration: it is cancelled, which frees its place."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Return the Django permission, except for deleting."""
        return action != "delete" and bool(super().user_has_permission(user, action))


class RegistrationForm(WagtailAdminModelForm):
    """The fields that staff may correct."""

    name = LineField(max_length=150, label=gettext_lazy("Name"))
    # A walk-in need not have one.
    email_key = AddressField(max_length=254, required=False, label=gettext_lazy("Email address"))
    organisation_text = LineField(
        max_length=150, required=False, label=gettext_lazy("Organisation not in the directory")
    )
    role_text = LineField(max_length=150, required=False, label=gettext_lazy("Another role"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIXED:
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Refuse to fill in the details of an erased person."""
        if not (self.instance.name or self.instance.email_key):
            raise ValidationError(
                _("What was known of this person has been removed, and nothing is added to it.")
            )
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class RegistrationEditView(EditView):
    """Correct what was misheard or mistyped."""

    def save_instance(self) -> Registration:
        """Save only the corrected fields."""
        registration: Registration = self.form.save(commit=False)
        services.correct(
            registration=registration, changed=self.form.changed_data, actor=self.request.user
        )
        return registration


class RegistrationInspectView(InspectView):
    """Everything about one registration, in words."""

    def get_field_label(self, field_name: str, field: Any) -> Any:
        """Return the heading also of what is no field."""
        return HEADINGS.get(field_name) or super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Return yes or no for a boolean, and a dash for an empty value."""
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return "–" if value in (None, "") else value


class RegistrationIndexView(SafeExportMixin, IndexView):
    """The list, with an export safe from formulas, and links to the actions on many rows."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add how many look automated and, of one session, how many wish to use Welsh."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["suspect"] = Registration.objects.suspect().count()
        chosen = self.filters.form.cleaned_data if self.is_filtering else {}
        session = chosen.get("session")
        if session:
            session = with_language_demand(EventSession.objects.filter(pk=session.pk)).get()
            context |= {
                "welsh": language_demand_of(session),
                "translation_lacks": needs_translation(session),
            }
        return context

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the actions on many registrations that this user may carry out."""
        buttons: list[Button] = super().header_more_buttons
        user = self.request.user
        if user.has_perm("registration.add_registration"):
            url = reverse("registration-imports")
            buttons.append(Button(_("Import bookings"), url, icon_name="upload"))
        if user.has_perm("registration.add_registrationmessage"):
            url = f"{reverse('registration-message')}?{self.request.GET.urlencode()}"
            buttons.append(Button(_("Write to these people"), url, icon_name="mail"))
        return buttons


def robot_line(row: Registration) -> str:
    """Return a warning where a live registration looks automated and staff have not checked it."""
    return _("May be from a robot") if row.looks_automated and row.is_live else ""


class RegistrationViewSet(SnippetViewSet):
    """Registrations."""

    model = Registration
    icon = "group"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Registrations")
    menu_order = MenuOrder.REGISTRATIONS
    index_view_class = RegistrationIndexView
    index_results_template_name = "registration/admin/list_results.html"
    #: Not Wagtail's form of the model: staff fill in the public form.
    add_view = property(lambda self: BookView.as_view())
    edit_view_class = RegistrationEditView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = RegistrationInspectView
    list_display = [
        "reference",
        "name",
        Column("organisation_name", label=gettext_lazy("Organisation")),
        "session",
        "state",
        Column("robot", label=gettext_lazy("To be looked at"), accessor=robot_line),
        "created_at",
    ]
    list_export = EXPORTED
    export_headings = HEADINGS
    filterset_class = RegistrationFilterSet
    list_per_page = 50
    search_fields = SEARCHED
    inspect_view_fields = INSPECTED
    edit_handler = ObjectList(
        [
            FieldPanel("session"),
            FieldRowPanel([FieldPanel("name"), FieldPanel("email_key")]),
            MultiFieldPanel(
                [FieldPanel("organisation"), FieldPanel("organisation_text")],
                heading=gettext_lazy("Organisation"),
            ),
            MultiFieldPanel(
                [FieldPanel("role"), FieldPanel("role_text")], heading=gettext_lazy("Role")
            ),
            FieldRowPanel([FieldPanel("mail_locale"), FieldPanel("wants_welsh_at_event")]),
            FieldPanel("source"),
        ],
        base_form_class=RegistrationForm,
    )

    def get_queryset(self, request: HttpRequest) -> RegistrationQuerySet:
        """Return the registrations with everything that a row shows."""
        return Registration.objects.select_related(
            "session__event", "session__venue", "organisation", "role"
        ).prefetch_related("answers__question", "answers__option")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the addresses of the actions on one registration."""
        verbs = {
            "cancel": CancelView,
            "move": MoveView,
            "approve": ApproveView,
            "reject": RejectView,
            "vouch": MarkAsHumanView,
        }
        own = [path(f"{name}/<int:pk>/", verbs[name].as_view(), name=name) for name in verbs]
        return [*super().get_urlpatterns(), *own]
