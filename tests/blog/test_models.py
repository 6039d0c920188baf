"""The blog's rules: parts of a series, reblogs, filters."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from blog.models import BlogPage
from tests import factories
from tests.factories.blog import blog_index, posts, series
from tests.factories.translated_pages import take_down

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


def test_a_post_in_a_series_without_a_part_is_refused(site_tree):
    index, risks = blog_index(site_tree), series()
    with pytest.raises(ValidationError):
        posts(index, series=risks)
    post, _twin = posts(index)
    with pytest.raises(IntegrityError), transaction.atomic():
        BlogPage.objects.filter(pk=post.pk).update(series=risks)


def test_two_posts_cannot_be_the_same_part_in_one_language(site_tree):
    index, risks = blog_index(site_tree), series()
    first, translation = posts(index, series=risks, series_part=1)
    second, _twin = posts(index, series=risks, series_part=2)
    second.series_part = 1
    with pytest.raises(ValidationError) as raised:
        second.full_clean()
    assert list(raised.value.message_dict) == ["series_part"]
    first.full_clean()
    translation.full_clean()


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


def test_a_post_cannot_take_an_address_of_the_blog(site_tree):
    post, _twin = posts(blog_index(site_tree))
    for slug in ("2026", "feed"):
        post.slug = slug
        with pytest.raises(ValidationError) as raised:
            post.full_clean()
        assert list(raised.value.message_dict) == ["slug"]
    for slug in ("topic", "2026-in-review", "feeding"):
        post.slug = slug
        post.full_clean()


def test_related_posts_share_most_topics_then_are_newest(site_tree, django_assert_num_queries):
    index = blog_index(site_tree)
    risk, data, other = (factories.topic() for _ in range(3))
    one, _twin = posts(index, topics=(risk,), date="2026-01-01")
    newer, _twin = posts(index, topics=(risk,), date="2026-02-01")
    same_day, _twin = posts(index, topics=(data, other), date="2026-02-01")
    both, _twin = posts(index, topics=(risk, data), date="2025-01-01")
    posts(index, topics=(other,), date="2026-03-01")
    draft, _twin = posts(index, topics=(risk, data))
    draft.unpublish()
    post, _twin = posts(index, topics=(risk, data))
    with django_assert_num_queries(1):
        found = BlogPage.objects.around(post, [risk, data], 4)
    assert found == ([both, same_day, newer, one], [])
    assert BlogPage.objects.around(post, [risk, data], 2) == ([both, same_day], [])
    assert BlogPage.objects.around(post, [], 4) == ([], [])


def test_the_parts_of_its_own_series_are_not_related_as_well(site_tree):
    index, risk = blog_index(site_tree), factories.topic()
    own, another = series(), series()
    post, _twin = posts(index, topics=(risk,), series=own, series_part=1)
    second, _twin = posts(index, topics=(risk,), series=own, series_part=2)
    third, _twin = posts(index, series=own, series_part=3)
    elsewhere, _twin = posts(index, topics=(risk,), series=another, series_part=1)
    alone, _twin = posts(index, topics=(risk,))
    related, parts = BlogPage.objects.around(post, [risk], 3)
    assert related == [alone, elsewhere]
    assert set(parts) == {post, second, third}
