"""The way to a page and what stands around it, found in one query a request.

Wagtail asks for the site, the locale and two rows for each level of the tree; then the menu, the
footer, the breadcrumbs and the language switch ask again. All of it is rows of one table, so it is
asked for once. Nothing outlives the request: a menu cannot be older than its pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django.urls import Resolver404
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from gpx_site.core.models.pages import ALLOWED_UNTRANSLATED
from gpx_site.i18n.bilingual import active_language

SECTION_DEPTH = 3  # the root, a front page in each language, its sections


@dataclass(frozen=True)
class Way:
    """The pages that one request is about, as plain ``Page`` rows.

    ``pages`` leads from the front page in the active language down the address, as far as there
    are pages; ``rest`` is what the address has below the last of them.
    """

    pages: list[Page] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    sections: list[Page] = field(default_factory=list)
    found: list[Page] = field(default_factory=list)

    @property
    def home(self) -> Page | None:
        """The front page in the active language."""
        return self.pages[0] if self.pages else None

    def section(self, model: type[Page]) -> Page | None:
        """The section that is a ``model``, as one; its own fields are not fetched."""
        here = (page for page in self.sections if page.specific_class is model)
        return next((_as_its_kind(page) for page in here), None)

    def other_of(self, page: Page) -> Page | None:
        """The page in the other language, live or not, or None."""
        for each in self.found:
            if each.translation_key == page.translation_key and each.pk != page.pk:
                return each
        return None

    def answers_at(self, page: Page) -> bool:
        """Whether there is something to read at the address of ``page``, be it a stand-in."""
        other = self.other_of(page)
        return page.live or bool(other and other.live and other.allowed_untranslated)

    def is_open(self, page: Page) -> bool:
        """Whether neither ``page`` nor a page above it is restricted to some readers."""
        above = (each for each in self.found if page.path.startswith(each.path))
        return not any(each.restricted for each in above)


def find(request: HttpRequest, address: str | None = None) -> Way:
    """Return the way down ``address`` (``"blog/a-post/"``, without the language).

    Asked once a request; whoever asks again, without an address, gets what was found.
    """
    if not hasattr(request, "_way") or address not in (None, request._way[0]):
        address = address or ""
        parts = [part for part in address.split("/") if part]
        request._way = address, _find(request, parts)
    return request._way[1]


def route(request: HttpRequest, address: str) -> RouteResult | None:
    """Return what answers ``address``, as Wagtail would, or None where nothing does."""
    way = find(request, address)
    if way.home is None:  # this language has no front page: Wagtail may know another
        return Page.route_for_request(request, address)
    page, below = _destination(way)
    if below and not _answers(way, page, below):
        return None
    specific = _fetch(page, way)
    try:
        return specific.route(request, below) if specific else None
    except Http404:
        return None


def _find(request: HttpRequest, parts: list[str]) -> Way:
    found = list(_rows(request, parts))
    site = _site(request, [page.rooted_site for page in found if hasattr(page, "rooted_site")])
    if site is None:
        return Way(found=found)
    request._wagtail_site = site
    root = next(page for page in found if page.pk == site.root_page_id)
    fronts = (page for page in found if page.translation_key == root.translation_key)
    home = next((page for page in fronts if page.locale.language_code == active_language()), None)
    if home is None:
        return Way(found=found)
    below = [page for page in found if page.path.startswith(home.path) and page.depth > home.depth]
    pages = [home, *_down(home, below, parts)]
    return Way(
        pages=pages,
        rest=parts[len(pages) - 1 :],
        sections=[page for page in below if page.depth == SECTION_DEPTH and page.live],
        found=found,
    )


def _rows(request: HttpRequest, parts: list[str]) -> Iterator[Page]:
    """The root, the front pages, the sections, what may lie on the way, and the twins of these."""
    hostname = split_domain_port(request._get_raw_host())[0]
    sites = Q(sites_rooted_here__hostname=hostname) | Q(sites_rooted_here__is_default_site=True)
    wanted = Q(depth__lte=SECTION_DEPTH)
    if len(parts) > 1:
        along = Page.objects.filter(slug__in=parts[1:], depth__gt=SECTION_DEPTH).order_by()
        wanted |= Q(translation_key__in=along.values("translation_key"))
    pages = Page.objects.filter(wanted).select_related("locale").order_by("path")
    restrictions = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    return pages.annotate(
        rooted_site=FilteredRelation("sites_rooted_here", condition=sites),
        restricted=Exists(restrictions),
        allowed_untranslated=ALLOWED_UNTRANSLATED,
    ).select_related("locale", "rooted_site")


def _site(request: HttpRequest, sites: list[Site]) -> Site | None:
    """The site that fits best: by name and port, by name, as the default."""
    hostname, port = split_domain_port(request._get_raw_host())[0], int(request.get_port())

    def fit(site: Site) -> tuple[bool, bool, bool]:
        named = site.hostname == hostname
        return (named and site.port == port, named, site.is_default_site)

    return max(sites, key=fit, default=None)


def _down(top: Page, below: list[Page], parts: list[str]) -> Iterator[Page]:
    """The pages on the way from ``top`` down the parts of an address."""
    by_place = {(page.path[: -page.steplen], page.slug): page for page in below}
    for part in parts:
        page = by_place.get((top.path, part))
        if page is None:
            return
        page._cached_parent_obj = top
        yield page
        top = page


def _destination(way: Way) -> tuple[Page, list[str]]:
    """The page that answers, and the rest of the address: a page's own routes go before pages."""
    names = [page.slug for page in way.pages[1:]] + way.rest
    for number, page in enumerate(way.pages):
        if _answers(way, page, names[number:]):
            return page, names[number:]
    return way.pages[-1], way.rest


def _answers(way: Way, page: Page, below: list[str]) -> bool:
    """Whether ``page`` has a route of its own for what is below it."""
    model = page.specific_class
    if not (below and model and issubclass(model, RoutablePageMixin) and way.answers_at(page)):
        return False
    try:
        model.get_resolver().resolve(f"/{'/'.join(below)}/")
    except Resolver404:
        return False
    return True


def _as_its_kind(page: Page) -> Page:
    """``page`` as its own model, without asking for that model's fields."""
    specific = page.specific_deferred
    specific.locale, specific.allowed_untranslated = page.locale, page.allowed_untranslated
    return specific


def _fetch(page: Page, way: Way) -> Page | None:
    """``page`` with the fields of its own kind, and what the way knows of it already."""
    model = page.specific_class
    if model is None:
        return page
    pages = model._default_manager.select_related(*getattr(model, "served_with", ()))
    specific = pages.filter(pk=page.pk).first()
    if specific is not None:
        specific.locale = page.locale
        other = way.other_of(page)
        specific.other = other and _as_its_kind(other)
        specific.allowed_untranslated = page.allowed_untranslated
        specific.is_open = way.is_open(page)
        specific._cached_parent_obj = getattr(page, "_cached_parent_obj", None)
    return specific
