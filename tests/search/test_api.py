"""The JSON that other people's software relies on."""

import datetime as dt

import pytest

from gpx_site.ops import rate_limits
from tests import factories as common
from tests.search.factories import index_everything, resource


@pytest.fixture
def shelf(site_tree):
    topic = common.topic(name="Risk", slug="risk", name_cy="Risg", slug_cy="risg")
    resource(
        title_en="Managing risk",
        title_cy="Rheoli risg",
        summary_en="For budgets & more",
        topics=[topic],
        url="https://example.org/risk",
        published_on=dt.date(2025, 3, 1),
    )
    index_everything()


def test_the_whole_answer(shelf, client):
    answer = client.get("/api/search/?q=budgets").json()
    assert answer.pop("results") == [
        {
            "title": "Managing risk",
            "url": "https://example.org/risk",
            "type": "report",
            "language": "en",
            "date": "2025-03-01",
            "excerpt": "For <mark>budgets</mark> &amp; more",
            "score": pytest.approx(0.0, abs=50),
        }
    ]
    assert answer == {
        "query": "budgets",
        "language": "en",
        "engine": "database",
        "total": 1,
        "page": 1,
        "pages": 1,
        "facets": {
            "type": [{"value": "report", "label": "Report", "count": 1}],
            "topic": [{"value": "risk", "label": "Risk", "count": 1}],
            "sector": [],
            "organisation": [],
            "place": [],
            "year": [{"value": "2025", "label": "2025", "count": 1}],
            "item_language": [
                {"value": "en", "label": "English", "count": 1},
                {"value": "cy", "label": "Welsh", "count": 1},
            ],
        },
        "suggestion": "",
    }


def test_the_asked_language(shelf, client):
    answer = client.get("/api/search/?q=rheoli&lang=cy").json()
    assert (answer["language"], answer["results"][0]["title"]) == ("cy", "Rheoli risg")
    assert answer["facets"]["topic"][0]["label"] == "Risg"


def test_a_page_of_the_site_has_a_whole_address(site_tree, client):
    from tests.search.factories import learning_pages, resource_index

    english, _ = learning_pages(resource_index(site_tree))
    index_everything()
    (result,) = client.get("/api/search/?q=library").json()["results"]
    assert result["url"] == f"http://testserver/en/resources/{english.slug}/"


def test_filters(shelf, client):
    assert client.get("/api/search/?topic=risk&year=2025").json()["total"] == 1
    assert client.get("/api/search/?type=slides").json()["total"] == 0


def test_suggestions(shelf, client):
    assert client.get("/api/suggest/?q=man").json() == {
        "suggestions": [
            {"text": "Managing risk", "url": "https://example.org/risk", "type": "report"}
        ]
    }
    assert client.get("/api/suggest/?q=rhe&lang=cy").json()["suggestions"][0]["text"] == (
        "Rheoli risg"
    )
    assert client.get("/api/suggest/").json() == {"suggestions": []}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("lang=fr", "lang"),
        ("q=" + "a" * 257, "q"),
        ("q=%00", "q"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=" + "9" * 5000, "page"),
        ("type=banana", "type"),
        ("sector=none", "sector"),
        ("organisation=nobody", "organisation"),
        ("place=nowhere", "place"),
        ("year=1", "year"),
        ("item_language=de", "item_language"),
    ],
)
def test_bad_input(shelf, client, query, field):
    response = client.get(f"/api/search/?{query}")
    assert response.status_code == 400
    assert response.json()["field"] == field
    assert response.json()["error"]


def test_bad_input_in_welsh(shelf, client):
    english = client.get("/api/search/?page=0").json()["error"]
    welsh = client.get("/api/search/?page=0&lang=cy").json()["error"]
    assert english == "The page must be a number from 1 to 500"
    assert welsh != english


def test_too_many(shelf, client, monkeypatch, settings):
    settings.RATE_LIMITS = {"search": (3, 60)}
    monkeypatch.setattr(rate_limits.time, "time", lambda: 1_000_000_010)
    for _ in range(3):
        assert client.get("/api/suggest/?q=ri").status_code == 200
    refused = client.get("/api/search/?q=risk")
    assert (refused.status_code, refused["Retry-After"]) == (429, "10")
    assert refused.json()["error"]
    assert client.get("/api/search/?q=risk", REMOTE_ADDR="10.1.1.1").status_code == 200


def test_without_a_cache_nobody_is_held_back(shelf, client, monkeypatch):
    def down(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(rate_limits.cache, "add", down)
    assert client.get("/api/search/?q=risk").status_code == 200
