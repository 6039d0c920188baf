"""Find the pages along an address, and those of the menus, in one query for each request.

Wagtail queries the site, the locale and two rows for each level of the tree; the menu, the footer,
the breadcrumbs and the language switch would query again. All of these are rows of one table, so
one query fetches them. Nothing is cached beyond the request: a menu is never older than its pages.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django.urls import Resolver404
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from gpx_site.core.models.pages import ALLOWED_UNTRANSLATED
from gpx_site.core.requests import page_request
from gpx_site.i18n.bilingual import active_language

SECTION_DEPTH = 3  # the root, a front page in each language, its sections


@dataclass(frozen=True)
class PagePath:
    """The pages that one request needs, as plain ``Page`` rows.

    ``pages`` are those along the address, from the front page in the active language down to the
    last that exists; ``rest`` is the part of the address below it. ``sections`` are the live pages
    below the front page, ``found`` all rows of the query.
    """

    pages: list[Page] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    sections: list[Page] = field(default_factory=list)
    found: list[Page] = field(default_factory=list)

    @property
    def home(self) -> Page | None:
        """Return the front page in the active language."""
        return self.pages[0] if self.pages else None

    def section(self, model: type[Page]) -> Page | None:
        """Return the section of type ``model``, with the fields of that model deferred."""
        here = (page for page in self.sections if page.specific_class is model)
        return next((_as_specific(page) for page in here), None)

    def other_of(self, page: Page) -> Page | None:
        """Return the page in the other language, live or not, or None."""
        for each in self.found:
            if each.translation_key == page.translation_key and each.pk != page.pk:
                return each
        return None

    def answers_at(self, page: Page) -> bool:
        """Return whether the address of ``page`` shows a page, its own or its translation."""
        other = self.other_of(page)
        return page.live or bool(other and other.live and other.allowed_untranslated)

    def is_open(self, page: Page) -> bool:
        """Return whether neither ``page`` nor a page above it has a view restriction."""
        above = (each for each in self.found if page.path.startswith(each.path))
        return not any(each.restricted for each in above)


def find(request: HttpRequest, address: str | None = None) -> PagePath:
    """Return the pages along ``address`` (``"blog/a-post/"``, without the language).

    The result is kept on the request: a later call without an address returns it.
    """
    found: tuple[str, PagePath] | None = getattr(request, "page_path", None)
    if found is None or address not in (None, found[0]):
        address = address or ""
        parts = [part for part in address.split("/") if part]
        found = address, _find(request, parts)
        request.page_path = found  # type: ignore[attr-defined]  # read above, and nowhere else
    return found[1]


def route(request: HttpRequest, address: str) -> RouteResult | None:
    """Return the route result of ``address``, as Wagtail would, or None if there is none."""
    path = find(request, address)
    if path.home is None:  # this language has no front page: Wagtail may know another
        return Page.route_for_request(request, address)
    page, below = _destination(path)
    if below and not _answers(path, page, below):
        return None
    specific = _fetch(page, path)
    try:
        return specific.route(request, below) if specific else None
    except Http404:
        return None


def _find(request: HttpRequest, parts: list[str]) -> PagePath:
    found = list(_rows(request, parts))
    site = _site(request, [page.rooted_site for page in found if hasattr(page, "rooted_site")])
    if site is None:
        return PagePath(found=found)
    page_request(request)._wagtail_site = site
    root = next(page for page in found if page.pk == site.root_page_id)
    fronts = (page for page in found if page.translation_key == root.translation_key)
    home = next((page for page in fronts if page.locale.language_code == active_language()), None)
    if home is None:
        return PagePath(found=found)
    below = [page for page in found if page.path.startswith(home.path) and page.depth > home.depth]
    pages = [home, *_down(home, below, parts)]
    return PagePath(
        pages=pages,
        rest=parts[len(pages) - 1 :],
        sections=[page for page in below if page.depth == SECTION_DEPTH and page.live],
        found=found,
    )


def _rows(request: HttpRequest, parts: list[str]) -> Iterable[Page]:
    """Return the root, front pages, sections, pages that may be on the path, all translated."""
    hostname = split_domain_port(page_request(request)._get_raw_host())[0]
    sites = Q(sites_rooted_here__hostname=hostname) | Q(sites_rooted_here__is_default_site=True)
    wanted = Q(depth__lte=SECTION_DEPTH)
    if len(parts) > 1:
        along = Page.objects.filter(slug__in=parts[1:], depth__gt=SECTION_DEPTH).order_by()
        wanted |= Q(translation_key__in=along.values("translation_key"))
    pages = Page.objects.filter(wanted).select_related("locale").order_by("path")
    restrictions = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    rows: Iterable[Page] = pages.annotate(
        rooted_site=FilteredRelation("sites_rooted_here", condition=sites),
        restricted=Exists(restrictions),
        allowed_untranslated=ALLOWED_UNTRANSLATED,
    ).select_related("locale", "rooted_site")
    return rows


def _site(request: HttpRequest, sites: list[Site]) -> Site | None:
    """Return the site that fits best: by host and port, by host, the default site."""
    hostname, port = (
        split_domain_port(page_request(request)._get_raw_host())[0],
        int(request.get_port()),
    )

    def fit(site: Site) -> tuple[bool, bool, bool]:
        named = site.hostname == hostname
        return (named and site.port == port, named, site.is_default_site)

    return max(sites, key=fit, default=None)


def _down(top: Page, below: list[Page], parts: list[str]) -> Iterator[Page]:
    """Yield the pages below ``top`` along the parts of an address."""
    by_place = {(page.path[: -page.steplen], page.slug): page for page in below}
    for part in parts:
        page = by_place.get((top.path, part))
        if page is None:
            return
        page._cached_parent_obj = top
        yield page
        top = page


def _destination(path: PagePath) -> tuple[Page, list[str]]:
    """Return the page that answers and the rest of the address; its routes precede its children."""
    names = [page.slug for page in path.pages[1:]] + path.rest
    for number, page in enumerate(path.pages):
        if _answers(path, page, names[number:]):
            return page, names[number:]
    return path.pages[-1], path.rest


def _answers(path: PagePath, page: Page, below: list[str]) -> bool:
    """Return whether ``page`` has a route of its own for the rest of the address."""
    model = page.specific_class
    if not (below and model and issubclass(model, RoutablePageMixin) and path.answers_at(page)):
        return False
    try:
        model.get_resolver().resolve(f"/{'/'.join(below)}/")
    except Resolver404:
        return False
    return True


def _as_specific(page: Page) -> Page:
    """Return ``page`` as its specific model, with the fields of that model deferred."""
    specific = page.specific_deferred
    specific.locale, specific.allowed_untranslated = page.locale, page.allowed_untranslated
    return specific


def _fetch(page: Page, path: PagePath) -> Page | None:
    """Return ``page`` as its specific model, with the attributes that ``path`` has of it."""
    model = page.specific_class
    if model is None:
        return page
    pages = model._default_manager.select_related(*getattr(model, "served_with", ()))
    specific = pages.filter(pk=page.pk).first()
    if specific is not None:
        specific.locale = page.locale
        other = path.other_of(page)
        specific.other = other and _as_specific(other)
        specific.allowed_untranslated = page.allowed_untranslated
        specific.is_open = path.is_open(page)
        specific._cached_parent_obj = getattr(page, "_cached_parent_obj", None)
    return specific
