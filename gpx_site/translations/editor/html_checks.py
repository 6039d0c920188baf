"""Checks of the translation of one text."""

import unicodedata
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.strings import INLINE_TAGS

from gpx_site.i18n.language_spans import is_mark
from gpx_site.translations.editor.segments import Text

#: Control characters and surrogates.
UNSHOWN = {"Cc", "Cs"}


def mistakes(text: Text, words: str) -> list[str]:
    """Return the mistakes of ``words`` as the translation of ``text``: whole sentences."""
    found = []
    if any(unicodedata.category(each) in UNSHOWN for each in words if each not in "\n\t"):
        found.append(_("It has a character that cannot be shown."))
    limit = text.place.limit
    if limit and not text.is_html and len(words) > limit:
        sentence = ngettext(
            "It is longer than %(n)s character.", "It is longer than %(n)s characters.", limit
        )
        found.append(sentence % {"n": limit})
    if text.is_html:
        found += _html_mistakes(text.source, words)
    return found


def _html_mistakes(source: str, words: str) -> Iterator[str]:
    given = BeautifulSoup(words, "html.parser")
    tags = given.find_all(True)
    for name in sorted({tag.name for tag in tags} - set(INLINE_TAGS)):
        yield _("<%(tag)s> is not allowed here.") % {"tag": name}
    for tag in tags:
        yield from _attribute_mistakes(tag)
    wanted, found = _links(BeautifulSoup(source, "html.parser")), _links(given)
    for link in sorted(wanted - found):
        yield _('The link <a id="%(id)s"> is missing.') % {"id": link}
    for link in sorted(found - wanted):
        if link:
            yield _('There is no link <a id="%(id)s"> in the source.') % {"id": link}
        else:
            yield _('A link must say which of the source’s links it is, as in <a id="a1">.')


def _attribute_mistakes(tag: Tag) -> Iterator[str]:
    extra = sorted(set(tag.attrs) - ({"id"} if tag.name == "a" else set()))
    if tag.name == "span":
        if not is_mark(tag):
            yield _('<span> must mark a language: <span lang="cy"> or <span lang="en">.')
    elif extra and tag.name in INLINE_TAGS:
        named = {"tag": tag.name, "attribute": extra[0]}
        yield _("<%(tag)s> may not have “%(attribute)s”.") % named


def _links(soup: BeautifulSoup) -> set[str]:
    """Return the ids of the links; empty for a link without one."""
    return {str(tag.get("id", "")) for tag in soup.find_all("a") if isinstance(tag, Tag)}
