"""The texts of a page under translation."""

import datetime as dt
import difflib
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail_localize.models import StringSegment, StringTranslation, TemplateSegment, Translation
from wagtail_localize.strings import StringValue

from gpx_site.translations.editor.segment_labels import Place, place

#: The slug of the page: generated from the title unless it is written by hand.
ADDRESS = "slug"
# Fields that are not shown on the page itself come last.
LAST = ("seo_title", "search_description", ADDRESS)
# The similarity from which an older text is offered for a new one.
ALIKE = 0.5


@dataclass(frozen=True, kw_only=True)
class Before:
    """An older version of the text and its translation, as a start."""

    source: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text: its source, its position, and its translation (empty for none).

    ``source`` and ``words`` are as in the editor: plain, or HTML if ``is_html``.
    """

    key: str
    path: str
    place: Place
    is_html: bool
    source: str
    words: str
    changed_at: dt.datetime | None
    changed_by: Any
    tool: str
    before: Before | None

    @property
    def seen(self) -> str:
        """Return a digest of ``words`` for a form, which shows whether they have changed since."""
        return seen(self.words)

    @property
    def is_address(self) -> bool:
        """Return whether it is the slug of the page, which may be empty."""
        return self.path == ADDRESS


def seen(words: str) -> str:
    """Return a short digest of ``words``."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def shown(data: str, *, is_html: bool) -> str:
    """Return stored ``data`` as the editor shows it."""
    return data if is_html else StringValue(data).render_text()


def kept(words: str, *, is_html: bool) -> str:
    """Return ``words`` from the editor as wagtail-localize stores them."""
    value = StringValue.from_translated_html if is_html else StringValue.from_plaintext
    data: str = value(words).data
    return data


def key(segment: StringSegment | StringTranslation) -> str:
    """Return the key of a text: its position and its source; equal texts there are one."""
    string = getattr(segment, "string_id", None) or segment.translation_of_id
    return f"{segment.context_id}-{string}"


def texts(translation: Translation) -> list[Text]:
    """Return the texts to translate, in the order of the page; three queries."""
    source = translation.source
    model = source.specific_content_type.model_class()
    segments = StringSegment.objects.filter(source=source).select_related("context", "string")
    rich = set(TemplateSegment.objects.filter(source=source).values_list("context_id", flat=True))
    done = _translations(translation)
    wanted = {key(each): each for each in segments.order_by("-order")}
    old = defaultdict(list)
    for each in done.values():
        if key(each) not in wanted:
            old[each.context_id].append(each)
    found = []
    for name, segment in wanted.items():
        is_html = segment.context_id in rich
        now = done.get(name)
        data = segment.string.data
        earlier = None if now else _nearest(data, old[segment.context_id], is_html=is_html)
        found.append(
            Text(
                key=name,
                path=segment.context.path,
                place=place(model, segment.context.field_path),
                is_html=is_html,
                source=shown(data, is_html=is_html),
                words=shown(now.data, is_html=is_html) if now else "",
                changed_at=now and now.updated_at,
                changed_by=now and now.last_translated_by,
                tool=now.tool_name if now else "",
                before=earlier,
            )
        )
    order = {name: segment.order for name, segment in wanted.items()}
    return sorted(found, key=lambda text: (_last(text.path), order[text.key]))


def remaining(found: Iterable[Text]) -> list[Text]:
    """Return the texts without a translation; a slug is generated."""
    return [text for text in found if not text.words and not text.is_address]


def _last(path: str) -> int:
    return LAST.index(path) + 1 if path in LAST else 0


def _translations(translation: Translation) -> dict[str, StringTranslation]:
    """Return all translations of this page into the language, also of older texts."""
    made = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale=translation.target_locale_id,
        translation_of__locale=translation.source.locale_id,
        has_error=False,
    )
    return {key(each): each for each in made.select_related("translation_of", "last_translated_by")}


def _nearest(data: str, old: list[StringTranslation], *, is_html: bool) -> Before | None:
    """Return the older text most similar to ``data``, if one is similar enough."""

    def likeness(each: StringTranslation) -> float:
        return difflib.SequenceMatcher(None, each.translation_of.data, data).ratio()

    best = max(old, key=likeness, default=None)
    if best is None or likeness(best) < ALIKE:
        return None
    return Before(
        source=shown(best.translation_of.data, is_html=is_html),
        words=shown(best.data, is_html=is_html),
    )
