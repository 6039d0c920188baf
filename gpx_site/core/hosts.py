"""Which host speaks which language: one for both, or each its own by ``LANGUAGE_HOSTS``."""

from urllib.parse import urlsplit

from django.conf import settings

from gpx_site.core.bilingual import active_language


def origin(language: str) -> str:
    """Return scheme and host of the pages in ``language``, without a slash at the end."""
    host = settings.LANGUAGE_HOSTS.get(language)
    return f"{urlsplit(settings.SITE_URL).scheme}://{host}" if host else settings.SITE_URL


def absolute(url: str, language: str | None = None) -> str:
    """Return ``url`` with the host of ``language``, by default the active one.

    What has a host already is returned as it is.
    """
    return origin(language or active_language()) + url if url.startswith("/") else url
