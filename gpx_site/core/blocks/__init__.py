"""The blocks that pages of every kind are written with, each with its own template.

Words are translatable text; what is a fact (an address, a document, a language) is kept once for
both languages, in paired fields ``x_en`` and ``x_cy`` where the languages differ.
"""

from gpx_site.core.blocks.media import DocumentBlock, PictureBlock, VideoBlock
from gpx_site.core.blocks.tables import TableBlock
from gpx_site.core.blocks.text import (
    AccordionBlock,
    CalloutBlock,
    HeadingBlock,
    QuotationBlock,
    TextBlock,
)

__all__ = [
    "AccordionBlock",
    "CalloutBlock",
    "DocumentBlock",
    "HeadingBlock",
    "PictureBlock",
    "QuotationBlock",
    "TableBlock",
    "TextBlock",
    "VideoBlock",
]
