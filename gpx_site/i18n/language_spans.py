"""Words in the other language, marked as such in the middle of a rich text (WCAG 3.1.2).

The editor has a button for each language. What it marks is kept and shown as
``<span lang="cy">…</span>``, and goes along to the translator, who may move, add and leave out
marks: what is Welsh in an English sentence need not be marked in a Welsh one.
"""

from collections import Counter
from typing import Any

import wagtail.admin.rich_text.editors.draftail.features as draftail_features
from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext_lazy
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail_localize import strings

from gpx_site.i18n.bilingual import LANGUAGES

#: The features of the editor, which every rich text has.
FEATURES = [f"words-in-{language}" for language in LANGUAGES]
DESCRIPTIONS = {"en": gettext_lazy("Words in English"), "cy": gettext_lazy("Words in Welsh")}

_validate_element = strings.validate_element


def register(features: FeatureRegistry) -> None:
    """Give the editor its buttons."""
    for name, language in zip(FEATURES, LANGUAGES, strict=True):
        style = name.upper()
        button = {
            "type": style,
            "label": language.upper(),
            "description": DESCRIPTIONS[language],
            "style": {"borderBottom": "2px dotted"},
        }
        feature = draftail_features.InlineStyleFeature(button)
        features.register_editor_plugin("draftail", name, feature)
        rule = {
            "from_database_format": {f'span[lang="{language}"]': InlineStyleElementHandler(style)},
            "to_database_format": {
                "style_map": {style: {"element": "span", "props": {"lang": language}}}
            },
        }
        features.register_converter_rule("contentstate", name, rule)


def teach_localize() -> None:
    """Let marked words stand in the middle of a text to translate; called once at the start.

    wagtail-localize knows no span: it would cut the sentence in three, and it takes all attributes
    out of a text, so that a translator would not see which language is marked.
    """
    strings.INLINE_TAGS.append("span")
    strings.validate_element = validate_element
    strings.StringValue.from_source_html = classmethod(_from_source_html)


def is_mark(tag: Tag) -> bool:
    """Whether ``tag`` marks its words as being in one of the two languages, and does no more."""
    return tag.name == "span" and set(tag.attrs) == {"lang"} and tag["lang"] in LANGUAGES


def validate_element(element: Any) -> None:
    """Raise ``ValueError`` unless ``element`` may stand in a text, marks of language included."""
    if not isinstance(element, Tag) or element.name != "span":
        _validate_element(element)
        return
    if not is_mark(element):
        raise ValueError('<span> must mark a language: <span lang="cy"> or <span lang="en">.')
    for child in element.children:
        validate_element(child)


def _from_source_html(cls: type, html: str) -> tuple[strings.StringValue, dict[str, Any]]:
    """Return the text with an id in place of each element's attributes, and these by their ids."""
    soup = BeautifulSoup(html, "html.parser")
    found: dict[str, Any] = {}
    numbers: Counter[str] = Counter()
    for tag in soup.find_all(True):
        if tag.attrs and not is_mark(tag):
            numbers[tag.name] += 1
            name = f"{tag.name}{numbers[tag.name]}"
            found[name] = tag.attrs
            tag.attrs = {"id": name}
    strings.validate_element(soup)
    return cls(str(soup)), found
