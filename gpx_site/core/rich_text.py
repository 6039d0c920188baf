"""Rich text as stored and as shown: a few elements, safe links, no empty elements.

Text pasted from word processors contains fonts, styles, smart tags and empty paragraphs. The editor
removes most of it; the rest is removed here.
"""

import re
from typing import Any

import nh3
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.rich_text import features as registry

from gpx_site.i18n import language_spans
from gpx_site.i18n.bilingual import LANGUAGES

INLINE = {"a", "b", "br", "em", "i", "span", "strong"}
ELEMENTS = INLINE | {"blockquote", "h2", "h3", "h4", "hr", "li", "ol", "p", "ul"}
SCHEMES = {"http", "https", "mailto", "tel"}
#: The links of the editor name a page or a document by its id; its paragraphs have keys.
KEPT = {name: {"data-block-key"} for name in ELEMENTS - INLINE} | {"a": {"href", "id", "linktype"}}
SHOWN = {"a": {"href"}}
#: Spans mark words in the other language, with no other attribute.
MARKS = {f'<span lang="{language}">' for language in LANGUAGES}
SPAN = re.compile(r"<span[^>]*>|</span>")
SPACE = r"(?:\s|&nbsp;|\u00a0|\u200b|\ufeff|<br ?/?>)"
EMPTY = re.compile(rf"<(p|h[2-4]|li|b|i|em|strong|span|a)(?: [^>]*)?>{SPACE}*</\1>")
EMPTY_LIST = re.compile(r"<(ul|ol|blockquote)(?: [^>]*)?>\s*</\1>")
BEFORE = re.compile(rf"(<(?:p|h[2-4]|li)(?: [^>]*)?>){SPACE}+")
AFTER = re.compile(rf"{SPACE}+(?=</(?:p|h[2-4]|li)>)")
NO_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
SPACES = re.compile(r"(?:&nbsp;|\s){2,}")


def tidy(source: str) -> str:
    """Return rich text as stored: known elements, safe links, no empty or padded elements."""
    clean = _clean(source, KEPT)
    clean = SPACES.sub(" ", NO_LINK.sub(r"\1", clean))
    seen = ""
    while clean != seen:
        seen = clean
        clean = AFTER.sub("", BEFORE.sub(r"\1", clean))
        clean = EMPTY_LIST.sub("", EMPTY.sub("", clean))
    return clean


def safe(html: str) -> str:
    """Return rich text as shown: no script and no unsafe link, whatever was stored."""
    return _clean(html, SHOWN)


def _clean(html: str, attributes: dict[str, set[str]]) -> str:
    # Its own default allows any title and any language.
    allowed = attributes | {"*": set(), "span": {"lang"}}
    clean = nh3.clean(
        html,
        tags=ELEMENTS,
        attributes=allowed,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return _without_other_spans(clean)


def _without_other_spans(html: str) -> str:
    """Unwrap each span that does not mark one of the two languages."""
    kept: list[bool] = []

    def keep(found: re.Match[str]) -> str:
        if found[0] == "</span>":
            return found[0] if kept.pop() else ""
        kept.append(found[0] in MARKS)
        return found[0] if kept[-1] else ""

    return SPAN.sub(keep, html)


class TidyRichTextArea(DraftailRichTextArea):
    """The editor of every rich text: its value is tidied before validation.

    Its features always include the marking of words in the other language.
    """

    def __init__(self, *args: Any, features: list[str] | None = None, **kwargs: Any) -> None:
        named = registry.get_default_features() if features is None else features
        super().__init__(*args, features=[*named, *language_spans.FEATURES], **kwargs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return tidy HTML, or None if the field was not posted."""
        value = super().value_from_datadict(data, files, name)
        return value if value is None else tidy(value)
