"""Resources and pages of learning."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from resources.models import Resource
from tests import factories as common
from tests.search.factories import resource


def test_one_row_for_an_address(db):
    resource(url="https://example.org/one")
    with pytest.raises(IntegrityError), transaction.atomic():
        resource(url="https://example.org/one")


@pytest.mark.parametrize(
    ("source_language", "missing"),
    [("en", "title_en"), ("cy", "title_cy"), ("both", "title_en"), ("both", "title_cy")],
)
def test_a_title_in_each_language_of_the_resource(db, source_language, missing):
    row = Resource(
        kind="report",
        title_en="Budgets",
        title_cy="Cyllidebau",
        url="https://example.org/",
        year=2025,
        source_language=source_language,
    )
    row.full_clean()
    setattr(row, missing, "")
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert missing in caught.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_what_a_reader_of_the_other_language_is_told(db):
    row = resource(title_en="Budgets", title_cy="", summary_cy="Arian", source_language="en")
    with override("cy"):
        assert (row.title, row.title_language, row.only_language) == ("Budgets", "en", "en")
        assert (row.summary, row.summary_language) == ("Arian", "cy")
    with override("en"):
        assert (row.title_language, row.only_language) == ("en", "")
    assert resource().only_language == ""


def test_named_reads(db):
    topic = common.topic()
    event = common.event()
    old = resource(kind="recording", event=event, published_on=dt.date(2024, 1, 1))
    new = resource(kind="slides", event=event, topics=[topic], published_on=dt.date(2025, 1, 1))
    link = resource(kind="link", published_on=dt.date(2023, 1, 1))
    assert list(Resource.objects.newest()) == [new, old, link]
    assert list(Resource.objects.of_kind("link")) == [link]
    assert list(Resource.objects.about(topic)) == [new]
    assert list(Resource.objects.of_event(event)) == [new, old]
