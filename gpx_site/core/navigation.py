"""Navigation, from the page tree of the reader's language."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from gpx_site.core.bilingual import active_language


@dataclass(frozen=True)
class Link:
    """A link in a navigation."""

    label: str
    url: str
    active: bool = False


def home(request: HttpRequest) -> Page | None:
    """Return the front page in the active language, fetched once a request."""
    if not hasattr(request, "_home_page"):
        root = Site.find_for_request(request)
        pages = Page.objects.live().filter(locale__language_code=active_language())
        key = root.root_page.translation_key if root else None
        request._home_page = pages.filter(translation_key=key).first()
    return request._home_page


def _menu(request: HttpRequest) -> list[Page]:
    """The live children of the front page that are in a menu, or in the footer."""
    if not hasattr(request, "_menu_pages"):
        front = home(request)
        children = front.get_children().live().order_by("path") if front else []
        request._menu_pages = list(children)
    return request._menu_pages


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
    page = getattr(request, "page", None)
    if page is None or page.depth <= 2:
        return []
    ancestors = page.get_ancestors(inclusive=getattr(request, "subroute", None) is not None)
    above = ancestors.filter(depth__gte=2)
    return [
        Link(_("Home") if each.depth == 2 else each.title, each.get_url(request)) for each in above
    ]
