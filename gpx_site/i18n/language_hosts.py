"""The hosts of the two languages: one host for both, or one each by ``LANGUAGE_HOSTS``.

Paths are the same on every host and begin with the language: ``arferda.example/cy/digwyddiadau/``.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from gpx_site.i18n.bilingual import LANGUAGES, active_language


def origin(language: str) -> str:
    """Return the scheme and host of pages in ``language``, without a trailing slash."""
    host = settings.LANGUAGE_HOSTS.get(language)
    return f"{urlsplit(settings.SITE_URL).scheme}://{host}" if host else settings.SITE_URL


def absolute(url: str, language: str | None = None) -> str:
    """Return ``url`` with the host of ``language`` (default: the active one).

    A URL that has a host is returned unchanged.
    """
    return origin(language or active_language()) + url if url.startswith("/") else url


def speaks(host: str, language: str) -> bool:
    """Return whether ``host`` is the host that serves pages in ``language``."""
    hosts = {each: name.lower() for each, name in settings.LANGUAGE_HOSTS.items()}
    if language in hosts:
        return host.lower() == hosts[language]
    return host.lower() not in hosts.values()


def languages(host: str) -> list[str]:
    """Return the languages of the pages that ``host`` serves."""
    return [language for language in LANGUAGES if speaks(host, language)]


def stays(request: HttpRequest) -> bool:
    """Return whether the visitor must stay on this host in both languages.

    Cookies belong to one host: a visitor who is filling in a form or is signed in would lose the
    session on another host.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def link(request: HttpRequest, path: str, language: str) -> str:
    """Return the URL of ``path`` in ``language``, for a link on the page of ``request``."""
    if not settings.LANGUAGE_HOSTS or stays(request) or speaks(request.get_host(), language):
        return path
    return absolute(path, language)
