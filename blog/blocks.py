"""The blocks of a post's body."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from events.models import Event
from gpx_site.core.bilingual import active_language
from gpx_site.core.blocks import (
    CalloutBlock,
    HeadingBlock,
    PictureBlock,
    QuotationBlock,
    TextBlock,
)


class EventCallBlock(blocks.StructBlock):
    """An invitation to an event in the middle of a text."""

    event = SnippetChooserBlock("events.Event", label=_("Event"))
    text = blocks.TextBlock(label=_("Why the reader should come"), required=False)

    class Meta:
        icon = "date"
        label = _("Call to an event")
        template = "blocks/event_call.html"
        description = _("An invitation, with the date and a link to the event.")

    def get_preview_value(self):
        """Preview with an event of the site's own."""
        return {"event": Event.objects.last(), "text": "Bring one service with you."}

    def get_context(self, value, parent_context=None) -> dict:
        """Add the event's page in the reader's language and its next session."""
        context = super().get_context(value, parent_context=parent_context)
        event = value["event"]
        if event:
            pages = event.pages.live().filter(locale__language_code=active_language())
            context["event_page"] = pages.first()
            context["next_session"] = event.sessions.upcoming().select_related("venue").first()
        return context


class PostBody(blocks.StreamBlock):
    """What a post is written with."""

    text = TextBlock()
    heading = HeadingBlock()
    picture = PictureBlock()
    quotation = QuotationBlock()
    callout = CalloutBlock()
    event = EventCallBlock()
