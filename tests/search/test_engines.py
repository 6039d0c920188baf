"""The contract that both engines keep."""

import datetime as dt

import pytest

from events.models import EventSession
from search.engines.base import FACETS, SearchQuery
from tests import factories as common
from tests.search.factories import learning_pages, resource, resource_index


def titles(results) -> list[str]:
    return [hit.document.title for hit in results.hits]


def counts(results, facet: str) -> dict[str, int]:
    return {row.value: row.count for row in results.facets[facet]}


@pytest.fixture
def shelf(engine):
    """Four resources over two topics, two organisations and three years."""
    risk = common.topic(name="Risk", slug="risk", name_cy="Risg", slug_cy="risg")
    data = common.topic(name="Data", slug="data", name_cy="Data", slug_cy="data-cy")
    gwynedd = common.organisation(name_en="Gwynedd", name_cy="Cyngor Gwynedd", slug="gwynedd")
    board = common.organisation(
        name_en="Health board", name_cy="Bwrdd iechyd", slug="board", sector="health"
    )
    day = dt.date(2025, 3, 1)
    resource(
        title_en="Managing risk well",
        title_cy="Rheoli risg yn dda",
        summary_en="How councils manage risk & uncertainty",
        summary_cy="Sut y mae cynghorau yn rheoli risg",
        kind="report",
        topics=[risk],
        organisation=gwynedd,
        year=2023,
        published_on=day,
    )
    resource(
        title_en="Open data in practice",
        title_cy="Data agored ar waith",
        summary_en="Publishing data lowers risk",
        summary_cy="Mae cyhoeddi data yn lleihau risg",
        kind="slides",
        topics=[data, risk],
        organisation=board,
        year=2024,
        published_on=day + dt.timedelta(days=1),
    )
    resource(
        title_en="Finance for councillors",
        title_cy="",
        source_language="en",
        kind="recording",
        topics=[],
        organisation=board,
        year=2025,
        published_on=day + dt.timedelta(days=2),
    )
    resource(
        title_en="",
        title_cy="Holi’r cyhoedd",
        source_language="cy",
        kind="podcast",
        topics=[data],
        year=2025,
        published_on=day + dt.timedelta(days=3),
    )
    engine.sync()
    return engine


def test_no_text_browses_the_newest_first(shelf):
    results = shelf.search(SearchQuery())
    assert titles(results) == [
        "Holi’r cyhoedd",
        "Finance for councillors",
        "Open data in practice",
        "Managing risk well",
    ]
    assert (results.total, results.pages, results.engine) == (4, 1, shelf.name)


def test_a_word_in_the_title_comes_before_one_in_the_text(shelf):
    results = shelf.search(SearchQuery(text="risk"))
    assert titles(results) == ["Managing risk well", "Open data in practice"]
    assert results.hits[0].score > results.hits[1].score > 0


def test_every_word_must_be_there(shelf):
    assert titles(shelf.search(SearchQuery(text="risk councils"))) == ["Managing risk well"]


def test_where_nothing_has_every_word_any_will_do(shelf):
    results = shelf.search(SearchQuery(text="finance uncertainty"))
    assert set(titles(results)) == {"Finance for councillors", "Managing risk well"}


def test_case_and_composition_do_not_matter(shelf):
    assert titles(shelf.search(SearchQuery(text="RISK MANAGING"))) == ["Managing risk well"]
    decomposed = "cynghorau\u0302"  # u with a combining circumflex: another word
    assert shelf.search(SearchQuery(text=decomposed, language="cy")).total == 0


def test_an_apostrophe_joins_a_short_word_to_a_long_one(shelf):
    for text in ("holi", "Holi'r cyhoedd", "Holi’r"):
        assert titles(shelf.search(SearchQuery(text=text, language="cy"))) == ["Holi’r cyhoedd"]


def test_names_of_topics_and_organisations_are_found_in_the_language_of_the_reader(shelf):
    found = titles(shelf.search(SearchQuery(text="iechyd", language="cy")))
    assert sorted(found) == ["Data agored ar waith", "Finance for councillors"]
    assert shelf.search(SearchQuery(text="iechyd", language="en")).total == 0


def test_a_resource_in_one_language_is_found_in_the_other(shelf):
    hit = shelf.search(SearchQuery(text="finance", language="cy")).hits[0]
    assert (hit.document.language, hit.document.text_language) == ("cy", "en")
    assert hit.document.source_language == "en"


