"""Blocks of words."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from gpx_site.core.blocks.common import WORDS, anchor

TEXT_FEATURES = ["h3", "bold", "italic", "ul", "ol", "link", "document-link"]
#: For texts inside an element with its own heading.
SHORT_TEXT = ["bold", "italic", "ul", "ol", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    """A heading between the parts of a text."""

    class Meta:
        icon = "title"
        group = WORDS
        label = _("Heading")
        template = "blocks/heading.html"
        description = _("A heading that divides the text.")
        preview_value = "Start with something small"


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    class Meta:
        icon = "pilcrow"
        group = WORDS
        label = _("Text")
        template = "blocks/text.html"
        description = _("Paragraphs, lists and links.")
        preview_value = "<p>A letter is better than a strategy: <b>start with it</b>.</p>"

    def __init__(self, features: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(features=features or TEXT_FEATURES, **kwargs)


class QuotationBlock(blocks.StructBlock):
    """A quotation and its source."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), max_length=150, required=False)

    class Meta:
        icon = "openquote"
        group = WORDS
        label = _("Quotation")
        template = "blocks/quotation.html"
        description = _("Words worth setting apart, and who said them.")
        preview_value = {
            "text": "Guests don’t criticise the dinner.",
            "attribution": "A carer",
        }


class CalloutBlock(blocks.StructBlock):
    """A short text beside the argument: a definition, a tip, a warning."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100)
    text = TextBlock(label=_("Text"), features=["bold", "italic", "ul", "ol", "link"])

    class Meta:
        icon = "info-circle"
        group = WORDS
        label = _("Callout")
        template = "blocks/callout.html"
        description = _("A short text set apart: a definition, a tip or a warning.")
        preview_value = {
            "heading": "Safe to fail",
            "text": "<p>A trial whose failure costs little and teaches much.</p>",
        }


class AccordionSection(blocks.StructBlock):
    """One part of an accordion."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=150)
    text = TextBlock(label=_("Text"), features=SHORT_TEXT)


class AccordionBlock(blocks.StructBlock):
    """Sections that open one by one; without JavaScript all are open.

    Its heading has the level of the text's headings, so those of its sections are one level below.
    """

    heading = blocks.CharBlock(
        label=_("Heading"), max_length=150, help_text=_("Stands above the sections.")
    )
    sections = blocks.ListBlock(
        AccordionSection(label=_("Section")), label=_("Sections"), min_num=2
    )

    class Meta:
        icon = "list-ul"
        group = WORDS
        label = _("Accordion")
        template = "blocks/accordion.html"
        description = _("Questions and answers, or details of which each reader needs a few.")
        preview_value = {
            "heading": "Questions we are asked",
            "sections": [
                {"heading": "Does it cost anything?", "text": "<p>No. Everything is free.</p>"},
                {"heading": "Who may come?", "text": "<p>Everybody in public service.</p>"},
            ],
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the prefix of the ids of the sections."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        headings = [section["heading"] for section in value["sections"]]
        return context | {"anchor": anchor("sections", value["heading"], headings)}
