"""Rich text as it is kept and as it is shown: a few elements, safe links, nothing empty.

What people paste from word processors comes with fonts, styles, smart tags and empty paragraphs.
The editor drops most of it; what it lets through ends here.
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
#: Words in the other language are marked as such, and with nothing else.
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
    """Return rich text as it is kept: known elements, safe links, nothing empty or padded."""
    clean = _clean(source, KEPT)
    clean = SPACES.sub(" ", NO_LINK.sub(r"\1", clean))
    seen = ""
    while clean != seen:
        seen = clean
        clean = AFTER.sub("", BEFORE.sub(r"\1", clean))
        clean = EMPTY_LIST.sub("", EMPTY.sub("", clean))
    return clean


def safe(html: str) -> str:
    """Return rich text as it is shown: whatever was kept, no script and no foreign scheme."""
    return _clean(html, SHOWN)


def _clean(html: str, attributes: dict[str, set[str]]) -> str:
    # By itself it lets any title and any language through.
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
    """Take out each span that marks neither language, and leave what is in it."""
    kept: list[bool] = []

    def keep(found: re.Match[str]) -> str:
        if found[0] == "</span>":
            return found[0] if kept.pop() else ""
        kept.append(found[0] in MARKS)
        return found[0] if kept[-1] else ""

    return SPAN.sub(keep, html)


class TidyRichTextArea(DraftailRichTextArea):
    """The editor of every rich text: what it hands over is tidied before anything else sees it.

    Whatever else a text may have, words in the other language can be marked in it.
    """

    def __init__(self, *args: Any, features: list[str] | None = None, **kwargs: Any) -> None:
        named = registry.get_default_features() if features is None else features
        super().__init__(*args, features=[*named, *language_spans.FEATURES], **kwargs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return tidy HTML, or None where the field was not sent."""
        value = super().value_from_datadict(data, files, name)
        return value if value is None else tidy(value)
