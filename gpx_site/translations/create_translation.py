"""Create the translation of a page."""

from django.db import transaction
from wagtail.models import Locale, Page

from gpx_site.i18n.bilingual import other_language


@transaction.atomic
def create_translation(page: Page) -> Page:
    """Return the translation of ``page`` in the other language, created as a draft if missing.

    It is created below the translation of the parent, with a copy of the text. It is never an
    alias, which would go live with the text of the other language when ``page`` is published. Works
    from either language. Raises ``ParentNotTranslatedError`` if the parent has no translation.
    """
    language = other_language(page.locale.language_code)
    locale, _created = Locale.objects.get_or_create(language_code=language)
    found = page.get_translation_or_none(locale)
    return (found or page.copy_for_translation(locale, alias=False)).specific