def test_facets_count_what_is_found(shelf):
    results = shelf.search(SearchQuery())
    assert set(results.facets) == set(FACETS)
    assert counts(results, "type") == {"report": 1, "slides": 1, "recording": 1, "podcast": 1}
    assert counts(results, "topic") == {"risk": 2, "data": 2}
    assert counts(results, "sector") == {"health": 2, "local_government": 1}
    assert counts(results, "organisation") == {"board": 2, "gwynedd": 1}
    assert counts(results, "year") == {"2025": 2, "2024": 1, "2023": 1}
    assert counts(results, "item_language") == {"en": 3, "cy": 3}
    assert counts(results, "place") == {}


def test_a_facet_is_counted_without_its_own_filter(shelf):
    results = shelf.search(SearchQuery(filters={"topic": ("risk",), "type": ("slides",)}))
    assert titles(results) == ["Open data in practice"]
    assert results.total == 1
    assert counts(results, "topic") == {"risk": 1, "data": 1}  # of the slides
    assert counts(results, "type") == {"report": 1, "slides": 1}  # of what is on risk
    assert counts(results, "year") == {"2024": 1}  # of both


def test_two_values_of_one_facet_widen_and_two_facets_narrow(shelf):
    wide = SearchQuery(filters={"type": ("report", "slides")})
    narrow = SearchQuery(filters={"type": ("report", "slides"), "organisation": ("board",)})
    assert shelf.search(wide).total == 2
    assert titles(shelf.search(narrow)) == ["Open data in practice"]


def test_text_and_filters_together(shelf):
    query = SearchQuery(text="risk", filters={"year": ("2024",)})
    results = shelf.search(query)
    assert titles(results) == ["Open data in practice"]
    assert counts(results, "year") == {"2024": 1, "2023": 1}


def test_what_was_looked_for_is_marked_and_the_rest_escaped(shelf):
    hit = shelf.search(SearchQuery(text="RISK")).hits[0]
    assert hit.title_html == "Managing <mark>risk</mark> well"
    assert hit.excerpt == "How councils manage <mark>risk</mark> &amp; uncertainty"


def test_pages(engine):
    for _ in range(25):
        resource()
    engine.sync()
    first = engine.search(SearchQuery(page=1))
    second = engine.search(SearchQuery(page=2))
    assert (first.total, first.pages, len(first.hits), len(second.hits)) == (25, 2, 20, 5)
    assert not set(titles(first)) & set(titles(second))
    assert engine.search(SearchQuery(page=3)).hits == []


@pytest.mark.parametrize("text", ["!!!", "“ ”", "zzzz", "\u0301"])
def test_text_that_nothing_can_match_finds_nothing(shelf, text):
    results = shelf.search(SearchQuery(text=text))
    assert (results.total, results.hits, results.pages) == (0, [], 0)


@pytest.mark.parametrize(
    "text", ['"', "'", "a OR b", "NEAR(", "risk*", "-risk", "risk:", "(", "\\", "& |", "NOT risk"]
)
def test_no_query_language_gets_through(shelf, text):
    assert shelf.search(SearchQuery(text=text)).total >= 0


def test_suggestions_finish_the_last_word_of_a_title(shelf):
    suggested = shelf.suggest("managing ri", "en", 8)
    assert [document.title for document in suggested] == ["Managing risk well"]
    assert [d.title for d in shelf.suggest("da", "en", 8)] == ["Open data in practice"]
    assert shelf.suggest("uncertainty", "en", 8) == []  # not in a title
    assert shelf.suggest("", "en", 8) == []
    assert len(shelf.suggest("data", "cy", 1)) == 1


def test_pages_of_the_site_are_found_with_their_facts(engine, site_tree):
    learning_pages(resource_index(site_tree))
    event = common.event(slug="risks", title_en="Well managed risks", title_cy="Risgiau")
    common.session(
        event=event,
        venue=common.venue(town_en="Llanrwst", town_cy="Llanrwst"),
        starts_at=dt.datetime(2026, 9, 28, 9, tzinfo=dt.UTC),
    )
    common.session(
        event=event,
        starts_at=dt.datetime(2026, 9, 6, 9, tzinfo=dt.UTC),
        status=EventSession.Status.SCHEDULED,
    )
    common.event_pages(common.event_index(site_tree), event)
    engine.sync()

    found = engine.search(SearchQuery(text="llanrwst"))
    assert titles(found) == ["Well managed risks"]
    assert counts(found, "place") == {"cardiff": 1, "llanrwst": 1}
    assert found.hits[0].document.date == dt.date(2026, 9, 6)
    assert found.hits[0].document.url == "/en/events/risks/"

    welsh = engine.search(SearchQuery(text="llyfrgell", language="cy"))
    assert [hit.document.url.split("/")[1:3] for hit in welsh.hits] == [["cy", "adnoddau"]]
    assert welsh.hits[0].excerpt.endswith("yn ei <mark>llyfrgell</mark>.")
    assert engine.search(SearchQuery(filters={"place": ("llanrwst",)})).total == 1
