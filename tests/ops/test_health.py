"""The health addresses: what answers, what is down, and what is needed."""

import os
import time

import pytest
from django.db import OperationalError
from django.urls import reverse

from gpx_site.ops import health
from tests.processes import free_port


@pytest.fixture
def heartbeat(tmp_path, settings):
    """A data folder of its own, with a fresh heartbeat."""
    settings.DATA_DIR = tmp_path
    path = tmp_path / "heartbeat"
    path.touch()
    return path


def ready(client) -> tuple[int, dict]:
    response = client.get(reverse("health-ready"))
    return response.status_code, response.json()


ALL_WELL = {"database": "ok", "broker": "ok", "search": "ok", "beat": "ok", "status": "ok"}


@pytest.mark.django_db
def test_all_is_well(client, heartbeat):
    assert ready(client) == (200, ALL_WELL)


def test_live_asks_nothing_of_the_database(client, django_assert_num_queries):
    response = client.get(reverse("health-live"))
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_an_old_heartbeat_is_told_but_the_site_goes_on(client, heartbeat):
    long_ago = time.time() - health.HEARTBEAT_SECONDS - 1
    os.utime(heartbeat, (long_ago, long_ago))
    assert ready(client) == (200, ALL_WELL | {"beat": "down"})


@pytest.mark.django_db
def test_no_heartbeat_yet(client, heartbeat):
    heartbeat.unlink()
    assert ready(client) == (200, ALL_WELL | {"beat": "down"})


@pytest.mark.django_db
def test_a_search_that_does_not_answer_is_told_but_the_site_goes_on(client, heartbeat, settings):
    settings.ELASTICSEARCH_NODES = [f"http://127.0.0.1:{free_port()}"]
    assert ready(client) == (200, ALL_WELL | {"search": "down"})


@pytest.mark.django_db
def test_a_broker_that_does_not_answer_is_told_but_the_site_goes_on(client, heartbeat, monkeypatch):
    def refuse() -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(health, "_broker", refuse)
    assert ready(client) == (200, ALL_WELL | {"broker": "down"})


@pytest.mark.django_db
def test_without_its_database_the_hub_is_not_ready(client, heartbeat, monkeypatch):
    def refuse() -> None:
        raise OperationalError("could not connect as gpx with password hunter2")

    monkeypatch.setattr(health, "_database", refuse)
    status, body = ready(client)
    assert (status, body) == (503, ALL_WELL | {"database": "down", "status": "down"})
