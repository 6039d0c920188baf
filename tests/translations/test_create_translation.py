"""Twins: drafts in the other language, never aliases."""

import pytest
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale, Page

from blog.models import BlogIndexPage, BlogPage, PostAuthor
from gpx_site.home.models import HomePage
from gpx_site.translations.create_translation import make_twin
from gpx_site.translations.models import PairException
from tests import factories
from tests.factories.blog import blog_index, series

pytestmark = pytest.mark.django_db


def write(parent, **fields):
    return BlogPage(
        locale=parent.locale,
        title="Post",
        slug="post",
        standfirst="Short.",
        body=[("text", "<p>Text.</p>")],
        **fields,
    )


@pytest.mark.parametrize("first", ["en", "cy"])
def test_a_twin_is_a_draft_under_the_parents_twin(site_tree, first):
    english, welsh = blog_index(site_tree)
    parent, other = (english, welsh) if first == "en" else (welsh, english)
    page = parent.add_child(instance=write(parent))
    twin = make_twin(page)
    assert (twin.live, twin.alias_of, twin.locale) == (False, None, other.locale)
    assert twin.translation_key == page.translation_key
    assert twin.get_parent().specific == other
    assert isinstance(twin, BlogPage)


def test_a_twin_has_the_same_facts_and_its_own_rows(site_tree):
    english, _welsh = blog_index(site_tree)
    author, topic, risks, event = (
        factories.contributor(),
        factories.topic(),
        series(),
        factories.event(),
    )
    page = write(english, series=risks, series_part=1, event=event)
    page.bylines = [PostAuthor(contributor=author)]
    page.topics.add(topic)
    english.add_child(instance=page)
    twin = make_twin(page)
    assert (twin.series, twin.series_part, twin.event) == (risks, 1, event)
    assert [each.contributor for each in twin.bylines.all()] == [author]
    assert list(twin.topics.all()) == [topic]
    assert not set(twin.bylines.all()) & set(page.bylines.all())


def test_publishing_one_leaves_the_twin_as_it_is(site_tree):
    english, _welsh = blog_index(site_tree)
    page = english.add_child(instance=write(english))
    twin = make_twin(page)
    PairException.objects.create(page_id=page.pk, kind="external")
    page.title = "Changed"
    page.save_revision().publish()
    twin.refresh_from_db()
    assert (twin.live, twin.title) == (False, "Post")


def test_a_second_time_returns_the_same_twin(site_tree):
    english, _welsh = blog_index(site_tree)
    page = english.add_child(instance=write(english))
    assert make_twin(page) == make_twin(page)
    assert BlogPage.objects.count() == 2


def test_the_front_page_gets_a_sibling():
    root = Page.get_first_root_node()
    english = Locale.objects.get(language_code="en")
    home = HomePage(
        locale=english, title="Home", slug="gpx", strapline="Learn.", standfirst="Together."
    )
    root.add_child(instance=home)
    twin = make_twin(home)
    assert twin.get_parent() == home.get_parent()
    assert twin.locale.language_code == "cy"


def test_a_parent_without_a_twin_is_refused(site_tree):
    lone = site_tree.en.add_child(
        instance=BlogIndexPage(locale=site_tree.en.locale, title="Blog", slug="blog")
    )
    page = lone.add_child(instance=write(lone))
    with pytest.raises(ParentNotTranslatedError):
        make_twin(page)
