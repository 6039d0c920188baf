"""Rich text as it is kept and as it is shown: a few elements, safe links, nothing empty.

What people paste from word processors comes with fonts, styles, smart tags and empty paragraphs.
The editor drops most of it; what it lets through ends here.
"""

import re
from typing import Any

import nh3
from wagtail.admin.rich_text import DraftailRichTextArea

INLINE = {"a", "b", "br", "em", "i", "strong"}
ELEMENTS = INLINE | {"blockquote", "h2", "h3", "h4", "hr", "li", "ol", "p", "ul"}
SCHEMES = {"http", "https", "mailto", "tel"}
#: The links of the editor name a page or a document by its id; its paragraphs have keys.
KEPT = {name: {"data-block-key"} for name in ELEMENTS - INLINE} | {"a": {"href", "id", "linktype"}}
SHOWN = {"a": {"href"}}
SPACE = r"(?:\s|&nbsp;|\u00a0|\u200b|\ufeff|<br ?/?>)"
EMPTY = re.compile(rf"<(p|h[2-4]|li|b|i|em|strong|a)(?: [^>]*)?>{SPACE}*</\1>")
EMPTY_LIST = re.compile(r"<(ul|ol|blockquote)(?: [^>]*)?>\s*</\1>")
NO_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
SPACES = re.compile(r"(?:&nbsp;|\u00a0| ){2,}")


def tidy(source: str) -> str:
    """Return rich text as it is kept: known elements, safe links, no empty paragraph."""
    clean = nh3.clean(source, tags=ELEMENTS, attributes=KEPT, url_schemes=SCHEMES, link_rel=None)
    clean = SPACES.sub(" ", NO_LINK.sub(r"\1", clean))
    before = ""
    while clean != before:
        before = clean
        clean = EMPTY_LIST.sub("", EMPTY.sub("", clean))
    return clean


def safe(html: str) -> str:
    """Return rich text as it is shown: whatever was kept, no script and no foreign scheme."""
    return nh3.clean(html, tags=ELEMENTS, attributes=SHOWN, url_schemes=SCHEMES, link_rel=None)


class TidyRichTextArea(DraftailRichTextArea):
    """The editor of every rich text: what it hands over is tidied before anything else sees it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return tidy HTML, or None where the field was not sent."""
        value = super().value_from_datadict(data, files, name)
        return value if value is None else tidy(value)
