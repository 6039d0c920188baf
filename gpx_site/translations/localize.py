"""Pages that are translated text by text: drafts made of wagtail-localize's translations."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation, TranslationLog

from gpx_site.translations.create_translation import create_translation


def translation_into(page: Page) -> Translation | None:
    """Return the translation that ``page`` is being made from, text by text, if there is one."""
    return (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
        )
        .select_related("source__locale", "target_locale")
        .first()
    )


def is_written_elsewhere(page: Page, translation: Translation) -> bool:
    """Whether ``page``'s newest draft was not made of ``translation``'s texts."""
    logs = TranslationLog.objects.filter(
        source=translation.source, locale=translation.target_locale
    )
    last = logs.order_by("-pk").first()
    return last is None or last.revision_id != page.latest_revision_id


def bring_up_to_date(page: Page, *, user: User | None = None) -> None:
    """Save a new draft of a page under translation, unless its newest one was made of its texts."""
    translation = translation_into(page)
    if translation and is_written_elsewhere(page, translation):
        save_draft(translation, user=user)


@transaction.atomic
def save_draft(translation: Translation, *, user: User | None = None) -> Revision:
    """Return a new revision of the translated page, with the translations there are so far."""
    source, locale = translation.source, translation.target_locale
    create_translation(source.get_source_instance())
    target = source.get_ephemeral_translated_instance(locale, fallback=True)
    target.slug = find_available_slug(
        target.get_parent(), slugify(target.slug), ignore_page_id=target.pk
    )
    source.sync_view_restrictions(source.as_instance(), target)
    # A draft may have mistakes; they are reported when it is declared ready.
    revision = target.save_revision(user=user, clean=False)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    return revision
