"""Pages in the translation editor."""

from django.contrib.auth.models import User
from wagtail.models import Page
from wagtail_localize.models import Translation

from gpx_site.home.models import StandardPage
from gpx_site.translations.editor import services
from gpx_site.translations.editor.segments import Text, texts
from gpx_site.translations.editor.services import Given, Outcome
from tests.factories.translated_pages import WORDS, draft
from tests.factories.tree import Tree

#: The texts of ``factories.pairs.WORDS``, as a translator sees them, by their English.
WELSH = {
    WORDS["en"]["title"]: WORDS["cy"]["title"],
    WORDS["en"]["standfirst"]: WORDS["cy"]["standfirst"],
    WORDS["en"]["body"][3:-4]: WORDS["cy"]["body"][3:-4],
}


def submitted(tree: Tree, language: str = "en", **fields) -> tuple[StandardPage, Translation]:
    """A draft in ``language``, sent to be translated."""
    page = draft(tree, language, **fields)
    return page, services.submit(page=page, by=None).translation


def text(translation: Translation, source: str) -> Text:
    """The text that says ``source``, or the one in that place."""
    found = [each for each in texts(translation) if source in (each.source, each.path)]
    assert len(found) == 1, source
    return found[0]


def translate(translation: Translation, by: User | None = None, **words: str) -> Outcome:
    """Save ``words`` by the place of the text, as somebody who has just read the page."""
    given = []
    for path, says in words.items():
        found = text(translation, path)
        given.append(Given(key=found.key, words=says, seen=found.seen))
    return services.save(translation=translation, given=given, by=by)


def translate_all(translation: Translation, by: User | None = None) -> Outcome:
    """Translate the whole of a page of ``WORDS`` into Welsh."""
    given = [
        Given(key=each.key, words=WELSH[each.source], seen=each.seen)
        for each in texts(translation)
        if each.source in WELSH
    ]
    return services.save(translation=translation, given=given, by=by)


def newest(page: Page) -> Page:
    """The newest draft of ``page``."""
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
