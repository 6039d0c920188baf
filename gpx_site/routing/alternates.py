"""The same address in the other language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language_from_path, override
from wagtail.models import Page

from gpx_site.core.models import BasePage
from gpx_site.i18n import language_hosts
from gpx_site.i18n.bilingual import LANGUAGES, active_language, other_language
from gpx_site.routing import page_path
from gpx_site.routing.sub_urls import arguments_in
from gpx_site.translations.models import PairException

NAMES = {"en": "English", "cy": "Cymraeg"}


@dataclass(frozen=True)
class Alternate:
    """One language's address of what is being read.

    ``path`` is without a host; ``url`` has one where another host speaks the language.
    ``is_fallback`` says that the words at this address are the other language's.
    """

    code: str
    name: str
    path: str
    url: str
    current: bool
    is_fallback: bool = False

    @property
    def full_url(self) -> str:
        """The address with its host."""
        return language_hosts.absolute(self.path, self.code)


@dataclass(frozen=True)
class FallbackNotice:
    """Why the words of a page are not in the language of the frame around them."""

    language: str
    exception: PairException


def fallback_page(request: HttpRequest) -> FallbackNotice | None:
    """Return what to tell the reader of ``request`` about words in the other language, if any."""
    page = getattr(request, "fallback_page", None)
    if page is None:
        return None
    language = other_language(page.locale.language_code)
    return FallbackNotice(language, PairException.objects.get(page=page.fallback_for.pk))


def alternates(request: HttpRequest) -> list[Alternate]:
    """Return the address of what ``request`` shows in each language in which it exists.

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
    """Return the full address under which search engines should know what is being read."""
    own = [each for each in found if not each.is_fallback]
    here = next((each for each in own if each.current), None) or next(iter(own), None)
    return here.full_url if here else ""


def hreflangs(found: Sequence[Alternate]) -> list[tuple[str, str]]:
    """Return the full address in each language that it is written in, and for all other readers.

    These come to the front door, where they choose; where each language has a host and there is no
    such door, to the English.
    """
    urls = {each.code: each.full_url for each in found if not each.is_fallback}
    return [*urls.items(), ("x-default", x_default(urls))]


def x_default(urls: Mapping[str, str]) -> str:
    """Return the address for readers of other languages, of those in each language."""
    door = f"{settings.SITE_URL}/"
    return (urls.get("en") or next(iter(urls.values()), door)) if settings.LANGUAGE_HOSTS else door


def _page(request: HttpRequest) -> Page | None:
    """The page that is shown, or that would have been if nothing had gone wrong before."""
    page: Page | None = getattr(request, "page", None)
    match = request.resolver_match
    if page is None and match and match.view_name == "wagtail_serve":
        result = page_path.route(request, match.args[0] if match.args else match.kwargs["path"])
        page = result.page if result and isinstance(result.page, BasePage) else None
    return page


def _is_fallback(page: Page | None, language: str) -> bool:
    """Whether the address of ``page`` in ``language`` is that of a stand-in."""
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
    """The same unknown address below ``language``: the reader wants to understand the error."""
    here = get_language_from_path(request.path_info)
    return request.path.replace(f"/{here}/", f"/{language}/", 1) if here else f"/{language}/"


def _page_path(request: HttpRequest, page: Page, language: str) -> str | None:
    versions = (each for each in (page.translation_or_fallback, page) if each)
    here = next((each for each in versions if each.locale.language_code == language), None)
    path = here.get_url(request) if here else None
    match = getattr(request, "sub_url_match", None)
    if path is None or match is None:
        return path
    return here.sub_url(match.func.sub_url_name, **arguments_in(request, language))
