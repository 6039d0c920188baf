"""Navigation, from the page tree of the reader's language."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from gpx_site.core.bilingual import active_language

SECTION_DEPTH = 3  # the root, a front page in each language, its sections


@dataclass(frozen=True)
class Link:
    """A link in a navigation."""

    label: str
    url: str
    active: bool = False


def _sections(request: HttpRequest) -> list[Page]:
    """The front page in the active language and its live children, fetched once a request."""
    if not hasattr(request, "_section_pages"):
        site = Site.find_for_request(request)
        pages = Page.objects.live().filter(locale__language_code=active_language())
        front = Q(translation_key=site.root_page.translation_key) if site else Q(pk=None)
        found = pages.filter(front | Q(depth=SECTION_DEPTH)).order_by("path")
        top = next((page.path for page in found if page.depth < SECTION_DEPTH), None)
        request._section_pages = [page for page in found if top and page.path.startswith(top)]
    return request._section_pages


def home(request: HttpRequest) -> Page | None:
    """Return the front page in the active language."""
    return next(iter(_sections(request)), None)


def _menu(request: HttpRequest) -> list[Page]:
    """The live children of the front page, for the menu and the footer."""
    return _sections(request)[1:]


def main(request: HttpRequest) -> list[Link]:
    """The sections of the site, then search."""
    links = [
        Link(
            page.title,
            page.get_url(request),
            request.path.startswith(page.get_url(request)),
        )
        for page in _menu(request)
        if page.show_in_menus
    ]
    search = reverse("search")
    return [*links, Link(_("Search"), search, request.path.startswith(search))]


def footer(request: HttpRequest) -> list[Link]:
    """The standing pages: about, contact, privacy, cookies, accessibility."""
    return [
        Link(page.title, page.get_url(request)) for page in _menu(request) if not page.show_in_menus
    ]


def breadcrumbs(request: HttpRequest) -> list[Link]:
    """The way down to the page that is shown, the front page first; empty on the front page."""
    page = getattr(request, "stand_in", None) or getattr(request, "page", None)
    if page is None or page.depth < SECTION_DEPTH:
        return []
    above = [each for each in _sections(request) if page.is_descendant_of(each)]
    if hasattr(request, "subroute"):
        above.append(page)
    return [
        Link(_("Home") if each.depth < SECTION_DEPTH else each.title, each.get_url(request))
        for each in above
    ]
