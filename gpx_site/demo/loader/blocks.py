"""Build the blocks of the demonstration's posts from the rows of the content files."""

from collections.abc import Callable
from typing import Any

from wagtail.rich_text import RichText

from events.models import Event
from gpx_site.demo.loader.content import Row
from gpx_site.demo.loader.facts import load_image
from gpx_site.demo.loader.slides import load_slides
from gpx_site.i18n.bilingual import LANGUAGES


def block(row: Row, language: str) -> tuple[str, Any]:
    """Return the block of ``row`` in ``language``, as a body accepts it."""
    return row["kind"], MAKERS[row["kind"]](row, language)


def _words(row: Row, language: str, *fields: str) -> dict[str, str]:
    return {field: row[f"{field}_{language}"] for field in fields}


def _rich(row: Row, language: str, *fields: str) -> dict[str, RichText]:
    return {name: RichText(text.strip()) for name, text in _words(row, language, *fields).items()}


def _picture(row: Row, language: str) -> dict[str, Any]:
    picture = load_image(row["image"])
    if picture:
        picture.contextual_alt_text, picture.decorative = row[f"image_alt_{language}"], False
    return {"image": picture, **_words(row, language, "caption")}


def _video(row: Row, language: str) -> dict[str, Any]:
    facts = {name: row[name] for name in ("recording_en", "recording_cy", "captions")}
    poster = load_image(row["poster"])
    words = _words(row, language, "title") | _rich(row, language, "transcript")
    return {**facts, "poster": poster, **words}


def _document(row: Row, language: str) -> dict[str, Any]:
    documents = {f"document_{each}": load_slides(row["slides"], each) for each in LANGUAGES}
    return {**documents, **_words(row, language, "title", "description")}


def _table(row: Row, language: str) -> dict[str, Any]:
    words = _words(row, language, "caption", "headings", "rows")
    headings = zip(row["columns"], _cells(words["headings"]), strict=True)
    table = {
        "caption": words["caption"],
        "columns": [{"type": kind, "heading": heading} for kind, heading in headings],
        "rows": [{"values": _cells(line)} for line in words["rows"].strip().splitlines()],
    }
    return {"table": table, "row_headings": True}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _accordion(row: Row, language: str) -> dict[str, Any]:
    sections = [_callout(section, language) for section in row["section"]]
    return {"sections": sections, **_words(row, language, "heading")}


def _callout(row: Row, language: str) -> dict[str, Any]:
    return {**_words(row, language, "heading"), **_rich(row, language, "text")}


def _chart(row: Row, language: str) -> dict[str, Any]:
    return {"question": row["question"], **_words(row, language, "note")}


def _capture(row: Row, language: str) -> dict[str, Any]:
    return {"capture": row["capture"], **_words(row, language, "note")}


def _event(row: Row, language: str) -> dict[str, Any]:
    return {"event": Event.objects.get(slug=row["event"]), **_words(row, language, "text")}


MAKERS: dict[str, Callable[[Row, str], dict[str, Any]]] = {
    "picture": _picture,
    "video": _video,
    "document": _document,
    "table": _table,
    "accordion": _accordion,
    "callout": _callout,
    "chart": _chart,
    "capture": _capture,
    "event": _event,
}
