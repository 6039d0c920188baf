"""Things to find."""

import datetime as dt

from resources.models import LearningPage, Resource, ResourceIndexPage
from search import indexing
from search.models import IndexedItem
from tests.factories import Tree, translations
from tests.factories.many import ground
from tests.factories.numbers import next_number


def resource(**fields) -> Resource:
    """A report in both languages; ``topics`` may be given."""
    n = next_number()
    topics = fields.pop("topics", [])
    defaults = {
        "kind": Resource.Kind.REPORT,
        "title_en": f"Report {n}",
        "title_cy": f"Adroddiad {n}",
        "url": f"https://example.org/report/{n}",
        "year": 2025,
        "published_on": dt.date(2025, 1, 1),
    }
    made = Resource.objects.create(**defaults | fields)
    made.topics.set(topics)
    return made


def resource_index(tree: Tree) -> tuple[ResourceIndexPage, ResourceIndexPage]:
    """The resources page in English and in Welsh."""
    return ground(
        (tree.en, tree.cy),
        ResourceIndexPage(title="Resources", slug="resources", show_in_menus=True),
        ResourceIndexPage(title="Adnoddau", slug="adnoddau", show_in_menus=True),
    )


def learning_pages(index, **fields) -> tuple[LearningPage, LearningPage]:
    """A case study in English and in Welsh."""
    n = next_number()
    facts = {"kind": "case_study", "year": 2024, "published_on": dt.date(2024, 5, 1)} | fields
    return translations(
        index,
        LearningPage(
            title=f"How a council listened {n}",
            slug=f"how-a-council-listened-{n}",
            standfirst="A council asked before it decided.",
            body="<p>Every ward met in its <b>library</b>.</p>",
            **facts,
        ),
        LearningPage(
            title=f"Sut y gwrandawodd cyngor {n}",
            slug=f"sut-y-gwrandawodd-cyngor-{n}",
            standfirst="Gofynnodd cyngor cyn penderfynu.",
            body="<p>Cyfarfu pob ward yn ei llyfrgell.</p>",
            **facts,
        ),
    )


def index_everything() -> None:
    """Write the database index as it should be now, whatever is owed."""
    indexing.rebuild(lambda done, total: None)


def unmirrored() -> int:
    """How many items Elasticsearch still has to be given."""
    return IndexedItem.objects.unmirrored().count()
