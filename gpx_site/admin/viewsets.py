"""The shared records in the staff admin, and the order of its menu."""

from enum import IntEnum
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from gpx_site.core.fields import AddressField, LineField
from gpx_site.core.models import Contributor, Organisation, Person, Topic


class MenuOrder(IntEnum):
    """The position of each group in the admin's menu, between Pages (100) and Images (300)."""

    EVENTS = 200
    REGISTRATIONS = 210
    FEEDBACK = 220
    EVALUATION = 230
    NUMBERS = 235
    BLOG = 240
    COMMENTS = 245
    RESOURCES = 250
    PEOPLE = 260
    ORGANISATIONS = 270
    TOPICS = 280


def paired(field: str) -> FieldRowPanel:
    """Return a panel with the English and the Welsh of ``field`` side by side."""
    return FieldRowPanel([FieldPanel(f"{field}_en"), FieldPanel(f"{field}_cy")])


class PersonForm(WagtailAdminModelForm):
    """The form in which staff correct an attendee."""

    name = LineField(label=_("name"), max_length=150, required=False)
    email_key = AddressField(label=_("e-mail address"), max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The address identifies a person: registrations copy it, and erasure uses it.
        if self.instance.pk:
            # It may be no address: attendees registered on the day may have none.
            label = self.fields["email_key"].label
            self.fields["email_key"] = forms.CharField(label=label, disabled=True)


class PersonViewSet(SnippetViewSet):
    """Attendees; created by registration, so that staff mostly correct them."""

    model = Person
    icon = "user"
    list_display = ["name", "email_key", "organisation", "language"]
    list_filter = ["language", "organisation"]
    list_per_page = 50
    search_fields = ["name", "email_key"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("email_key"),
            FieldPanel("organisation"),
            FieldPanel("language"),
        ],
        base_form_class=PersonForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        """Fetch the organisation with the person."""
        return Person.objects.select_related("organisation")


class ContributorViewSet(SnippetViewSet):
    """Authors and speakers."""

    model = Contributor
    icon = "group"
    list_display = ["name", Column("role", label=_("Role")), "organisation"]
    list_filter = ["is_staff", "organisation"]
    list_per_page = 50
    search_fields = ["name", "role_en", "role_cy"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        paired("role"),
        FieldPanel("organisation"),
        FieldPanel("is_staff"),
        FieldPanel("image"),
        MultiFieldPanel([paired("biography")], heading=_("Biography")),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contributor]:
        """Fetch the organisation with the contributor."""
        return Contributor.objects.select_related("organisation")


class PeopleGroup(SnippetViewSetGroup):
    """Attendees and contributors."""

    menu_label = _("People")
    menu_icon = "group"
    menu_order = MenuOrder.PEOPLE
    items = (PersonViewSet, ContributorViewSet)


class OrganisationViewSet(SnippetViewSet):
    """Organisations, with their other names."""

    model = Organisation
    icon = "site"
    add_to_admin_menu = True
    menu_label = _("Organisations")
    menu_order = MenuOrder.ORGANISATIONS
    list_display = ["__str__", "sector"]
    list_filter = ["sector"]
    list_per_page = 50
    search_fields = ["name_en", "name_cy", "aliases__name"]
    panels = [
        paired("name"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("sector")]),
        InlinePanel(
            "aliases",
            panels=[FieldPanel("name")],
            heading=_("Other names"),
            label=_("Other name"),
            help_text=_("Short names and spellings by which people call this organisation."),
        ),
    ]


class TopicViewSet(SnippetViewSet):
    """The vocabulary of topics."""

    model = Topic
    icon = "tag"
    add_to_admin_menu = True
    menu_label = _("Topics")
    menu_order = MenuOrder.TOPICS
    list_display = ["name", "name_cy", "slug"]
    list_per_page = 50
    search_fields = ["name", "name_cy"]
    panels = [
        FieldRowPanel(
            [
                FieldPanel("name", heading=_("Name in English")),
                FieldPanel("name_cy", heading=_("Name in Welsh")),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("slug", heading=_("Slug in English")),
                FieldPanel("slug_cy", heading=_("Slug in Welsh")),
            ]
        ),
    ]
