"""An event with a session of two places."""

import pytest

from events.models import EventPage, EventSession
from tests import factories


@pytest.fixture
def pages(site_tree) -> dict[str, EventPage]:
    event = factories.event(title_en="Well managed risks", title_cy="Risgiau a reolir yn dda")
    en, cy = factories.event_pages(factories.event_index(site_tree), event)
    return {"en": en, "cy": cy}


@pytest.fixture
def session(pages) -> EventSession:
    return factories.session(event=pages["en"].event, capacity=2)
