"""The same address in the other language."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override
from wagtail.models import Page

from gpx_site.core.bilingual import LANGUAGES, active_language
from gpx_site.core.subroutes import arguments_in

NAMES = {"en": "English", "cy": "Cymraeg"}


@dataclass(frozen=True)
class Alternate:
    """One language's address of what is being read."""

    code: str
    name: str
    url: str
    current: bool


def alternates(request: HttpRequest) -> list[Alternate]:
    """Return the address of what ``request`` shows in each language in which it exists.

    The query string is kept, so that a search or a page number survives the switch.
    """
    query = request.META.get("QUERY_STRING", "")
    suffix = f"?{query}" if query else ""
    urls = ((language, _url_in(request, language)) for language in LANGUAGES)
    return [
        Alternate(language, NAMES[language], url + suffix, language == active_language())
        for language, url in urls
        if url
    ]


def _url_in(request: HttpRequest, language: str) -> str | None:
    page = getattr(request, "page", None)
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
    versions = (each for each in (page.twin, page) if each)
    here = next((each for each in versions if each.locale.language_code == language), None)
    url = here.get_url(request) if here else None
    match = getattr(request, "subroute", None)
    if url is None or match is None:
        return url
    return here.subroute_url(match.func.subroute_name, **arguments_in(request, language))
