"""The blog: its pages in both languages, posts and series."""

import datetime as dt
from itertools import count

from blog.models import BlogIndexPage, BlogPage, PostAuthor, Series
from gpx_site.core.models import Contributor, Topic
from tests.factories.tree import Tree, twins

_number = count(1)


def blog_index(tree: Tree) -> tuple[BlogIndexPage, BlogIndexPage]:
    """The blog in English and in Welsh."""
    return twins(
        (tree.en, tree.cy),
        BlogIndexPage(title="Blog", slug="blog", show_in_menus=True),
        BlogIndexPage(title="Blog", slug="blog", show_in_menus=True),
    )


def series(**fields) -> Series:
    """A series of which nothing is announced."""
    n = next(_number)
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
    n = next(_number)
    fields.setdefault("date", dt.date(2026, 5, 27))
    fields.setdefault("body", [("text", "<p>Text.</p>")])
    made = twins(
        index,
        BlogPage(title=f"The kettle {n}", slug=f"kettle-{n}", standfirst="Before all.", **fields),
        BlogPage(title=f"Y tegell {n}", slug=f"tegell-{n}", standfirst="Cyn popeth.", **fields),
    )
    for page in made:
        page.bylines = [PostAuthor(contributor=author) for author in authors]
        page.topics.set(topics)
        page.save()
    return made
