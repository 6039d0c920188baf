"""Unpublishing, ending, deleting, moving and copying: done to one language, it is done to both."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import GroupPagePermission, Page

from blog.models import BlogIndexPage, BlogPage
from gpx_site.translations import actions, checks, publishing
from gpx_site.translations.actions import PairWouldPart
from gpx_site.translations.checks import PairNotReady
from gpx_site.translations.create_translation import create_translation
from gpx_site.translations.models import PairException, Readiness
from tests import factories
from tests.factories.blog import blog_index, posts
from tests.factories.translated_pages import draft, draft_pair, edit, live_pair, reread

pytestmark = pytest.mark.django_db
FIRST = pytest.mark.parametrize("first", ["en", "cy"])


def plain(page):
    """The page as Wagtail's own views and commands have it: not as its own model."""
    return Page.objects.get(pk=page.pk)


def live(*pages):
    return [page.live for page in reread(*pages)]


def exist(*pages):
    return [Page.objects.filter(pk=page.pk).exists() for page in pages]


@pytest.fixture
def english_editor(site_tree):
    """May do everything to English pages, and nothing to Welsh ones."""
    group = Group.objects.create(name="English editors")
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename, content_type__model="page")
        GroupPagePermission.objects.create(group=group, page=site_tree.en, permission=permission)
    user = get_user_model().objects.create_user("english")
    user.groups.add(group)
    return user


# Unpublishing and ending --------------------------------------------------------------------------


@FIRST
@pytest.mark.parametrize("door", [lambda page: page, plain])
def test_unpublishing_one_unpublishes_both(site_tree, first, door):
    page, translation = live_pair(site_tree, first)
    door(page).unpublish()
    assert live(page, translation) == [False, False]


def test_without_the_guard_one_would_be_left_behind(site_tree):
    page, translation = live_pair(site_tree)
    actions._UnpublishOne(plain(page)).execute()
    assert live(page, translation) == [False, True]


def test_when_the_second_cannot_be_saved_neither_is_unpublished(site_tree, monkeypatch):
    page, translation = live_pair(site_tree)
    save = type(page).save

    def failing(self, *args, **kwargs):
        if self.pk == translation.pk:
            raise IntegrityError("the disk is full")
        return save(self, *args, **kwargs)

    monkeypatch.setattr(type(page), "save", failing)
    with pytest.raises(IntegrityError):
        page.unpublish()
    assert live(page, translation) == [True, True]


def test_who_may_not_unpublish_the_twin_unpublishes_neither(site_tree, english_editor):
    page, translation = live_pair(site_tree)
    assert page.permissions_for_user(english_editor).can_unpublish()
    with pytest.raises(PermissionDenied):
        UnpublishPageAction(page, user=english_editor).execute()
    assert live(page, translation) == [True, True]


def test_pages_below_are_unpublished_in_both_languages(site_tree):
    index = blog_index(site_tree)
    post, translation = posts(index)
    user = factories.administrator()
    UnpublishPageAction(plain(index[0]), user=user, include_descendants=True).execute()
    assert live(*index, post, translation) == [False] * 4


@FIRST
def test_an_end_of_one_is_the_end_of_both(site_tree, time_machine, first):
    page, translation = live_pair(site_tree, first)
    end = timezone.now() + dt.timedelta(days=1)
    type(page).objects.filter(pk=page.pk).update(expire_at=end)
    call_command("publish_scheduled")
    assert live(page, translation) == [True, True]
    time_machine.move_to(end + dt.timedelta(seconds=1))
    call_command("publish_scheduled")
    page, translation = reread(page, translation)
    assert [(each.live, each.expired) for each in (page, translation)] == [(False, True)] * 2


def test_a_pair_that_has_ended_can_be_published_again(site_tree, time_machine):
    page, translation = live_pair(site_tree)
    end = timezone.now() + dt.timedelta(days=1)
    edit(translation, title="Cysylltwch", expire_at=end)
    publishing.publish_minor(page=reread(translation)[0])
    time_machine.move_to(end + dt.timedelta(seconds=1))
    call_command("publish_scheduled")
    assert live(page, translation) == [False, False]
    edit(page, expire_at=None)
    publishing.mark_ready(page=reread(translation)[0])
    reread(page)[0].get_latest_revision().publish()
    call_command("publish_scheduled")  # the end that is past does not end it at once
    assert live(page, translation) == [True, True]
    assert reread(translation)[0].expire_at is None


