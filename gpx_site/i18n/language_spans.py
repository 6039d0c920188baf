"""Words in the other language, marked as such in the middle of a rich text (WCAG 3.1.2).

The editor has a button for each language. What it marks is kept and shown as
``<span lang="cy">…</span>``, and goes along to the translator, who may move, add and leave out
marks: what is Welsh in an English sentence need not be marked in a Welsh one.
"""

import wagtail.admin.rich_text.editors.draftail.features as draftail_features
from bs4 import Tag
from django.utils.translation import gettext_lazy
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from gpx_site.i18n.bilingual import LANGUAGES

#: The features of the editor, which every rich text has.
FEATURES = [f"words-in-{language}" for language in LANGUAGES]
DESCRIPTIONS = {"en": gettext_lazy("Words in English"), "cy": gettext_lazy("Words in Welsh")}


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


def is_mark(tag: Tag) -> bool:
    """Whether ``tag`` marks its words as being in one of the two languages, and does no more."""
    return tag.name == "span" and set(tag.attrs) == {"lang"} and tag["lang"] in LANGUAGES
