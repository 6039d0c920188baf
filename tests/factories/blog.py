"""The blog: its pages in both languages, posts and series."""

import datetime as dt
from collections.abc import Iterable

from blog.models import BlogIndexPage, BlogPage, PostAuthor, PostTopic, Series
from gpx_site.core.models import Contributor, Topic
from tests.factories.many import ground, many_twins
from tests.factories.numbers import next_number
from tests.factories.tree import Tree, translations


def blog_index(tree: Tree) -> tuple[BlogIndexPage, BlogIndexPage]:
    """The blog in English and in Welsh."""
    return ground(
        (tree.en, tree.cy),
        BlogIndexPage(title="Blog", slug="blog", show_in_menus=True),
        BlogIndexPage(title="Blog", slug="blog", show_in_menus=True),
    )


def series(**fields) -> Series:
    """A series of which nothing is announced."""
    n = next_number()
    defaults = {
        "slug": f"series-{n}",
        "slug_cy": f"cyfres-{n}",
        "title_en": "Well managed risks",
        "title_cy": "Rheoli risgiau’n dda",
    }
    return Series.objects.create(**defaults | fields)


def coming(part: int, expected_on: dt.date | None = None) -> tuple[str, dict]:
    """A part of a series that is announced: ``series(coming=[coming(2)])``."""
    titles = {"title_en": f"What next? {part}", "title_cy": f"Beth nesaf? {part}"}
    return ("part", {"part": part, "expected_on": expected_on, **titles})


def posts(
    index: tuple[BlogIndexPage, BlogIndexPage],
    *,
    authors: tuple[Contributor, ...] = (),
    topics: tuple[Topic, ...] = (),
    **fields,
) -> tuple[BlogPage, BlogPage]:
    """A post in English and in Welsh."""
    made = translations(index, *_words(**fields))
    for page in made:
        page.bylines = [
            PostAuthor(contributor=author, sort_order=place) for place, author in enumerate(authors)
        ]
        page.topics.set(topics)
        page.save()
    return made


def many_posts(
    index: tuple[BlogIndexPage, BlogIndexPage], each: Iterable[dict]
) -> list[tuple[BlogPage, BlogPage]]:
    """Posts by the hundred: ``posts(index, **fields)`` for the fields of ``each``."""
    given = [{"authors": (), "topics": ()} | fields for fields in each]
    shown = [(fields.pop("authors"), fields.pop("topics")) for fields in given]
    made = many_twins(index, [_words(**fields) for fields in given])
    pages = [(page, *own) for pair, own in zip(made, shown, strict=True) for page in pair]
    PostAuthor.objects.bulk_create(
        PostAuthor(page=page, contributor=author, sort_order=place)
        for page, authors, _topics in pages
        for place, author in enumerate(authors)
    )
    PostTopic.objects.bulk_create(
        PostTopic(content_object=page, tag=topic)
        for page, _authors, topics in pages
        for topic in topics
    )
    return made


def _words(**fields) -> tuple[BlogPage, BlogPage]:
    """A post that is nowhere yet."""
    n = next_number()
    fields.setdefault("date", dt.date(2026, 5, 27))
    fields.setdefault("body", [("text", "<p>Text.</p>")])
    return (
        BlogPage(title=f"The kettle {n}", slug=f"kettle-{n}", standfirst="Before all.", **fields),
        BlogPage(title=f"Y tegell {n}", slug=f"tegell-{n}", standfirst="Cyn popeth.", **fields),
    )