# Deleting -----------------------------------------------------------------------------------------


@FIRST
@pytest.mark.parametrize("door", [lambda page: page, plain])
@pytest.mark.parametrize("pair", [live_pair, draft_pair])
def test_deleting_one_deletes_both(site_tree, pair, first, door):
    page, translation = pair(site_tree, first)
    door(page).delete()
    assert exist(page, translation) == [False, False]
    assert not Readiness.objects.exists()
    site_tree.root.refresh_from_db()
    assert Page.find_problems() == ([], [], [], [], [])


def test_pages_below_are_deleted_in_both_languages(site_tree):
    index = blog_index(site_tree)
    post, translation = posts(index)
    index[0].delete()
    assert exist(*index, post, translation) == [False] * 4


def test_who_may_not_delete_the_twin_deletes_neither(site_tree, english_editor):
    page, translation = live_pair(site_tree)
    with pytest.raises(PermissionDenied):
        page.delete(user=english_editor)
    assert exist(page, translation) == [True, True]


# Moving -------------------------------------------------------------------------------------------


@pytest.fixture
def two_blogs(site_tree):
    news = factories.translations(
        (site_tree.en, site_tree.cy),
        BlogIndexPage(title="News", slug="news"),
        BlogIndexPage(title="Newyddion", slug="newyddion"),
    )
    return blog_index(site_tree), news


def parents(*pages):
    return [page.get_parent().pk for page in reread(*pages)]


@FIRST
@pytest.mark.parametrize("door", [lambda page: page, plain])
def test_moving_one_moves_both(two_blogs, first, door):
    blog, news = two_blogs
    pair = posts(blog)
    n = 0 if first == "en" else 1
    door(pair[n]).move(plain(news[n]), pos="last-child")
    assert parents(*pair) == [news[0].pk, news[1].pk]
    en, cy = reread(*pair)
    assert (en.url, cy.url) == (f"/en/news/{en.slug}/", f"/cy/newyddion/{cy.slug}/")
    assert Page.find_problems() == ([], [], [], [], [])


def test_beside_a_page_below_another_parent_the_twin_goes_beside_its_twin(two_blogs):
    blog, news = two_blogs
    pair, other = posts(blog), posts(news)
    pair[0].move(reread(other[0])[0], pos="left")
    for language in (0, 1):
        children = reread(news[language])[0].get_children()
        assert [each.pk for each in children] == [pair[language].pk, other[language].pk]


def test_a_place_without_a_twin_is_refused(site_tree):
    pair = posts(blog_index(site_tree))
    lone = site_tree.en.add_child(
        instance=BlogIndexPage(locale=site_tree.en.locale, title="News", slug="news")
    )
    before = parents(*pair)
    with pytest.raises(PairWouldPart) as caught:
        pair[0].move(lone, pos="last-child")
    assert str(caught.value) == (
        "The English page cannot go there: that place has no Welsh page for its twin."
    )
    assert parents(*pair) == before


def test_a_page_stays_in_the_tree_of_its_language(two_blogs):
    blog, news = two_blogs
    pair = posts(blog)
    with pytest.raises(PairWouldPart, match="in English cannot go below a page in Welsh"):
        pair[0].move(news[1], pos="last-child")


def test_a_twin_whose_address_is_in_use_there_is_not_moved(two_blogs):
    blog, news = two_blogs
    pair, other = posts(blog), posts(news)
    other[1].slug = pair[1].slug
    other[1].save()
    before = parents(*pair)
    with pytest.raises(PairWouldPart, match="The Welsh page would go along"):
        pair[0].move(news[0], pos="last-child")
    assert parents(*pair) == before


@pytest.mark.parametrize(("pos", "order"), [("left", [2, 0, 1]), ("right", [1, 2, 0])])
def test_an_order_is_kept_in_both_languages(site_tree, pos, order):
    index = blog_index(site_tree)
    made = [posts(index) for _n in range(3)]
    if pos == "left":
        plain(made[2][0]).move(plain(made[0][0]), pos="left")
    else:
        plain(made[0][0]).move(plain(made[2][0]), pos="right")
    for language in (0, 1):
        children = reread(index[language])[0].get_children()
        assert [each.pk for each in children] == [made[n][language].pk for n in order]


def test_front_pages_are_ordered_by_themselves(site_tree):
    plain(site_tree.cy).move(plain(site_tree.en), pos="left")
    assert [page.pk for page in site_tree.root.get_children()] == [
        site_tree.cy.pk,
        site_tree.en.pk,
    ]


