"""Mark words in the other language within a rich text (WCAG 3.1.2).

The editor has a button for each language. Marked words are stored and rendered as
``<span lang="cy">…</span>``. The translator sees the marks and may move, add and remove them: words
that are Welsh in an English sentence need no mark in a Welsh one.
"""

import wagtail.admin.rich_text.editors.draftail.features as draftail_features
from bs4 import Tag
from django.utils.translation import gettext_lazy
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from gpx_site.i18n.bilingual import LANGUAGES

#: The editor features that every rich text has.
FEATURES = [f"words-in-{language}" for language in LANGUAGES]
DESCRIPTIONS = {"en": gettext_lazy("Words in English"), "cy": gettext_lazy("Words in Welsh")}


def register(features: FeatureRegistry) -> None:
    """Register the buttons and the conversion rules of the editor."""
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


def is_mark(tag: Tag) -> bool:
    """Return whether ``tag`` is a span whose only attribute is one of the two languages."""
    return tag.name == "span" and set(tag.attrs) == {"lang"} and tag["lang"] in LANGUAGES
