"""Events in the staff admin: the facts, their sessions, places and audiences."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from events.announcements.viewsets import AnnouncementViewSet
from events.models import AudienceRole, Event, EventSession, Venue
from events.recordings.viewsets import RecordingViewSet
from events.registration.admin.session_actions import SessionEditView, SessionForm
from events.registration.language_demand import (
    language_demand_of,
    needs_translation,
    with_language_demand,
)
from gpx_site.admin.question_panels import KeptQuestionsForm
from gpx_site.admin.viewsets import MenuOrder, paired

if TYPE_CHECKING:
    from events.registration.language_demand import CountedSession

QUESTION_PANELS = [
    FieldRowPanel([FieldPanel("slug"), FieldPanel("kind")]),
    paired("text"),
    paired("hint"),
    FieldRowPanel([FieldPanel("required"), FieldPanel("kept")]),
    InlinePanel(
        "options",
        panels=[FieldPanel("slug"), paired("label")],
        heading=_("Options"),
        label=_("Option"),
    ),
]


class EventViewSet(SnippetViewSet):
    """Events, with the parts that people and organisations play in them."""

    model = Event
    icon = "calendar-alt"
    list_display = ["__str__", "kind", "slug"]
    list_filter = ["kind", "audience"]
    list_per_page = 50
    search_fields = ["title_en", "title_cy", "slug"]
    panels = [
        paired("title"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("kind")]),
        FieldPanel("audience"),
        FieldPanel("topics"),
        FieldPanel("registrations_kept"),
        MultiFieldPanel(
            [FieldPanel("supported"), FieldPanel("host_url")], heading=_("An event of others")
        ),
        InlinePanel(
            "roles",
            panels=[
                FieldPanel("part"),
                FieldRowPanel([FieldPanel("contributor"), FieldPanel("organisation")]),
            ],
            heading=_("People and organisations"),
            help_text=_(
                "The event’s page names them in this order. Choose a person or an organisation."
            ),
            label=_("Role"),
        ),
        InlinePanel(
            "photographs",
            panels=[FieldPanel("image"), paired("alt"), paired("caption")],
            heading=_("Photographs, shown once the event has been held"),
            label=_("Photograph"),
        ),
        InlinePanel(
            "registration_questions",
            panels=QUESTION_PANELS,
            heading=_("What the registration form asks, beyond what every form asks"),
            label=_("Question"),
        ),
    ]
    edit_handler = ObjectList(panels, base_form_class=KeptQuestionsForm)


def welsh_line(session: "CountedSession") -> str:
    """Return how many wish to use Welsh, and whether translation must be arranged."""
    wishes = language_demand_of(session)
    if not wishes.wishing:
        return ""
    words = _("%(wishing)s of %(people)s (%(share)s)")
    if needs_translation(session):
        words = _("%(wishing)s of %(people)s (%(share)s): arrange simultaneous translation")
    facts = {"wishing": wishes.wishing, "people": wishes.people, "share": wishes.share}
    return words % facts


class EventSessionViewSet(SnippetViewSet):
    """Sessions; the counters are read only, and the status has its own buttons."""

    model = EventSession
    icon = "time"
    edit_view_class = SessionEditView
    list_display = [
        "event",
        "starts_at",
        Column("place", label=_("Place")),
        "status",
        "places_taken",
        "capacity",
        "queue_len",
        Column("welsh", label=_("Wish to use Welsh"), accessor=welsh_line),
    ]
    list_filter = ["status", "mode", "event"]
    list_per_page = 50
    ordering = ["-starts_at", "-id"]
    search_fields = ["event__title_en", "event__title_cy", "venue__name_en", "venue__name_cy"]
    panels = [
        FieldPanel("event"),
        HelpPanel(
            _(
                "When you change the time or the place, everybody who is registered or waiting is "
                "told by email, and the entry in their calendar follows."
            )
        ),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("status", read_only=True), FieldPanel("mode")]),
        MultiFieldPanel(
            [FieldPanel("venue"), FieldPanel("join_url"), paired("joining")], heading=_("Place")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("overbook_allowance")]),
                FieldRowPanel(
                    [
                        FieldPanel("places_taken", read_only=True),
                        FieldPanel("queue_len", read_only=True),
                    ]
                ),
                FieldRowPanel([FieldPanel("waiting_list"), FieldPanel("approval_required")]),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
            ],
            heading=_("Places and registration"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("delivery_language"),
                FieldPanel("translation_provided"),
                FieldPanel("bsl_provided"),
                FieldPanel("captions_provided"),
            ],
            heading=_("Language and access"),
        ),
    ]
    edit_handler = ObjectList(panels, base_form_class=SessionForm)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[CountedSession]":
        """Return the sessions with their events, venues and Welsh wishes."""
        return with_language_demand(EventSession.objects.select_related("event", "venue"))


class VenueViewSet(SnippetViewSet):
    """Venues."""

    model = Venue
    icon = "home"
    list_display = ["__str__", "postcode"]
    list_per_page = 50
    search_fields = ["name_en", "name_cy", "town_en", "town_cy", "postcode"]
    panels = [
        paired("name"),
        paired("town"),
        paired("address"),
        FieldPanel("postcode"),
        paired("travel"),
        paired("access"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("slug_cy")]),
    ]


class AudienceRoleViewSet(SnippetViewSet):
    """The roles that events are for."""

    model = AudienceRole
    icon = "user"
    list_display = ["__str__", "slug"]
    list_per_page = 50
    search_fields = ["name_en", "name_cy"]
    panels = [paired("name"), FieldRowPanel([FieldPanel("slug"), FieldPanel("slug_cy")])]


class EventsGroup(SnippetViewSetGroup):
    """The Events menu."""

    menu_label = _("Events")
    menu_icon = "calendar-alt"
    menu_order = MenuOrder.EVENTS
    items = (
        EventViewSet,
        EventSessionViewSet,
        RecordingViewSet,
        AnnouncementViewSet,
        VenueViewSet,
        AudienceRoleViewSet,
    )