# Copying ------------------------------------------------------------------------------------------


def copy_of(page, **options):
    copied = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, **options).specific
    return copied, checks.translation_of(copied)


@FIRST
@pytest.mark.parametrize("door", [lambda page: page, plain])
def test_copying_one_copies_both_as_drafts(site_tree, first, door):
    page, translation = live_pair(site_tree, first)
    copied, other = copy_of(door(page))
    assert copied.translation_key == other.translation_key != page.translation_key
    assert [copied.live, other.live] == [False, False]
    assert (copied.slug, copied.title) == ("copy", "Copy")
    assert (other.slug, other.title) == (f"{translation.slug}-1", translation.title)
    assert other.get_parent().pk == translation.get_parent().pk
    assert live(page, translation) == [True, True]
    newest = copied.get_latest_revision_as_object()
    assert (newest.translation_key, newest.live) == (copied.translation_key, False)


def test_the_copies_wait_until_they_are_declared_ready(site_tree):
    page, _twin = live_pair(site_tree)
    copied, other = copy_of(page)
    with pytest.raises(PairNotReady, match="Nobody has declared the Welsh page ready"):
        copied.get_latest_revision().publish()
    publishing.mark_ready(page=other)
    copied.get_latest_revision().publish()
    assert live(copied, other) == [True, True]


def test_copies_of_pages_below_are_pairs_as_well(site_tree):
    index = blog_index(site_tree)
    pair = posts(index, topics=(factories.topic(),))
    copied, other = copy_of(index[0], recursive=True)
    below = BlogPage.objects.child_of(copied).get()
    twin_below = BlogPage.objects.child_of(other).get()
    assert checks.translation_of(below) == twin_below
    assert below.translation_key != pair[0].translation_key
    assert (below.title, twin_below.title) == (pair[0].title, pair[1].title)
    assert [below.live, twin_below.live] == [False, False]
    assert list(twin_below.topics.all()) == list(pair[1].topics.all())


def test_a_copy_goes_where_its_twin_can_follow(two_blogs, site_tree):
    blog, news = two_blogs
    pair = posts(blog)
    copied, other = copy_of(pair[0], to=news[0])
    assert parents(copied, other) == [news[0].pk, news[1].pk]
    lone = site_tree.en.add_child(
        instance=BlogIndexPage(locale=site_tree.en.locale, title="Old", slug="old")
    )
    with pytest.raises(PairWouldPart, match="that place has no Welsh page"):
        copy_of(pair[0], to=lone)
    assert BlogPage.objects.count() == 4


def test_a_page_without_a_twin_is_copied_alone(site_tree):
    copied, other = copy_of(draft(site_tree))
    assert (copied.live, other) == (False, None)


def test_leave_to_go_alone_is_not_copied(site_tree):
    page = draft(site_tree)
    PairException.objects.create(page_id=page.pk, kind="external")
    page.get_latest_revision().publish()
    copied, _other = copy_of(reread(page)[0])
    with pytest.raises(PairNotReady):
        copied.get_latest_revision().publish()


def test_a_twin_is_still_made_by_copying(site_tree):
    page = draft(site_tree)
    translation = create_translation(page)
    assert translation.translation_key == page.translation_key
    assert Page.objects.filter(translation_key=page.translation_key).count() == 2


# Aliases and old versions -------------------------------------------------------------------------


def test_there_are_no_aliases(site_tree):
    page, _twin = live_pair(site_tree)
    before = Page.objects.count()
    with pytest.raises(ValidationError, match="cannot be an alias"):
        page.create_alias(update_slug="alias")
    assert Page.objects.count() == before


def test_an_old_version_is_published_as_any_other_edit_is(site_tree):
    page, translation = live_pair(site_tree)
    old = page.get_latest_revision()
    edit(page, title="New")
    edit(translation, title="Newydd")
    publishing.mark_ready(page=reread(translation)[0])
    reread(page)[0].get_latest_revision().publish()
    with pytest.raises(PairNotReady, match="words have changed"):
        old.publish()
    assert [each.title for each in reread(page, translation)] == ["New", "Newydd"]


def test_a_plain_page_is_published_with_its_twin_too(site_tree):
    page, translation = draft_pair(site_tree)
    with pytest.raises(PairNotReady):
        plain(page).publish(page.get_latest_revision())
    publishing.mark_ready(page=translation)
    plain(page).publish(page.get_latest_revision())
    assert live(page, translation) == [True, True]
