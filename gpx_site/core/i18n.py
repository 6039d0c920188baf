"""The same address in the other language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override
from wagtail.models import Page

from gpx_site.core import hosts
from gpx_site.core.bilingual import LANGUAGES, active_language, other_language
from gpx_site.core.models import PairException
from gpx_site.core.subroutes import arguments_in

NAMES = {"en": "English", "cy": "Cymraeg"}


@dataclass(frozen=True)
class Alternate:
    """One language's address of what is being read.

    ``stands_in`` says that the words at this address are the other language's.
    """

    code: str
    name: str
    url: str
    current: bool
    stands_in: bool = False


@dataclass(frozen=True)
class StandIn:
    """Why the words of a page are not in the language of the frame around them."""

    language: str
    exception: PairException


def stand_in(request: HttpRequest) -> StandIn | None:
    """Return what to tell the reader of ``request`` about words in the other language, if any."""
    page = getattr(request, "stand_in", None)
    if page is None:
        return None
    language = other_language(page.locale.language_code)
    return StandIn(language, PairException.objects.get(page=page.stands_in_for.pk))


def alternates(request: HttpRequest) -> list[Alternate]:
    """Return the address of what ``request`` shows in each language in which it exists.

    The query string is kept, so that a search or a page number survives the switch.
    """
    page = getattr(request, "page", None)
    query = request.META.get("QUERY_STRING", "")
    suffix = f"?{query}" if query else ""
    return [
        Alternate(
            code=language,
            name=NAMES[language],
            url=url + suffix,
            current=language == active_language(),
            stands_in=_stands_in(page, language),
        )
        for language in LANGUAGES
        if (url := _url_in(request, page, language))
    ]


def canonical(found: Sequence[Alternate]) -> str:
    """Return the full address under which search engines should know what is being read."""
    own = [each for each in found if not each.stands_in]
    here = next((each for each in own if each.current), None) or next(iter(own), None)
    return hosts.absolute(here.url, here.code) if here else ""


def hreflangs(found: Sequence[Alternate]) -> list[tuple[str, str]]:
    """Return the full address in each language that it is written in, and for all other readers.

    These come to the front door, where they choose.
    """
    own = [each for each in found if not each.stands_in]
    urls = [(each.code, hosts.absolute(each.url, each.code)) for each in own]
    return [*urls, ("x-default", f"{settings.SITE_URL}/")]


def _stands_in(page: Page | None, language: str) -> bool:
    """Whether the address of ``page`` in ``language`` is that of a stand-in."""
    return page is not None and page.locale.language_code != language and page.twin is None


def _url_in(request: HttpRequest, page: Page | None, language: str) -> str | None:
    if page is not None:
        return _page_url(request, page, language)
    match = request.resolver_match
    if match is None or not match.view_name or match.view_name == "wagtail_serve":
        return f"/{language}/"  # an unknown address: the front page is all that there is
    try:
        with override(language):
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    except NoReverseMatch:
        return f"/{language}/"


def _page_url(request: HttpRequest, page: Page, language: str) -> str | None:
    versions = (each for each in (page.counterpart, page) if each)
    here = next((each for each in versions if each.locale.language_code == language), None)
    url = here.get_url(request) if here else None
    match = getattr(request, "subroute", None)
    if url is None or match is None:
        return url
    return here.subroute_url(match.func.subroute_name, **arguments_in(request, language))
