"""Blocks about events."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructValue
from wagtail.snippets.blocks import SnippetChooserBlock

from events.models import Event, EventPage, EventSession
from gpx_site.core.blocks.rows import Preloaded
from gpx_site.i18n.bilingual import active_language

WAYS_ON = _("Ways on")


def events_to_call(keys: Collection[int], language: str) -> dict[int, Event]:
    """Return the events with these keys that have a live page in ``language``, in one query.

    Each has that page as ``live_pages`` and its next session, if any, as ``next_sessions``.
    """
    if not keys:
        return {}
    upcoming = EventSession.objects.upcoming().filter(event=OuterRef("event"))
    soonest = upcoming.order_by("starts_at", "pk").values("pk")[:1]
    pages = EventPage.objects.live().filter(event__in=keys, locale__language_code=language)
    found: dict[int, Event] = {}
    for page in pages.with_next_session().filter(
        Q(next_session=None) | Q(next_session=Subquery(soonest))
    ):
        event = found.setdefault(page.event_id, page.event)
        event.live_pages = [page]
        event.next_sessions = [session] if (session := getattr(page, "next_session", None)) else []
    return found


class EventChooserBlock(Preloaded, SnippetChooserBlock):
    """An event."""

    canonical_module_path = "wagtail.snippets.blocks.SnippetChooserBlock"


class EventCallValue(StructValue):
    """A value that fetches the page and sessions of its event together with those beside it."""

    beside: list[Event]

    def look_up(self) -> tuple[EventPage | None, EventSession | None]:
        """Return the event's live page in the reader's language and its next session."""
        event = self["event"]
        if event is None:
            return None, None
        if not hasattr(event, "next_sessions"):
            language = active_language()
            pages = EventPage.objects.live().filter(locale__language_code=language)
            sessions = EventSession.objects.upcoming().select_related("venue")
            prefetch_related_objects(
                self.beside or [event],
                Prefetch("pages", pages, to_attr="live_pages"),
                Prefetch("sessions", sessions, to_attr="next_sessions"),
            )
        return next(iter(event.live_pages), None), next(iter(event.next_sessions), None)


class EventCallBlock(blocks.StructBlock):
    """An invitation to an event in the middle of a text."""

    event = EventChooserBlock("events.Event", label=_("Event"))
    text = blocks.TextBlock(label=_("Why the reader should come"), required=False)

    class Meta:
        icon = "date"
        group = WAYS_ON
        label = _("Call to an event")
        template = "blocks/event_call.html"
        description = _("An invitation, with the date and a link to the event.")
        value_class = EventCallValue

    def _to_struct_value(self, block_items: Any) -> EventCallValue:
        value: EventCallValue = super()._to_struct_value(block_items)
        value.beside = []
        return value

    def bulk_to_python(self, values: Iterable[dict[str, Any]]) -> list[EventCallValue]:
        """Let all calls of a text fetch their pages and sessions at once."""
        made: list[EventCallValue] = super().bulk_to_python(list(values))
        events = [value["event"] for value in made if value["event"]]
        for value in made:
            value.beside = events
        return made

    def get_preview_value(self) -> Any:
        """Return a value with an event of the site."""
        event = Event.objects.filter(pages__live=True).last()
        return self.normalize({"event": event, "text": "Bring one service with you."})

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the event's page in the reader's language and its next session."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        page, session = value.look_up()
        return context | {"event_page": page, "next_session": session}
