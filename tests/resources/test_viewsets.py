"""The list of resources in the admin, and its downloads."""

import csv
import io

import pytest
from django.urls import reverse

from resources.models import Resource
from tests import factories


@pytest.mark.django_db
def test_a_download_runs_no_formula(client):
    client.force_login(factories.administrator())
    Resource.objects.create(
        kind="link",
        title_en="=1+1",
        title_cy="Dolen",
        url="https://example.org/link",
        year=2026,
    )
    response = client.get(reverse("wagtailsnippets_resources_resource:list"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8")
    assert [row["Title in English"] for row in csv.DictReader(io.StringIO(text))] == ["'=1+1"]
