"""The text of an event, one page per language, and the programme that lists them."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail_localize.fields import SynchronizedField

from events.models.event import Event
from events.models.recordings import player
from events.models.sessions import EventSession
from events.querysets import EventPageQuerySet, EventSessionQuerySet
from gpx_site.core.models import BasePage, PictureMixin
from gpx_site.routing.sub_urls import SubURLMixin

PLAIN_TEXT = ["h3", "bold", "italic", "ul", "ol", "link", "document-link"]


class EventIndexPage(SubURLMixin, BasePage):
    """The programme: upcoming sessions or, with ``?when=past``, past ones, with filters."""

    PAST_PER_PAGE = 20

    standfirst = models.TextField(_("standfirst"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("standfirst")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]
    max_count_per_parent = 1
    template = "events/event_index_page.html"

    class Meta:
        verbose_name = _("events page")
        verbose_name_plural = _("events pages")

    def with_pages(self, sessions: Iterable[EventSession]) -> list[EventSession]:
        """Return ``sessions``, each with the page in this language as ``page``."""
        sessions = list(sessions)
        events = {session.event_id for session in sessions}
        pages = EventPage.objects.child_of(self).live().filter(event__in=events)
        by_event = {page.event_id: page for page in pages}
        for session in sessions:
            session.page = by_event[session.event_id]
        return sessions

    def sessions(self) -> EventSessionQuerySet:
        """Return the sessions of the events that have a live page here."""
        events = EventPage.objects.child_of(self).live().order_by().values("event")
        sessions = EventSession.objects.filter(event__in=events).with_hosts()
        return sessions.select_related("event", "venue")


class EventPage(SubURLMixin, PictureMixin, BasePage):
    """The text of an event in one language; its facts are on ``event``, which both share."""

    event = models.ForeignKey(
        Event, verbose_name=_("event"), related_name="pages", on_delete=models.PROTECT
    )
    standfirst = models.TextField(
        _("standfirst"), max_length=300, help_text=_("One or two sentences.")
    )
    aim = RichTextField(_("aim"), features=PLAIN_TEXT)
    covers = RichTextField(_("what will be covered"), features=PLAIN_TEXT, blank=True)

    objects: ClassVar[PageManager] = PageManager.from_queryset(EventPageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("event"),
        FieldPanel("standfirst"),
        FieldPanel("aim"),
        FieldPanel("covers"),
        MultiFieldPanel(PictureMixin.picture_panels, heading=_("Picture")),
    ]
    override_translatable_fields = [SynchronizedField("event", overridable=False)]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    template = "events/event_page.html"
    served_with = ("event", "image")

    class Meta:
        verbose_name = _("event page")
        verbose_name_plural = _("event pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the facts of the event: sessions, people, organisations, audience and posts."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        event = self.event
        rows = list(event.sessions.with_recordings())
        sessions = list(dict.fromkeys(rows))
        roles = event.roles.select_related(
            "contributor__organisation", "contributor__image", "organisation"
        )
        past = [session for session in sessions if session.is_over]
        recordings = [row.recording for row in rows if row.is_over and hasattr(row, "recording")]
        return context | {
            "event": event,
            "recordings": [player(each, request) for each in recordings],
            "photographs": event.photographs.for_page() if past else (),
            "upcoming": [session for session in sessions if not session.is_over],
            "past": past,
            "roles": roles,
            "people": [role for role in roles if role.contributor_id],
            "organisations": [role for role in roles if role.organisation_id],
            "audience": event.audience.all(),
            "topics": event.topics.all(),
        }
