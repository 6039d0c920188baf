"""The two languages that pages are in."""

from wagtail.models import Locale


def locale(language: str) -> Locale:
    """The Locale of ``language``."""
    return Locale.objects.get_or_create(language_code=language)[0]
