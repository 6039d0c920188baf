"""The page tree: both languages from the start."""

from dataclasses import dataclass

from wagtail.models import Page, Site

from gpx_site.home.models import HomePage
from tests.factories.locales import locale
from tests.factories.many import PageType, ground


@dataclass(frozen=True)
class Tree:
    """What every page test stands on."""

    root: Page
    en: HomePage
    cy: HomePage
    site: Site

    def home(self, language: str) -> HomePage:
        """The front page of one language."""
        return self.cy if language == "cy" else self.en


def translations(
    parents: tuple[Page, Page], en: PageType, cy: PageType
) -> tuple[PageType, PageType]:
    """Place ``en`` and ``cy`` under their parents as two versions of one page."""
    en.locale, cy.locale = locale("en"), locale("cy")
    en = parents[0].add_child(instance=en)
    cy.translation_key = en.translation_key
    return en, parents[1].add_child(instance=cy)


def roots() -> Page:
    """Return the root page, with a locale for each language."""
    for language in ("en", "cy"):
        locale(language)
    return Page.get_first_root_node()


def tree() -> Tree:
    """Make a front page in each language and the Site, in place of Wagtail's own."""
    Page.objects.filter(depth__gt=1).delete()
    root = roots()
    en, cy = ground(
        (root, root),
        HomePage(
            title="Good Practice Exchange",
            slug="home",
            strapline="Sharing what works",
            standfirst="We bring people together to learn from each other.",
        ),
        HomePage(
            title="Cyfnewidfa Arfer Da",
            slug="cartref",
            strapline="Rhannu’r hyn sy’n gweithio",
            standfirst="Rydym yn dod â phobl ynghyd i ddysgu oddi wrth ei gilydd.",
        ),
    )
    Site.objects.all().delete()
    site = Site.objects.create(
        hostname="localhost", root_page=en, is_default_site=True, site_name="Good Practice Exchange"
    )
    return Tree(Page.objects.get(pk=root.pk), en, cy, site)
