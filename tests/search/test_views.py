"""The search page."""

import pytest
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import factories as common
from tests.factories.tree import tree
from tests.search.factories import index_everything, resource


@pytest.fixture
def shelf(site_tree):
    topic = common.topic(name="Risk", slug="risk", name_cy="Risg", slug_cy="risg")
    resource(title_en="Managing <risk>", title_cy="Rheoli <risg>", topics=[topic], kind="slides")
    resource(title_en="Only here", title_cy="", source_language="en", kind="report")
    index_everything()


def test_each_language_at_its_own_address(shelf, client):
    english = client.get("/en/search/?q=managing")
    welsh = client.get("/cy/chwilio/?q=rheoli")
    assert (english.status_code, welsh.status_code) == (200, 200)
    assert "1 result for “managing”" in english.text
    assert 'lang="cy"' in welsh.text
    assert "<mark>Rheoli</mark> &lt;risg&gt;" in welsh.text


def test_the_language_switch_keeps_the_search(shelf, client):
    page = client.get("/en/search/?q=risk&type=slides").text
    assert "/cy/chwilio/?q=risk&amp;type=slides" in page


def test_no_words_show_everything(shelf, client):
    page = client.get("/en/search/").text
    assert "2 results" in page
    assert "Managing &lt;risk&gt;" in page


def test_an_item_in_the_other_language_only(shelf, client):
    page = client.get("/cy/chwilio/?type=report").text
    assert '<a class="govuk-link" href="https://example.org' in page
    assert 'lang="en">Only here</a>' in page
    assert client.get("/en/search/?type=report").text.count("govuk-tag--grey") == 0
    assert page.count("govuk-tag--grey") == 1


def test_filters_are_checkboxes_that_need_no_script(shelf, client):
    page = client.get("/en/search/?topic=risk").text
    assert 'name="topic" type="checkbox" form="search" value="risk" checked' in page
    assert 'name="type" type="checkbox" form="search" value="slides">' in page
    assert '<a class="gpx-chip" href="?">' in page


def test_a_chosen_filter_that_finds_nothing_can_be_taken_back(shelf, client):
    page = client.get("/en/search/?q=managing&type=podcast").text
    assert 'value="podcast" checked' in page
    assert "Nothing matches your search" in page
    assert "take some of the filters away" in page


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("?q=" + "a" * 257, "Your search must be 256 characters or fewer"),
        ("?q=a%00b", "Your search must contain only letters, numbers and punctuation"),
        ("?page=0", "The page must be a number from 1 to 500"),
        ("?page=x", "The page must be a number from 1 to 500"),
        ("?page=9", "There is no page 9 of these results"),
        ("?type=banana", "Choose a filter from the list under “Kind”"),
        ("?topic=nowhere", "Choose a filter from the list under “Topic”"),
        ("?year=20x5", "Choose a filter from the list under “Year”"),
    ],
)
def test_bad_input_is_explained(shelf, client, address, message):
    page = client.get(f"/en/search/{address}")
    assert page.status_code == 200
    assert "<title>Error: " in page.text
    assert "govuk-error-summary" in page.text
    assert message in page.text


def test_pages_keep_the_search(site_tree, client):
    for _ in range(21):
        resource()
    index_everything()
    page = client.get("/en/search/?type=report")
    assert "?type=report&amp;page=2" in page.text
    second = client.get("/en/search/?type=report&page=2")
    assert '<ol class="gpx-results" start="21">' in second.text


def test_as_many_queries_for_ten_as_for_a_hundred(site_tree, client, django_assert_max_num_queries):
    topic = common.topic()
    body = common.organisation()

    def queries() -> int:
        client.get("/en/search/?q=report")
        with django_assert_max_num_queries(8) as captured:
            assert client.get("/en/search/?q=report").status_code == 200
        assert isinstance(captured, CaptureQueriesContext)
        return len(captured)

    for _ in range(10):
        resource(topics=[topic], organisation=body)
    index_everything()
    at_ten = queries()
    for _ in range(90):
        resource(topics=[topic], organisation=body)
    index_everything()
    assert queries() == at_ten


def test_a_reader_gets_no_cookie(shelf, client):
    assert not client.get("/en/search/?q=risk").cookies


def test_only_reading(shelf, client):
    assert client.post("/en/search/").status_code == 405


ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)
NAMES = st.sampled_from(
    ["q", "type", "topic", "sector", "organisation", "place", "year", "item_language", "page"]
)


class TestAnyQuery(TestCase):
    @classmethod
    def setUpTestData(cls):
        tree()
        resource(title_en="Managing risk", title_cy="Rheoli risg")
        index_everything()

    @given(st.lists(st.tuples(NAMES, ANY), max_size=4))
    def test_never_breaks_the_page(self, parameters):
        response = self.client.get("/en/search/", query_params=_joined(parameters))
        assert response.status_code == 200

    @given(st.lists(st.tuples(NAMES, ANY), max_size=4), st.sampled_from(["en", "cy", "xx"]))
    def test_never_breaks_the_json(self, parameters, lang):
        query = _joined(parameters) | {"lang": lang}
        for address in ("/api/search/", "/api/suggest/"):
            response = self.client.get(address, query_params=query, REMOTE_ADDR=_address())
            assert response.status_code in {200, 400}
            assert isinstance(response.json(), dict)


def _joined(parameters):
    joined: dict[str, list[str]] = {}
    for name, value in parameters:
        joined.setdefault(name, []).append(value)
    return joined


def _address() -> str:
    """A new address each time, so that the limit per address is not reached."""
    _address.last = getattr(_address, "last", 0) + 1
    return f"10.0.{_address.last // 250}.{_address.last % 250}"
