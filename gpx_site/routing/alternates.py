"""The URLs of a page in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils.translation import get_language_from_path, override
from wagtail.models import Page

from gpx_site.core.models import BasePage
from gpx_site.i18n import language_hosts
from gpx_site.i18n.bilingual import LANGUAGES, active_language, other_language
from gpx_site.routing import page_path
from gpx_site.routing.sub_urls import SubURLMixin, arguments_in, route_name
from gpx_site.translations.models import PairException

NAMES = {"en": "English", "cy": "Cymraeg"}


@dataclass(frozen=True)
class Alternate:
    """The URL of the current page in one language.

    ``path`` has no host; ``url`` has one if the language has another host. With ``is_fallback``
    the text at this URL is in the other language.
    """

    code: str
    name: str
    path: str
    url: str
    current: bool
    is_fallback: bool = False

    @property
    def full_url(self) -> str:
        """Return the URL with its host."""
        return language_hosts.absolute(self.path, self.code)


@dataclass(frozen=True)
class FallbackNotice:
    """Why the text of a page is in the other language than the header and the footer."""

    language: str
    exception: PairException


def fallback_page(request: HttpRequest) -> FallbackNotice | None:
    """Return the notice about text in the other language, or None if there is none."""
    page = getattr(request, "fallback_page", None)
    if page is None:
        return None
    language = other_language(page.locale.language_code)
    return FallbackNotice(language, PairException.objects.get(page=page.fallback_for.pk))


def alternates(request: HttpRequest) -> list[Alternate]:
    """Return the URL of the current page in each language in which it exists.

    The query string is kept, so that a search or a page number survives the switch.
    """
    page = _page(request)
    query = request.META.get("QUERY_STRING", "")
    suffix = f"?{query}" if query else ""
    return [
        Alternate(
            code=language,
            name=NAMES[language],
            path=path + suffix,
            url=language_hosts.link(request, path + suffix, language),
            current=language == active_language(),
            is_fallback=_is_fallback(page, language),
        )
        for language in LANGUAGES
        if (path := _path_in(request, page, language))
    ]


def canonical(found: Sequence[Alternate]) -> str:
    """Return the canonical URL of the current page for search engines."""
    own = [each for each in found if not each.is_fallback]
    here = next((each for each in own if each.current), None) or next(iter(own), None)
    return here.full_url if here else ""


def hreflangs(found: Sequence[Alternate]) -> list[tuple[str, str]]:
    """Return the full URL in each language of the text, and the ``x-default`` for other languages.

    The default is the page that offers both languages; if each language has a host there is no
    such page, and it is the English.
    """
    urls = {each.code: each.full_url for each in found if not each.is_fallback}
    return [*urls.items(), ("x-default", x_default(urls))]


def x_default(urls: Mapping[str, str]) -> str:
    """Return the URL for other languages, given those of each language."""
    choice = f"{settings.SITE_URL}/"
    if not settings.LANGUAGE_HOSTS:
        return choice
    return urls.get("en") or next(iter(urls.values()), choice)


def _page(request: HttpRequest) -> Page | None:
    """Return the page that is shown, or that would be shown but for an earlier error."""
    page: Page | None = getattr(request, "page", None)
    match = request.resolver_match
    if page is None and match and match.view_name == "wagtail_serve":
        result = page_path.route(request, match.args[0] if match.args else match.kwargs["path"])
        page = result.page if result and isinstance(result.page, BasePage) else None
    return page


def _is_fallback(page: Page | None, language: str) -> bool:
    """Return whether the address of ``page`` in ``language`` is that of a fallback page."""
    return (
        page is not None and page.locale.language_code != language and page.live_translation is None
    )


def _path_in(request: HttpRequest, page: Page | None, language: str) -> str | None:
    if page is not None:
        return _page_path(request, page, language)
    match = request.resolver_match
    if match is None or not match.view_name or match.view_name == "wagtail_serve":
        return _same_path(request, language)
    try:
        with override(language):
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    except NoReverseMatch:
        return _same_path(request, language)


def _same_path(request: HttpRequest, language: str) -> str:
    """Return the same unknown path below ``language``, for an error page in that language."""
    here = get_language_from_path(request.path_info)
    return request.path.replace(f"/{here}/", f"/{language}/", 1) if here else f"/{language}/"


def _page_path(request: HttpRequest, page: Page, language: str) -> str | None:
    versions = (each for each in (page.translation_or_fallback, page) if each)
    here = next((each for each in versions if each.locale.language_code == language), None)
    path: str | None = here.get_url(request) if here else None
    match: ResolverMatch | None = getattr(request, "sub_url_match", None)
    if path is None or match is None or not isinstance(here, SubURLMixin):
        return path
    return here.sub_url(route_name(match), **arguments_in(request, language))
