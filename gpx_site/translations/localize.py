"""wagtail-localize, kept inside the pair policy."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision
from wagtail_localize.locales.components import LOCALE_COMPONENTS
from wagtail_localize.models import LocaleSynchronization, Translation, TranslationLog

from gpx_site.core.models import BasePage
from gpx_site.translations.create_translation import create_translation
from gpx_site.translations.publishing import mark_ready

_save_target = Translation.save_target


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


def bring_up_to_date(page: Page, *, user: Any = None) -> None:
    """Make the newest draft of a page under translation say what its texts say."""
    translation = translation_into(page)
    if translation and is_written_elsewhere(page, translation):
        save_draft(translation, user=user)


def tame() -> None:
    """Take from wagtail-localize the two ways past the policy; called once at the start.

    Its translation editor, its "sync" and its import all save through ``Translation.save_target``,
    which writes a draft into the live page and publishes after the transaction. Its copying of one
    language's tree into the other makes live aliases.
    """
    Translation.save_target = save_target
    LOCALE_COMPONENTS[:] = [
        each for each in LOCALE_COMPONENTS if each["model"] is not LocaleSynchronization
    ]


def save_target(translation: Translation, user: Any = None, publish: bool = True) -> None:
    """Save what is translated as a draft of the twin; ``publish`` declares it ready as well.

    The draft is a revision: a live twin's own row stays as it is until the pair is published.
    Raises ``PairNotReady`` where ``publish`` cannot be done; the draft is saved nevertheless.
    """
    model = translation.source.specific_content_type.model_class()
    if not issubclass(model, BasePage):
        _save_target(translation, user=user, publish=publish)
        return
    revision = save_draft(translation, user=user)
    if publish:
        mark_ready(page=revision.content_object, by=user)
        revision.publish(user=user)


@transaction.atomic
def save_draft(translation: Translation, *, user: Any = None) -> Revision:
    """Return a new revision of the twin with the translations there are so far."""
    source, locale = translation.source, translation.target_locale
    create_translation(source.get_source_instance())
    target = source.get_ephemeral_translated_instance(locale, fallback=True)
    target.slug = find_available_slug(
        target.get_parent(), slugify(target.slug), ignore_page_id=target.pk
    )
    source.sync_view_restrictions(source.as_instance(), target)
    # Mistakes are told of when it is declared ready; a draft may have them.
    revision = target.save_revision(user=user, clean=False)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    return revision
