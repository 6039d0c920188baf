"""Makes valid rows and pages for tests: ``factories.session(capacity=1)``."""

from tests.factories.events import (
    event,
    event_index,
    event_pages,
    in_days,
    many_event_pages,
    session,
    venue,
)
from tests.factories.locales import locale
from tests.factories.people import administrator, contributor, organisation, person, topic
from tests.factories.tree import Tree, roots, translations, tree

__all__ = [
    "Tree",
    "administrator",
    "contributor",
    "event",
    "event_index",
    "event_pages",
    "in_days",
    "locale",
    "many_event_pages",
    "organisation",
    "person",
    "roots",
    "session",
    "topic",
    "translations",
    "tree",
    "venue",
]
