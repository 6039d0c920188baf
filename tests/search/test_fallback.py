"""Search goes on while Elasticsearch is away, slow or nonsense."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from search.engines import elasticsearch, get_engine, search
from search.engines.base import EngineUnavailable, SearchQuery
from search.engines.breaker import Breaker
from tests.search.factories import index_everything, resource

NOTICE = "Search is running in a simpler form"


@pytest.fixture
def hung() -> Iterator[socket.socket]:
    """A server that lets everybody in and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def nonsense() -> Iterator[str]:
    """A server that answers, but is no Elasticsearch."""
    server = socket.create_server(("127.0.0.1", 0))
    reply = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi"

    def answer() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(reply)

    threading.Thread(target=answer, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}"
    server.close()


@pytest.fixture
def budgets(site_tree) -> None:
    resource(title_en="Budgets", title_cy="Cyllidebau")
    index_everything()


def test_refused(budgets, client, settings):
    settings.ELASTICSEARCH_NODES = ["http://127.0.0.1:9"]
    page = client.get("/en/search/?q=budgets")
    assert page.status_code == 200
    assert NOTICE in page.text
    assert "<mark>Budgets</mark>" in page.text
    answer = client.get("/api/search/?q=budgets").json()
    assert (answer["engine"], answer["total"]) == ("database", 1)
    assert client.get("/api/suggest/?q=budg").json()["suggestions"][0]["text"] == "Budgets"


def callers(server: socket.socket) -> int:
    """How many have come since this was last asked."""
    number = 0
    with suppress(BlockingIOError):
        while True:
            server.accept()[0].close()
            number += 1
    return number


def test_hung(budgets, client, settings, hung):
    settings.ELASTICSEARCH_NODES = [f"http://127.0.0.1:{hung.getsockname()[1]}"]
    assert elasticsearch.READ_TIMEOUT <= 1
    page = client.get("/en/search/?q=budgets")
    assert (page.status_code, NOTICE in page.text) == (200, True)
    assert callers(hung) >= 1
    assert client.get("/en/search/?q=budgets").status_code == 200
    assert callers(hung) == 0  # the breaker is open: nobody waits again


def test_nonsense(budgets, client, settings, nonsense):
    settings.ELASTICSEARCH_NODES = [nonsense]
    page = client.get("/cy/chwilio/?q=cyllidebau")
    assert page.status_code == 200
    assert "<mark>Cyllidebau</mark>" in page.text


def test_no_index_yet(budgets, cluster):
    results = search(SearchQuery(text="budgets"))
    assert (results.engine, results.total) == ("database", 1)
    with pytest.raises(EngineUnavailable):
        get_engine().search(SearchQuery(text="budgets"))
    assert not elasticsearch.breaker.is_open


def test_no_notice_while_all_is_well(budgets, client):
    assert NOTICE not in client.get("/en/search/?q=budgets").text


def test_the_breaker_closes_by_itself(monkeypatch):
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    breaker = Breaker(pause=15)
    assert not breaker.is_open
    breaker.trip()
    assert breaker.is_open
    now = 115.0
    assert not breaker.is_open
