"""Every public address in one language has an equal one in the other, one click away."""

from collections import Counter

import pytest

from tests.public import twins

pytestmark = pytest.mark.django_db

FEWEST_PAGES = 90  # in each language; fewer would mean that the crawl has lost its way


def test_every_page_has_an_equal_twin_one_click_away(site):
    pages = Counter(visit.language for visit in site.visits.values() if visit.is_page)
    print(pages, len(site.visits))
    assert pages["en"] == pages["cy"] >= FEWEST_PAGES
    wrong = twins.problems(site.visits)
    assert not wrong, "\n".join(wrong)
