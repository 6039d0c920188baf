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
from gpx_site.translations.publishing import ensure_twin, lock
from gpx_site.translations.staleness import last_match

# The versions of a page in which the words are looked for that its twin was declared right beside.
VERSIONS = 50


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What was sent: the translation, and how many of the twin's own texts found no place in it."""

    translation: Translation
    lost: int


@dataclass(frozen=True, kw_only=True)
class Given:
    """Somebody's words for the text called ``key``; ``seen`` marks what they saw there before.

    ``seen`` is None for those who cannot know: they replace only what is the same or empty.
    """

    key: str
    words: str
    seen: str | None


@dataclass(frozen=True)
class Conflict:
    """Words that were not saved, for somebody else has changed the text since it was read."""

    text: Text
    words: str


@dataclass
class Outcome:
    """What became of the words that were given."""

    applied: list[tuple[Text, str]] = field(default_factory=list)
    unchanged: list[Text] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    #: Words for texts that are no longer on the page; they are kept for when the like is there.
    gone: list[Given] = field(default_factory=list)


class TextsRefused(Exception):
    """Nothing was saved, because of mistakes: whole sentences by the key of the text."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


@transaction.atomic
def submit(*, page: Page, by: User | None) -> Submission:
    """Send ``page``'s newest words to be translated into the other language; safe to call again.

    The twin is made if there is none. What it says already counts as translated, where its texts
    stand in the places of ``page``'s and ``page``'s words have not changed since. Where ``page``
    itself was being translated from its twin, that ends: one of the two is the source. Raises
    ``PairNotReady`` where the page above has no twin.
    """
    lock(page)
    target = ensure_twin(page)
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
    """Give the translated page back to the ordinary editor, with every word that it has."""
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

    Empty words take a translation away. A text that somebody else has changed meanwhile stays as it
    is and is reported. Raises ``TextsRefused``, and saves nothing, where any words have a mistake.
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
    """Put what is given for ``text`` where it belongs in ``outcome``; return its mistakes."""
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
    """Return ``words`` as they will be kept, without the space around and within lines.

    Where they are HTML that may stand there they are written as the source is.
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
    """The translation of ``page``, as it is given, into ``twin``."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    return Translation.objects.update_or_create(
        source=source, target_locale=target.locale, defaults={"enabled": True}
    )[0]


def _matched(page: Page, target: Page) -> Page | None:
    """The version of ``page`` that ``twin`` was last declared right beside, if it is there."""
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
    """Keep words for a text that was on the page, beside whose successor they are shown."""
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
    """Give the page an address of its title, unless it has been public or has one of its own."""
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
