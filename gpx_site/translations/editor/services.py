"""Send a page to be translated, save its texts, stop its translation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page
from wagtail_localize.models import (
    String,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationContext,
    TranslationSource,
)

from gpx_site.i18n.bilingual import other_language
from gpx_site.privacy.models import AuditEntry
from gpx_site.translations.checks import newest
from gpx_site.translations.editor.adopt_existing import adopt
from gpx_site.translations.editor.html_checks import mistakes
from gpx_site.translations.editor.segments import ADDRESS, Text, kept, seen, shown, texts
from gpx_site.translations.fingerprint import fingerprint
from gpx_site.translations.localize import save_draft, translation_into
from gpx_site.translations.publishing import ensure_translation, lock
from gpx_site.translations.staleness import last_match

# How many versions of a page are searched for the text beside which its translation was declared.
VERSIONS = 50


@dataclass(frozen=True, kw_only=True)
class Submission:
    """The result of a submission: the translation, and how many texts found no position in it."""

    translation: Translation
    lost: int


@dataclass(frozen=True, kw_only=True)
class Given:
    """Posted words for the text ``key``; ``seen`` is the digest of the words shown before.

    ``seen`` is None if it is unknown: such words replace only equal or empty ones.
    """

    key: str
    words: str
    seen: str | None


@dataclass(frozen=True)
class Conflict:
    """Words that were not saved, since somebody else has changed the text meanwhile."""

    text: Text
    words: str


@dataclass
class Outcome:
    """The result of saving words."""

    applied: list[tuple[Text, str]] = field(default_factory=list)
    unchanged: list[Text] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    #: Words for texts that are no longer on the page; they are stored for similar texts.
    gone: list[Given] = field(default_factory=list)


class TextsRefused(Exception):
    """Nothing was saved, because of mistakes: whole sentences by the key of the text."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


@transaction.atomic
def submit(*, page: Page, by: User | None) -> Submission:
    """Send the newest text of ``page`` to be translated into the other language; idempotent.

    The translation is created if it is missing. Its existing text counts as translated where it is
    at the same positions and the text of ``page`` has not changed since. If ``page`` itself was
    under translation, that ends: only one of the two is the source. Raises ``PairNotReady`` if the
    parent has no translation.
    """
    lock(page)
    target = ensure_translation(page)
    back = translation_into(page)
    if back:
        stop(translation=back, by=by)
    draft, lost = newest(page), 0
    translation = translation_into(target)
    if translation is None:
        base = _matched(page, target)
        translation = _translation(base or draft, target)
        words = newest(target)
        lost = adopt(translation, base=base or draft, target=words, trusted=bool(base), by=by)
    TranslationSource.update_or_create_from_instance(draft)
    translation.refresh_from_db()
    _finish(translation, by)
    AuditEntry.record(
        page, "translation.submit", actor=by, language=other_language(_language(page))
    )
    return Submission(translation=translation, lost=lost)


@transaction.atomic
def stop(*, translation: Translation, by: User | None) -> None:
    """End the translation of the page and keep its text, to be edited in the page editor."""
    translation.enabled = False
    translation.save(update_fields=["enabled"])
    AuditEntry.record(translation.get_target_instance(), "translation.stop", actor=by)


@transaction.atomic
def save(
    *,
    translation: Translation,
    given: Iterable[Given],
    by: User | None,
    tool: str = "",
) -> Outcome:
    """Save words for texts of ``translation``, and a draft of the page with them.

    Empty words remove a translation. A text that somebody else has changed meanwhile is kept and
    reported. Raises ``TextsRefused``, and saves nothing, if any words have a mistake.
    """
    lock(translation.get_target_instance())
    now = {text.key: text for text in texts(translation)}
    outcome, errors = Outcome(), {}
    for each in given:
        if found := _sort(each, now.get(each.key), outcome):
            errors[each.key] = found
    if errors:
        raise TextsRefused(errors)
    for text, words in outcome.applied:
        _write(translation, text.key, kept(words, is_html=text.is_html), by, tool)
    for each in outcome.gone:
        _keep(translation, each, by, tool)
    if outcome.applied:
        _finish(translation, by)
    return outcome


