"""Load pages: each in the language of its source first, then its translation."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from blog.models import BlogIndexPage, BlogPage, PostAuthor, Series
from events.models import Event, EventIndexPage, EventPage
from gpx_site.core.models import BasePage, Contributor, Organisation
from gpx_site.demo.loader.blocks import block
from gpx_site.demo.loader.content import Row, paired, read
from gpx_site.demo.loader.facts import load_image, topics
from gpx_site.home.models import HomePage, StandardPage
from gpx_site.i18n.bilingual import other_language
from gpx_site.translations import publishing
from gpx_site.translations.create_translation import create_translation
from resources.models import LearningPage, ResourceIndexPage

Words = Callable[[str], dict[str, Any]]


def load_pages() -> None:
    """Create the front page, the sections and everything in them, in both languages."""
    home = _load_home()
    sections = read("pages")["section"]
    models: dict[str, type[BasePage]] = {
        "blog": BlogIndexPage,
        "events": EventIndexPage,
        "resources": ResourceIndexPage,
    }
    sections = sorted(sections, key=lambda row: list(models).index(row["key"]))
    parents = {
        row["key"]: _pair(models[row["key"]], home, row, _listed, show_in_menus=True)
        for row in sections
    }
    for row in read("pages")["standard"]:
        _pair(StandardPage, home, row, _standard)
    for row in read("events")["event"]:
        _load_event_page(parents["events"], row)
    _load_series()
    for row in read("posts")["post"]:
        _load_post(parents["blog"], row)
    for row in read("resources")["learning"]:
        _load_learning(parents["resources"], row)


def _load_home() -> HomePage:
    english = Locale.objects.get_or_create(language_code="en")[0]
    Locale.objects.get_or_create(language_code="cy")
    found: HomePage | None = HomePage.objects.filter(locale=english).first()
    if found:
        return found
    root = Page.get_first_root_node()
    # A new Wagtail database has a welcome page instead of the front page.
    root.get_children().filter(slug="home").exclude(depth=1).delete()
    root = Page.get_first_root_node()
    row = {"slug_en": "home", "slug_cy": "hafan", **read("pages")["home"]}
    home: HomePage = _pair(HomePage, root, row, _front)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "port": 80,
            "root_page": home,
            "site_name": "Good Practice Exchange",
        },
    )
    return home


def _front(row: Row, language: str) -> dict[str, Any]:
    return {
        "strapline": row[f"strapline_{language}"],
        "standfirst": row[f"standfirst_{language}"],
        "image": load_image(row.get("image", "")),
        "image_alt": row.get(f"image_alt_{language}", ""),
    }


def _listed(row: Row, language: str) -> dict[str, Any]:
    return {"standfirst": row[f"standfirst_{language}"]}


def _standard(row: Row, language: str) -> dict[str, Any]:
    return {"standfirst": row[f"intro_{language}"], "body": row[f"body_{language}"].strip()}


def _pair(
    model: type[BasePage],
    parent: Page,
    row: Row,
    words: Callable[[Row, str], dict[str, Any]],
    finish: Callable[[Any], None] | None = None,
    **facts: Any,
) -> Any:
    """Return the English page of ``row``; create and publish it and its translation if missing.

    ``words(row, language)`` returns the fields that differ; ``finish(page)`` adds related rows to
    the source page before it is saved, from which they are copied to its translation.
    """
    first = row.get("source_language", "en")
    found = model.objects.filter(slug=row["slug_en"], locale__language_code="en").first()
    if found:
        return found

    def own(language: str) -> dict[str, Any]:
        title, slug = row[f"title_{language}"], row[f"slug_{language}"]
        return {"title": title, "slug": slug, **words(row, language)}

    locale = Locale.objects.get(language_code=first)
    place = parent.get_translation_or_none(locale) or parent
    page = model(locale=locale, **own(first), **facts)
    if finish:
        finish(page)
    place.specific.add_child(instance=page)
    translation = create_translation(page)
    for name, value in own(other_language(first)).items():
        setattr(translation, name, value)
    translation.save_revision()
    revision = page.save_revision()
    publishing.mark_ready(page=translation)
    revision.publish()
    return page if first == "en" else translation


def _load_event_page(parent: Page, row: Row) -> None:
    def words(row: Row, language: str) -> dict[str, Any]:
        return {
            "standfirst": row[f"summary_{language}"],
            "aim": row[f"aim_{language}"].strip(),
            "covers": row[f"covers_{language}"].strip(),
            "image_alt": row[f"image_alt_{language}"],
        }

    event = Event.objects.get(slug=row["key"])
    _pair(EventPage, parent, row, words, event=event, image=load_image(row["image"]))


def _load_series() -> None:
    for row in read("posts")["series"]:
        coming = [("part", _coming_part(part)) for part in row["coming"]]
        Series.objects.get_or_create(
            slug=row["slug_en"],
            defaults={
                "slug_cy": row["slug_cy"],
                "coming": coming,
                **paired(row, "title", "description"),
            },
        )


def _coming_part(row: Row) -> dict[str, Any]:
    days = row.get("expected_day")
    expected_on = timezone.localdate() + dt.timedelta(days=days) if days else None
    return {"part": row["part"], "expected_on": expected_on, **paired(row, "title")}


def _load_post(parent: Page, row: Row) -> None:
    def words(row: Row, language: str) -> dict[str, Any]:
        return {
            "standfirst": row[f"standfirst_{language}"],
            "image_alt": row.get(f"image_alt_{language}", ""),
            "image_caption": row.get(f"image_caption_{language}", ""),
            "body": body_blocks(row, language),
        }

    def finish(post: BlogPage) -> None:
        authors = {each.slug: each for each in Contributor.objects.filter(slug__in=row["authors"])}
        post.bylines.set(
            PostAuthor(contributor=authors[key], sort_order=place)
            for place, key in enumerate(row["authors"])
        )
        post.topics.set(topics(row["topics"]))

    _pair(
        BlogPage,
        parent,
        row,
        words,
        finish,
        date=row["date"],
        image=load_image(row.get("image", "")),
        series=Series.objects.filter(slug=row.get("series", "")).first(),
        series_part=row.get("series_part"),
        event=Event.objects.filter(slug=row.get("event", "")).first(),
        **_original(row.get("reblog", {})),
    )


def _original(reblog: Row) -> dict[str, Any]:
    if not reblog:
        return {}
    return {
        "original_url": reblog["url"],
        "original_site": reblog["site_name"],
        "original_author": reblog["author"],
        "original_title": reblog["title"],
        "original_language": reblog["language"],
        "original_opening": reblog["opening"],
        "words_remaining": reblog["words_remaining"],
    }


def body_blocks(row: Row, language: str) -> list[tuple[str, Any]]:
    """Return the body of a post as blocks: headings, text, and the quotation after the first text.

    A comment ``<!-- key -->`` is replaced by the block with that key.
    """
    made = {each["key"]: each for each in row.get("block", [])}
    parts = re.split(r"<h2>(.*?)</h2>|<!-- ([\w-]+) -->", row[f"body_{language}"])
    blocks: list[tuple[str, Any]] = []
    for text, heading, key in zip(
        parts[::3], [None, *parts[1::3]], [None, *parts[2::3]], strict=True
    ):
        if heading:
            blocks.append(("heading", heading))
        elif key:
            blocks.append(block(made[key], language))
        if text.strip():
            blocks.append(("text", RichText(text.strip())))
    if row.get(f"quote_{language}"):
        quotation = {
            "text": row[f"quote_{language}"],
            "attribution": row[f"quote_attribution_{language}"],
        }
        after_text = next((i for i, (kind, _) in enumerate(blocks) if kind == "text"), 0) + 1
        blocks.insert(after_text, ("quotation", quotation))
    return blocks


def _load_learning(parent: Page, row: Row) -> None:
    def words(row: Row, language: str) -> dict[str, Any]:
        return {
            "standfirst": row[f"summary_{language}"],
            "body": row[f"body_{language}"].strip(),
            "image_alt": row[f"image_alt_{language}"],
        }

    def finish(page: LearningPage) -> None:
        page.topics.set(topics(row["topics"]))

    _pair(
        LearningPage,
        parent,
        row,
        words,
        finish,
        kind=row["kind"],
        year=row["year"],
        organisation=Organisation.objects.get(slug=row["organisation"]),
        image=load_image(row["image"]),
        published_on=timezone.localdate().replace(year=row["year"], month=1, day=15),
    )
