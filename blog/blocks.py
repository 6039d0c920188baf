"""The blocks of a post's body."""

from wagtail import blocks

from events.blocks import EventCallBlock
from events.evaluation.blocks import CaptureBlock, ChartBlock
from gpx_site.core.blocks import (
    AccordionBlock,
    CalloutBlock,
    DocumentBlock,
    HeadingBlock,
    PictureBlock,
    QuotationBlock,
    TableBlock,
    TextBlock,
    VideoBlock,
)


class PostBody(blocks.StreamBlock):
    """What a post is written with."""

    text = TextBlock()
    heading = HeadingBlock()
    quotation = QuotationBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()
    picture = PictureBlock()
    video = VideoBlock()
    document = DocumentBlock()
    table = TableBlock()
    chart = ChartBlock()
    capture = CaptureBlock()
    event = EventCallBlock()
