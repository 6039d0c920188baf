"""List the routes of the project in each language."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.regex_helper import normalize
from django.utils.translation import override

from gpx_site.i18n.bilingual import LANGUAGES
from gpx_site.routing import sub_urls

ADMIN = "/admin/"
Patterns = Sequence[URLPattern | URLResolver]


class Route(NamedTuple):
    """An address with its arguments in angle brackets, and the dotted name of its view."""

    address: str
    view: str


def routes(patterns: Patterns) -> set[Route]:
    """Return the routes of ``patterns`` and those below a page, in both languages."""
    found = {route for language in LANGUAGES for route in _in_language(patterns, language)}
    for each in sub_urls.registered():
        for language, pattern in zip(LANGUAGES, each.patterns(), strict=True):
            address = f"/{language}/<{each.page_model}>/{pattern.pattern}"
            found.add(Route(address, URLPattern(pattern.pattern, each.view).lookup_str))
    return found


def refuse_repeated(patterns: Patterns) -> None:
    """Raise ImproperlyConfigured where two routes outside the admin have the same address."""
    for language in LANGUAGES:
        views: dict[str, str] = {}
        for address, view in _in_language(patterns, language):
            if address.startswith(ADMIN):  # our views override those of packages there
                continue
            shape = sub_urls.shape(address)
            if shape in views:
                raise ImproperlyConfigured(
                    f"Two routes have the same address, {address}: "
                    f"those of {views[shape]} and {view}."
                )
            views[shape] = view


def _in_language(patterns: Patterns, language: str) -> list[Route]:
    with override(language):
        return list(_below("/", patterns))


def _below(prefix: str, patterns: Patterns) -> Iterator[Route]:
    for each in patterns:
        pattern = str(each.pattern)
        if isinstance(each.pattern, RegexPattern):
            text, arguments = normalize(pattern)[-1]
            pattern = text % {argument: f"<{argument}>" for argument in arguments}
        if isinstance(each, URLResolver):
            yield from _below(prefix + pattern, each.url_patterns)
        else:
            yield Route(prefix + pattern, each.lookup_str)
