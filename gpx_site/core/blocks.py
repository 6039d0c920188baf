"""The blocks that pages of every kind are written with, each with its own template."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h3", "bold", "italic", "ul", "ol", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    """A heading between the parts of a text."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        description = _("A heading that divides the text.")
        preview_value = "Start with something small"


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
        description = _("Paragraphs, lists and links.")
        preview_value = "<p>A letter is better than a strategy: <b>start with it</b>.</p>"

    def __init__(self, features: list[str] | None = None, **kwargs) -> None:
        super().__init__(features=features or TEXT_FEATURES, **kwargs)


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text, or marked as decoration, and a caption."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"
        description = _("A picture, described for people who cannot see it, with a caption.")

    @cached_property
    def newest_image(self):
        """The picture that the preview shows; None while there are none."""
        return get_image_model().objects.last()

    def get_preview_value(self):
        """Preview with a picture of the site's own."""
        return {"image": self.newest_image, "caption": "Everyone builds it, everyone lives in it."}


class QuotationBlock(blocks.StructBlock):
    """Somebody's words, and who said them."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), max_length=150, required=False)

    class Meta:
        icon = "openquote"
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
        label = _("Callout")
        template = "blocks/callout.html"
        description = _("A short text set apart: a definition, a tip or a warning.")
        preview_value = {
            "heading": "Safe to fail",
            "text": "<p>A trial whose failure costs little and teaches much.</p>",
        }
