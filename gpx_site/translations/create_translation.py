"""Making a page's twin in the other language."""

from django.db import transaction
from wagtail.models import Locale, Page

from gpx_site.i18n.bilingual import other_language


@transaction.atomic
def create_translation(page: Page) -> Page:
    """Return ``page``'s twin in the other language, made as a draft if there is none yet.

    The twin stands under the twin of the parent, with its own words to be written; it is never an
    alias, which would go live with the wrong language's text when ``page`` is published. Works from
    either language. Raises ``ParentNotTranslatedError`` where the parent has no twin.
    """
    language = other_language(page.locale.language_code)
    locale, _created = Locale.objects.get_or_create(language_code=language)
    found = page.get_translation_or_none(locale)
    return (found or page.copy_for_translation(locale, alias=False)).specific
