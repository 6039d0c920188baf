"""The blog's rules: parts of a series, reblogs, filters."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from blog.models import BlogPage
from tests import factories
from tests.factories.blog import blog_index, posts, series
from tests.factories.pairs import take_down

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "wrong", [{"series_part": 1}, {"original_url": "https://example.org/post"}]
)
def test_half_a_series_or_half_a_reblog_is_refused(site_tree, wrong):
    index = blog_index(site_tree)
    with pytest.raises(ValidationError):
        posts(index, **wrong)
    post, _twin = posts(index)
    with pytest.raises(IntegrityError), transaction.atomic():
        BlogPage.objects.filter(pk=post.pk).update(**wrong)


def test_two_posts_cannot_be_the_same_part_in_one_language(site_tree):
    index, risks = blog_index(site_tree), series()
    first, twin = posts(index, series=risks, series_part=1)
    second, _twin = posts(index, series=risks, series_part=2)
    second.series_part = 1
    with pytest.raises(ValidationError) as raised:
        second.full_clean()
    assert list(raised.value.message_dict) == ["series_part"]
    first.full_clean()
    twin.full_clean()


def test_series_parts_show_what_is_still_to_come_in_each_language(site_tree):
    index, risks = blog_index(site_tree), series(announced=3)
    first_en, first_cy = posts(index, series=risks, series_part=1)
    third_en, third_cy = posts(index, series=risks, series_part=3)
    assert first_en.series_parts == [first_en, None, third_en]
    assert third_cy.series_parts == [first_cy, None, third_cy]


def test_a_post_outside_a_series_has_no_parts(site_tree):
    post, _twin = posts(blog_index(site_tree))
    assert post.series_parts == []


def test_months_and_topics_count_live_posts_of_one_language(site_tree):
    index = blog_index(site_tree)
    digital, data = factories.topic(), factories.topic()
    posts(index, topics=(digital, data))
    _en, cy = posts(index, topics=(digital,))
    take_down(cy)
    months = [
        [(each["month"].isoformat(), each["posts"]) for each in page.months()] for page in index
    ]
    topics = [{each: each.posts for each in page.topics()} for page in index]
    assert months == [[("2026-05-01", 2)], [("2026-05-01", 1)]]
    assert topics == [{digital: 2, data: 1}, {digital: 1, data: 1}]


def test_named_reads(site_tree):
    index, topic = blog_index(site_tree), factories.topic()
    about, _twin = posts(index, topics=(topic,), date="2026-05-01")
    other, _twin = posts(index, date="2026-06-30")
    english = BlogPage.objects.newest().in_language("en")
    assert list(english) == [other, about]
    assert list(english.about(topic)) == [about]
    assert list(english.in_month(english[0].date)) == [other]


def test_a_series_is_named_in_the_readers_language():
    risks = series()
    with override("cy"):
        assert str(risks) == "Rheoli risgiau’n dda"
    assert str(risks) == "Well managed risks"
