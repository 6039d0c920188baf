"""Twins: drafts in the other language, never aliases."""

import pytest
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale, Page

from blog.models import BlogIndexPage, BlogPage, PostAuthor
from gpx_site.home.models import HomePage
from gpx_site.translations.create_translation import create_translation
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
    translation = create_translation(page)
    assert (translation.live, translation.alias_of, translation.locale) == (
        False,
        None,
        other.locale,
    )
    assert translation.translation_key == page.translation_key
    assert translation.get_parent().specific == other
    assert isinstance(translation, BlogPage)


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
    translation = create_translation(page)
    assert (translation.series, translation.series_part, translation.event) == (risks, 1, event)
    assert [each.contributor for each in translation.bylines.all()] == [author]
    assert list(translation.topics.all()) == [topic]
    assert not set(translation.bylines.all()) & set(page.bylines.all())


def test_publishing_one_leaves_the_twin_as_it_is(site_tree):
    english, _welsh = blog_index(site_tree)
    page = english.add_child(instance=write(english))
    translation = create_translation(page)
    PairException.objects.create(page_id=page.pk, kind="external")
    page.title = "Changed"
    page.save_revision().publish()
    translation.refresh_from_db()
    assert (translation.live, translation.title) == (False, "Post")


def test_a_second_time_returns_the_same_twin(site_tree):
    english, _welsh = blog_index(site_tree)
    page = english.add_child(instance=write(english))
    assert create_translation(page) == create_translation(page)
    assert BlogPage.objects.count() == 2


def test_the_front_page_gets_a_sibling():
    root = Page.get_first_root_node()
    english = Locale.objects.get(language_code="en")
    home = HomePage(
        locale=english, title="Home", slug="gpx", strapline="Learn.", standfirst="Together."
    )
    root.add_child(instance=home)
    translation = create_translation(home)
    assert translation.get_parent() == home.get_parent()
    assert translation.locale.language_code == "cy"


def test_a_parent_without_a_twin_is_refused(site_tree):
    lone = site_tree.en.add_child(
        instance=BlogIndexPage(locale=site_tree.en.locale, title="Blog", slug="blog")
    )
    page = lone.add_child(instance=write(lone))
    with pytest.raises(ParentNotTranslatedError):
        create_translation(page)
