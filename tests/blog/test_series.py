"""Series: parts in order, announced parts among them, in both languages."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from blog.models import BlogPage
from tests.factories.blog import blog_index, coming, posts, series
from tests.pages import read

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + dt.timedelta(days=9)


@pytest.fixture
def index(site_tree):
    return blog_index(site_tree)


def test_a_series_is_named_in_the_readers_language():
    risks = series()
    with override("cy"):
        assert str(risks) == "Rheoli risgiau’n dda"
    assert str(risks) == "Well managed risks"


def test_parts_are_posts_then_what_is_announced(index):
    risks = series(coming=[coming(4, SOON), coming(2)])
    first_en, first_cy = posts(index, series=risks, series_part=1)
    third_en, third_cy = posts(index, series=risks, series_part=3)
    parts = first_en.series_parts
    assert [part.number for part in parts] == [1, 2, 3, 4]
    assert [part.post for part in parts] == [first_en, None, third_en, None]
    assert [part.title for part in parts][1::2] == ["What next? 2", "What next? 4"]
    assert [part.expected_on for part in parts] == [None, None, None, SOON]
    with override("cy"):
        parts = third_cy.series_parts
        assert [part.post for part in parts] == [first_cy, None, third_cy, None]
        assert [part.title for part in parts][1::2] == ["Beth nesaf? 2", "Beth nesaf? 4"]


def test_a_part_gives_way_to_its_post_only_when_that_is_live(index):
    risks = series(coming=[coming(2)])
    first, _twin = posts(index, series=risks, series_part=1)
    second, _twin = posts(index, series=risks, series_part=2)
    assert first.series_parts[1].post == second
    second.unpublish()
    first = BlogPage.objects.get(pk=first.pk)
    assert (first.series_parts[1].post, first.series_parts[1].title) == (None, "What next? 2")


def test_a_part_left_out_is_still_to_come(index):
    risks = series()
    posts(index, series=risks, series_part=1)
    third, _twin = posts(index, series=risks, series_part=3)
    assert [(part.title, part.post) for part in third.series_parts][1] == ("", None)


def test_a_date_that_has_passed_is_no_promise(index):
    risks = series(coming=[coming(1, timezone.localdate() - dt.timedelta(days=1))])
    assert [part.expected_on for part in risks.parts([])] == [None]
    risks.coming = [coming(1, timezone.localdate())]
    assert [part.expected_on for part in risks.parts([])] == [timezone.localdate()]


def test_a_part_is_announced_once():
    risks = series(coming=[coming(2), coming(3)])
    risks.full_clean()
    risks.coming = [coming(2), coming(3), coming(2)]
    with pytest.raises(ValidationError) as raised:
        risks.full_clean()
    assert list(raised.value.message_dict) == ["coming"]


def test_a_post_outside_a_series_has_no_parts(index):
    post, _twin = posts(index)
    assert post.series_parts == []


def test_each_part_links_to_the_others_and_names_what_comes(client, index):
    risks = series(coming=[coming(3, SOON)])
    first = posts(index, series=risks, series_part=1)
    second = posts(index, series=risks, series_part=2)
    for n, tag in enumerate(("Coming", "I ddod")):
        page = read(client, second[n].url)
        assert page.hrefs.count(first[n].url) == 1
        assert page.hrefs.count(second[n].url) == 0
        assert f">{tag}</strong>" in page.html
        assert ("What next? 3", "Beth nesaf? 3")[n] in page.html


def test_the_page_of_a_series_lists_its_parts_in_order(client, index):
    risks = series(slug="risks", slug_cy="risgiau", coming=[coming(3, SOON)])
    second = posts(index, series=risks, series_part=2, date="2026-01-01")
    first = posts(index, series=risks, series_part=1, date="2026-02-01")
    addresses = ("/en/blog/series/risks/", "/cy/blog/cyfres/risgiau/")
    for n, (title, expected) in enumerate(
        [("Well managed risks", "Expected on"), ("Rheoli risgiau’n dda", "Disgwylir ar")]
    ):
        page = read(client, addresses[n])
        assert page.headings == [title]
        assert page.switch == {("cy", "en")[n]: addresses[1 - n]}
        found = [href for href in page.hrefs if href in (first[n].url, second[n].url)]
        assert found == [first[n].url, second[n].url]
        assert expected in page.html
        assert addresses[n] in read(client, first[n].url).hrefs


def test_a_series_without_posts_says_so(client, index):
    series(slug="empty")
    page = read(client, "/en/blog/series/empty/")
    assert "There are no posts here yet" in page.html


def test_the_blog_leads_to_the_series_that_have_posts(client, index):
    with_posts, without = series(slug="with"), series(slug="without")
    posts(index, series=with_posts, series_part=1)
    hrefs = read(client, index[0].url).hrefs
    assert "/en/blog/series/with/" in hrefs
    assert f"/en/blog/series/{without.slug}/" not in hrefs
