"""Every change to wagtail-localize, with the release on which it was tested and why."""

from collections import Counter
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from wagtail import hooks
from wagtail_localize import strings
from wagtail_localize import wagtail_hooks as localize_hooks
from wagtail_localize.locales.components import LOCALE_COMPONENTS
from wagtail_localize.models import LocaleSynchronization, Translation

from gpx_site.core.models import BasePage
from gpx_site.i18n.language_spans import is_mark
from gpx_site.ops.upstream import Upstream
from gpx_site.translations.localize import save_draft
from gpx_site.translations.publishing import mark_ready

upstream = Upstream("wagtail-localize", tested_on="1.14.5")

_save_target = Translation.save_target
_validate_element = strings.validate_element


@upstream.patch(
    {"wagtail_localize.models:Translation.save_target": "(self, user=None, publish=True)"},
    issue="https://github.com/wagtail/wagtail-localize/issues/634",
)
def save_translations_as_drafts() -> None:
    """Save a translation as a draft that waits for both languages.

    wagtail-localize's import and synchronisation save through ``save_target``, which writes a draft
    into the live page and publishes after the transaction.
    """
    Translation.save_target = save_target


@upstream.patch(
    {"wagtail_localize.locales.components:LOCALE_COMPONENTS": "list"},
    issue="https://github.com/wagtail/wagtail-localize/issues/743",
)
def never_copy_a_tree_into_the_other_language() -> None:
    """Remove "sync from" from the form of a locale: it makes live aliases in the wrong language."""
    LOCALE_COMPONENTS[:] = [
        each for each in LOCALE_COMPONENTS if each["model"] is not LocaleSynchronization
    ]


@upstream.patch({"wagtail.hooks:_hooks": "dict"})
def remove_the_pages_for_translating() -> None:
    """Remove every hook of wagtail-localize; ``gpx_site.translations.editor`` is in their place.

    Its own pages overwrite what somebody else has changed, publish past the policy, and take no
    draft for their source. Wagtail has no call that unregisters a hook; importing the module above
    has registered them.
    """
    for registered in hooks._hooks.values():
        registered[:] = [
            each for each in registered if each[0].__module__ != localize_hooks.__name__
        ]


@upstream.patch(
    {
        "wagtail_localize.strings:INLINE_TAGS": "list",
        "wagtail_localize.strings:validate_element": "(element)",
        "wagtail_localize.strings:StringValue.from_source_html": "(html)",
    },
    issue="https://github.com/wagtail/wagtail-localize/issues/778",
)
def keep_marks_of_language_in_a_text() -> None:
    """Allow spans that mark the language within a text to translate.

    wagtail-localize does not support spans: it would split the sentence in three, and it removes
    all attributes from a text, so that a translator would not see which language is marked.
    """
    strings.INLINE_TAGS.append("span")
    strings.validate_element = validate_element
    strings.StringValue.from_source_html = classmethod(from_source_html)


upstream.rely_on(
    "find texts that were on a page once",  # gpx_site.translations.editor.po_import
    {"wagtail_localize.models:String._get_data_hash": "(data)"},
)


def save_target(self: Translation, user: User | None = None, publish: bool = True) -> None:
    """Save what is translated as a draft of the page; ``publish`` declares it ready as well.

    The draft is a revision: the row of a live page stays as it is until both languages are
    published. Raises ``PairNotReady`` where ``publish`` cannot be done; the draft is saved
    nevertheless.
    """
    model = self.source.specific_content_type.model_class()
    if not issubclass(model, BasePage):
        _save_target(self, user=user, publish=publish)
        return
    revision = save_draft(self, user=user)
    if publish:
        mark_ready(page=revision.content_object, by=user)
        revision.publish(user=user)


def validate_element(element: Any) -> None:
    """Raise ``ValueError`` unless ``element`` may stand in a text, marks of language included."""
    if not isinstance(element, Tag) or element.name != "span":
        _validate_element(element)
        return
    if not is_mark(element):
        raise ValueError('<span> must mark a language: <span lang="cy"> or <span lang="en">.')
    for child in element.children:
        validate_element(child)


def from_source_html(
    cls: type[strings.StringValue], html: str
) -> tuple[strings.StringValue, dict[str, Any]]:
    """Return the text with an id in place of each element's attributes, and these by their ids.

    Marks of language keep their attribute.
    """
    soup = BeautifulSoup(html, "html.parser")
    found: dict[str, Any] = {}
    numbers: Counter[str] = Counter()
    for tag in soup.find_all(True):
        if tag.attrs and not is_mark(tag):
            numbers[tag.name] += 1
            name = f"{tag.name}{numbers[tag.name]}"
            found[name] = tag.attrs
            tag.attrs = {"id": name}
    validate_element(soup)
    return cls(str(soup)), found
