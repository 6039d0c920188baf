"""Which host speaks which language: one for both, or each its own by ``LANGUAGE_HOSTS``.

Addresses are the same on every host, the language in front: ``arferda.example/cy/digwyddiadau/``.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from gpx_site.i18n.bilingual import LANGUAGES, active_language


def origin(language: str) -> str:
    """Return scheme and host of the pages in ``language``, without a slash at the end."""
    host = settings.LANGUAGE_HOSTS.get(language)
    return f"{urlsplit(settings.SITE_URL).scheme}://{host}" if host else settings.SITE_URL


def absolute(url: str, language: str | None = None) -> str:
    """Return ``url`` with the host of ``language``, by default the active one.

    What has a host already is returned as it is.
    """
    return origin(language or active_language()) + url if url.startswith("/") else url


def speaks(host: str, language: str) -> bool:
    """Whether pages in ``language`` are served at ``host`` and not at another."""
    hosts = {each: name.lower() for each, name in settings.LANGUAGE_HOSTS.items()}
    if language in hosts:
        return host.lower() == hosts[language]
    return host.lower() not in hosts.values()


def languages(host: str) -> list[str]:
    """Return the languages whose pages are served at ``host``."""
    return [language for language in LANGUAGES if speaks(host, language)]


def stays(request: HttpRequest) -> bool:
    """Whether the reader stays on this host in either language.

    Cookies belong to one host. Whoever is in the middle of a form, or signed in, would lose it.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def link(request: HttpRequest, path: str, language: str) -> str:
    """Return the address by which a page shown to ``request`` leads to ``path``."""
    if not settings.LANGUAGE_HOSTS or stays(request) or speaks(request.get_host(), language):
        return path
    return absolute(path, language)
