"""Blocks about events."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructValue
from wagtail.snippets.blocks import SnippetChooserBlock

from events.models import Event, EventPage, EventSession
from gpx_site.core.bilingual import active_language

WAYS_ON = _("Ways on")


class EventCallValue(StructValue):
    """A value that asks for its event's page and sessions together with those beside it."""

    beside: list[Event]

    def look_up(self) -> tuple[EventPage | None, EventSession | None]:
        """The event's live page in the reader's language and its next session."""
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

    event = SnippetChooserBlock("events.Event", label=_("Event"))
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
        """Let all calls of a text ask for their pages and sessions at once."""
        made: list[EventCallValue] = super().bulk_to_python(list(values))
        events = [value["event"] for value in made if value["event"]]
        for value in made:
            value.beside = events
        return made

    def get_preview_value(self) -> Any:
        """Preview with an event of the site's own."""
        event = Event.objects.filter(pages__live=True).last()
        return self.normalize({"event": event, "text": "Bring one service with you."})

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the event's page in the reader's language and its next session."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        page, session = value.look_up()
        return context | {"event_page": page, "next_session": session}