def _sort(given: Given, text: Text | None, outcome: Outcome) -> list[str]:
    """Add what is given for ``text`` to ``outcome``; return its mistakes."""
    words = tidy(given.words, text)
    if text is None:
        if words and seen(words) != given.seen:
            outcome.gone.append(given)
        return []
    if words == text.words or seen(words) == given.seen:
        outcome.unchanged.append(text)
        return []
    if found := mistakes(text, words):
        return found
    if text.words and given.seen != text.seen:
        outcome.conflicts.append(Conflict(text, words))
    else:
        outcome.applied.append((text, words))
    return []


def tidy(words: str, text: Text | None) -> str:
    """Return ``words`` as they are stored, without surrounding space.

    Valid HTML is normalised like the source.
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n").strip()
    if text is None:
        return words
    if text.is_address:
        return slugify(words)
    if text.is_html or text.place.one_line:
        words = " ".join(words.split("\n"))
    if not words or mistakes(text, words):
        return words
    return shown(kept(words, is_html=text.is_html), is_html=text.is_html)


def _language(page: Page) -> str:
    code: str = page.locale.language_code
    return code


def _translation(page: Page, target: Page) -> Translation:
    """Return the translation of ``page``, as given, into ``target``."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    return Translation.objects.update_or_create(
        source=source, target_locale=target.locale, defaults={"enabled": True}
    )[0]


def _matched(page: Page, target: Page) -> Page | None:
    """Return the version of ``page`` beside which ``target`` was last declared ready, if any."""
    match = last_match(page, target)
    if match is None:
        return None

    def versions() -> Iterator[Page]:
        yield newest(page)
        yield page
        for revision in page.revisions.order_by("-created_at")[:VERSIONS]:
            yield revision.as_object()

    return next((each for each in versions() if fingerprint(each) == match.words), None)


def _write(translation: Translation, name: str, data: str, by: User | None, tool: str) -> None:
    context, _dash, string = name.partition("-")
    place = {"translation_of_id": string, "context_id": context}
    made = StringTranslation.objects.filter(locale=translation.target_locale, **place)
    if not data:
        for each in made:
            each.delete()
        return
    made.update_or_create(
        locale=translation.target_locale,
        **place,
        defaults={
            "data": data,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": tool,
            "last_translated_by": by,
            "has_error": False,
            "field_error": "",
        },
    )


def _keep(translation: Translation, given: Given, by: User | None, tool: str) -> None:
    """Store words for a text that was on the page; they are shown beside its successor."""
    context, _dash, string = given.key.partition("-")
    source = translation.source
    known = (
        context.isdecimal()
        and string.isdecimal()
        and TranslationContext.objects.filter(pk=context, object_id=source.object_id).exists()
        and String.objects.filter(pk=string, locale=source.locale_id).exists()
    )
    if known:
        is_html = TemplateSegment.objects.filter(source=source, context=context).exists()
        words = tidy(given.words, None)
        _write(translation, given.key, words if is_html else kept(words, is_html=False), by, tool)


def _finish(translation: Translation, by: User | None) -> None:
    _address(translation, by)
    save_draft(translation, user=by)


def _address(translation: Translation, by: User | None) -> None:
    """Generate the slug from the title, unless the page was public or has a slug of its own."""
    found = {text.path: text for text in texts(translation)}
    title, address = found.get("title"), found.get(ADDRESS)
    if address is None or address.words:
        return
    target = translation.get_target_instance()
    if target.first_published_at:
        words = target.slug
    elif title is None or not title.words:
        return
    else:
        words = slugify(title.words) or target.slug
    words = find_available_slug(target.get_parent(), words, ignore_page_id=target.pk)
    _write(translation, address.key, words, by, "")
