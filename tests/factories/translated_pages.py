"""Pages as editors make them: drafts, in one language first."""

from wagtail.models import Page

from gpx_site.home.models import StandardPage
from gpx_site.translations import publishing
from gpx_site.translations.create_translation import create_translation
from tests.factories.tree import Tree

WORDS = {
    "en": {
        "title": "Contact",
        "slug": "contact",
        "standfirst": "How to reach all of us, by telephone or by letter.",
        "body": "<p>Write to us, or ring us up whenever you like.</p>",
    },
    "cy": {
        "title": "Cysylltu",
        "slug": "cysylltu",
        "standfirst": "Sut i gael gafael arnom ni, dros y ffôn neu drwy lythyr.",
        "body": "<p>Ysgrifennwch atom ni, neu ffoniwch pryd bynnag y mynnoch.</p>",
    },
}


def draft(tree: Tree, language: str = "en", **fields) -> StandardPage:
    """A page that was never published, in one language."""
    parent = tree.home(language)
    page = StandardPage(locale=parent.locale, live=False, **WORDS[language] | fields)
    parent.add_child(instance=page)
    page.save_revision()
    return page


def draft_pair(tree: Tree, first: str = "en") -> tuple[StandardPage, StandardPage]:
    """A draft in ``first`` and its translated draft; nobody has declared either ready."""
    page = draft(tree, first)
    translation = create_translation(page)
    edit(translation, **WORDS["cy" if first == "en" else "en"])
    return reread(page, translation)


def live_pair(tree: Tree, first: str = "en") -> tuple[StandardPage, StandardPage]:
    """A pair that was declared ready and published."""
    page, translation = draft_pair(tree, first)
    publishing.mark_ready(page=translation)
    page.get_latest_revision().publish()
    return reread(page, translation)


def edit(page: Page, **fields):
    """Save a draft of ``page`` with other words; return its revision."""
    newest = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(newest, name, value)
    return newest.save_revision()


def reread(*pages: Page) -> tuple:
    """The pages as the database has them now."""
    return tuple(type(page).objects.get(pk=page.pk) for page in pages)


def take_down(page: Page) -> None:
    """Take one language down and leave the other, which only code that asks nobody can do."""
    page.live = False
    page.save()


def remove(page: Page) -> None:
    """Delete one language and leave the other, in the same way."""
    Page.objects.filter(pk=page.pk).delete()
