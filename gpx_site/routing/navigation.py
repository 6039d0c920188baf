"""Navigation, from the page tree of the reader's language."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from gpx_site.routing import page_path


@dataclass(frozen=True)
class Link:
    """A link in a navigation."""

    label: str
    url: str
    active: bool = False


def home(request: HttpRequest) -> Page | None:
    """Return the front page in the active language."""
    return page_path.find(request).home


def main(request: HttpRequest) -> list[Link]:
    """Return links to the sections of the site and to the search."""
    links = [
        Link(
            page.title,
            page.get_url(request),
            request.path.startswith(page.get_url(request)),
        )
        for page in page_path.find(request).sections
        if page.show_in_menus
    ]
    search = reverse("search")
    return [*links, Link(_("Search"), search, request.path.startswith(search))]


def footer(request: HttpRequest) -> list[Link]:
    """Return links to the standing pages: about, contact, privacy, cookies, accessibility."""
    pages = page_path.find(request).sections
    return [Link(page.title, page.get_url(request)) for page in pages if not page.show_in_menus]


def breadcrumbs(request: HttpRequest) -> list[Link]:
    """Return links to the pages above the page that is shown; none on the front page."""
    page: Page | None = getattr(request, "fallback_page", None) or getattr(request, "page", None)
    if page is None or page.depth < page_path.SECTION_DEPTH:
        return []
    found = page_path.find(request)
    near = {each.path: each for each in (*found.pages, *found.sections)}
    above = [near[path] for path in sorted(near) if page.is_descendant_of(near[path])]
    if hasattr(request, "sub_url_match"):
        above.append(page)
    return [
        Link(
            _("Home") if each.depth < page_path.SECTION_DEPTH else each.title, each.get_url(request)
        )
        for each in above
    ]
