"""Checks before a page may be published together with its translation."""

from collections.abc import Iterator
from typing import cast

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.models import Page, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from gpx_site.core.blocks.mistakes import block_mistakes
from gpx_site.i18n.bilingual import other_language
from gpx_site.translations.fingerprint import NOT_WORDS, fingerprint, untranslated
from gpx_site.translations.models import Readiness

# By the language of the page that lacks something. Whole sentences: the names of the languages
# mutate differently.
NO_PAGE = {
    "cy": _("There is no Welsh page yet."),
    "en": _("There is no English page yet."),
}
NO_PARENT = {
    "cy": _("The page above this one has no Welsh page yet. Make that first."),
    "en": _("The page above this one has no English page yet. Make that first."),
}
EMPTY = {
    "cy": _("“%(field)s” has no words on the Welsh page."),
    "en": _("“%(field)s” has no words on the English page."),
}
SAME = {
    "cy": _("“%(field)s” on the Welsh page still has the English words."),
    "en": _("“%(field)s” on the English page still has the Welsh words."),
}
INVALID = {
    "cy": _("The Welsh page has a mistake in “%(field)s”: %(error)s"),
    "en": _("The English page has a mistake in “%(field)s”: %(error)s"),
}
NOT_READY = {
    "cy": _("Nobody has declared the Welsh page ready."),
    "en": _("Nobody has declared the English page ready."),
}
CHANGED = {
    "cy": _("The Welsh page has changed since it was declared ready."),
    "en": _("The English page has changed since it was declared ready."),
}
OUTDATED = {
    "cy": _("The English words have changed since the Welsh page was declared ready."),
    "en": _("The Welsh words have changed since the English page was declared ready."),
}
NOT_SENT = {
    "cy": _("The English words have changed since they were sent to be translated."),
    "en": _("The Welsh words have changed since they were sent to be translated."),
}


class PairNotReady(Exception):
    """A page may not be published yet, because of its translation.

    ``page`` is the page, ``reasons`` what is missing: whole sentences, lazily translated.
    """

    def __init__(self, page: Page, reasons: list[Promise]) -> None:
        super().__init__(page, reasons)
        self.page, self.reasons = page, reasons

    def __str__(self) -> str:
        return " ".join(str(reason) for reason in self.reasons)


def translation_of(page: Page) -> Page | None:
    """Return the page in the other language, live or not, or None."""
    other = other_language(page.locale.language_code)
    translation = page.get_translations().filter(locale__language_code=other).first()
    return translation and translation.specific


def newest(page: Page) -> Page:
    """Return ``page`` as in its newest revision, or as it is if it has none."""
    revision = page.get_latest_revision()
    return revision.as_object() if revision else page


def missing(page: Page, revision: Revision | None = None) -> list[Promise]:
    """Return what is missing before ``revision`` of ``page``, or its newest, may be published.

    The list is empty if the translation is ready. Whole sentences, lazily translated.
    """
    translation = translation_of(page)
    if translation is None:
        return [NO_PAGE[other_language(page.locale.language_code)]]
    revision = revision or page.get_latest_revision()
    draft = revision.as_object() if revision else page
    reasons = incomplete(translation, beside=draft)
    if not _follows(page, revision, translation):
        reasons += _undeclared(translation, fingerprint(draft))
    return reasons


def incomplete(page: Page, *, beside: Page) -> list[Promise]:
    """Return what the newest version of ``page`` lacks to say the same as ``beside``."""
    draft = newest(page)
    return [*_untranslated(draft, beside), *_mistakes(draft)]


def _untranslated(page: Page, source: Page) -> Iterator[Promise]:
    language = page.locale.language_code
    translation = Translation.objects.filter(
        source__object_id=source.translation_key,
        source__locale=source.locale_id,
        target_locale=page.locale_id,
        enabled=True,
    ).first()
    if translation is None:
        empty, same = untranslated(source, page)
        for name in empty:
            yield _fill(EMPTY[language], field=_label(page, name))
        for name in same:
            yield _fill(SAME[language], field=_label(page, name))
        return
    if fingerprint(translation.source.as_instance()) != fingerprint(source):
        yield NOT_SENT[language]
    if left := texts_left(translation):
        waiting = ngettext_lazy(
            "%(n)s text is still to be translated.", "%(n)s texts are still to be translated.", left
        )
        yield _fill(waiting, n=left)


def texts_left(translation: Translation) -> int:
    """Return the number of untranslated texts; equal texts in one place count as one."""
    done = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=translation.target_locale_id,
        has_error=False,
    )
    segments = StringSegment.objects.filter(~Exists(done), source=translation.source_id)
    words = segments.exclude(context__path__in=NOT_WORDS)
    number: int = words.order_by().values("context", "string").distinct().count()
    return number


def _mistakes(page: Page) -> Iterator[Promise]:
    sentence = INVALID[page.locale.language_code]
    try:
        page.full_clean()
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            for text in texts:
                yield _fill(sentence, field=_label(page, name), error=text)
    # ``full_clean`` does not check the blocks of a text; only the editor's form does.
    for label, text in block_mistakes(page):
        yield _fill(sentence, field=label, error=text)


def _undeclared(page: Page, words: str) -> Iterator[Promise]:
    language = page.locale.language_code
    declared = Readiness.objects.filter(page=page).first()
    if declared is None:
        yield NOT_READY[language]
        return
    if not declared.covers(page.get_latest_revision()):
        yield CHANGED[language]
    if declared.twin_words != words:
        yield OUTDATED[language]


def _follows(page: Page, revision: Revision | None, translation: Page) -> bool:
    """Return whether ``page`` was declared ready beside a translation that was published first."""
    if page.live or not translation.live or translation.has_unpublished_changes:
        return False
    declared = Readiness.objects.filter(page=page).first()
    if declared is None or not declared.covers(revision):
        return False
    return declared.twin_words == fingerprint(newest(translation))


def _label(page: Page, name: str) -> str | Promise:
    try:
        label: str | Promise = page._meta.get_field(name).verbose_name
    except FieldDoesNotExist:
        return name
    return label


def _fill(sentence: Promise, **values: object) -> Promise:
    """Return a lazy sentence with ``values`` in its placeholders."""
    # The stubs give what the lazy call returns the type of its result.
    return cast(Promise, lazy(lambda: str(sentence) % values, str)())
