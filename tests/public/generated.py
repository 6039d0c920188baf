"""Pages that nobody has written, of every kind and with every kind of block."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.models import Page

from blog.blocks import PostBody
from blog.models import BlogPage
from events.evaluation.blocks import CodeBlock
from events.models import EventPage
from gpx_site.demo.loader.facts import load_image
from gpx_site.i18n.bilingual import LANGUAGES
from resources.models import LearningPage
from tests import factories
from tests.factories.blog import blog_index
from tests.factories.feedback import capture
from tests.factories.tree import Tree, translations
from tests.public.sentences import Writer
from tests.search.factories import resource_index

Pages = tuple[Page, Page]


def fill(block: blocks.Block, write: Writer) -> Any:
    """A value for ``block`` as it is stored."""
    for kind, value in VALUES.items():
        if isinstance(block, kind):
            return value(block, write)
    raise AssertionError(f"say how to fill {type(block).__name__}")


def _struct(block: blocks.StructBlock, write: Writer) -> dict[str, Any]:
    return {name: fill(child, write) for name, child in block.child_blocks.items()}


def _stream(block: blocks.StreamBlock, write: Writer) -> list[dict[str, Any]]:
    return [{"type": name, "value": value} for name, value in _struct(block, write).items()]


def _table(block: TypedTableBlock, write: Writer) -> dict[str, Any]:
    names = list(block.child_blocks)
    return {
        "caption": write.label(),
        "columns": [{"type": name, "heading": write.label()} for name in names],
        "rows": [{"values": list(_struct(block, write).values())}],
    }


def _values(block: blocks.FieldBlock) -> list[str]:
    return [value for value, _label in block.field.choices if value]


def _chosen(block: blocks.ChooserBlock) -> int | None:
    return getattr(block.model_class.objects.first(), "pk", None)


def _codes(choices: Sequence[tuple[str, Any]]) -> Iterator[str]:
    """The codes among choices, which may be in groups."""
    for code, label in choices:
        if isinstance(label, list):
            yield from _codes(label)
        else:
            yield code


#: How each kind of block is filled; a kind stands before the kinds that it is made of.
VALUES: dict[type[blocks.Block], Callable[[Any, Writer], Any]] = {
    TypedTableBlock: _table,
    blocks.StructBlock: _struct,
    blocks.StreamBlock: _stream,
    blocks.ListBlock: lambda block, write: [fill(block.child_block, write) for _ in range(2)],
    blocks.RichTextBlock: lambda _block, write: write.html(),
    blocks.TextBlock: lambda _block, write: write.paragraph(),
    blocks.CharBlock: lambda _block, write: write.label(),
    CodeBlock: lambda block, _write: next(_codes(block.choices()), ""),
    blocks.MultipleChoiceBlock: lambda block, _write: _values(block),
    blocks.ChoiceBlock: lambda block, _write: _values(block)[0],
    blocks.ChooserBlock: lambda block, _write: _chosen(block),
    blocks.URLBlock: lambda _block, _write: "https://www.youtube.com/watch?v=aaaaaaaaaaa",
    blocks.BooleanBlock: lambda _block, _write: False,
}


@dataclass(frozen=True)
class Site:
    """A bilingual site with its sections, in which pages are put."""

    blog: Pages
    events: Pages
    resources: Pages

    @classmethod
    def build(cls, tree: Tree) -> "Site":
        """The sections below ``tree``, and what blocks may choose."""
        load_image("workshop-tables.jpg")
        get_document_model().objects.create(title="1", file=ContentFile(b"1", name="1.pdf"))
        capture()
        return cls(blog_index(tree), factories.event_index(tree), resource_index(tree))

    def pages(self, n: int, *, slip_in: str = "", slip: int = -1) -> tuple[Pages, list[Writer]]:
        """The ``n``-th pair of pages, of a kind in turn; and who wrote them."""
        writers = [Writer(each, n, slip if each == slip_in else -1) for each in LANGUAGES]
        kind = (self._posts, self._events, self._learning)[n % 3]
        return kind(n, *writers), writers

    def _posts(self, n: int, *writers: Writer) -> Pages:
        author = factories.contributor(name="Efa Mostyn", slug=f"efa-{n}")
        body = PostBody()
        made = [
            BlogPage(
                title=write.title(),
                slug=f"post-{n}",
                standfirst=write.sentence(),
                search_description=write.sentence(),
                date=dt.date(2026, 1 + n % 12, 5),
                body=body.to_python(fill(body, write)),
            )
            for write in writers
        ]
        for page in made:
            page.bylines.create(contributor=author)
        return translations(self.blog, *made)

    def _events(self, n: int, *writers: Writer) -> Pages:
        titles = [write.title() for write in writers]
        access = [write.paragraph() for write in writers]
        event = factories.event(slug=f"event-{n}", title_en=titles[0], title_cy=titles[1])
        venue = factories.venue(access_en=access[0], access_cy=access[1])
        factories.session(event=event, venue=venue, capacity=n % 2)
        made = [
            EventPage(
                title=title,
                slug=f"event-{n}",
                event=event,
                standfirst=write.sentence(),
                aim=write.html(),
                covers=write.html(),
            )
            for title, write in zip(titles, writers, strict=True)
        ]
        return translations(self.events, *made)

    def _learning(self, n: int, *writers: Writer) -> Pages:
        organisation = factories.organisation()
        made = [
            LearningPage(
                title=write.title(),
                slug=f"learning-{n}",
                kind=LearningPage.Kind.values[n % 2],
                standfirst=write.sentence(),
                body=write.html(),
                organisation=organisation,
                year=2026,
            )
            for write in writers
        ]
        return translations(self.resources, *made)
