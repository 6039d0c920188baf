"""The admin's own views for unpublishing, deleting, moving, copying and old versions."""

import html

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text

from blog.models import BlogIndexPage
from gpx_site.home.models import StandardPage
from gpx_site.translations import checks, publishing
from tests import factories
from tests.factories.blog import blog_index, posts
from tests.factories.translated_pages import draft, edit, live_pair, reread

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signed_in(client, site_tree):
    client.force_login(factories.administrator())


def url(name, *ids):
    return reverse(f"wagtailadmin_pages:{name}", args=ids)


def bulk_url(action, *pages):
    ids = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{ids}"


def told(response):
    return [html.unescape(str(message)) for message in get_messages(response.wsgi_request)]


def text(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def live(*pages):
    return [page.live for page in reread(*pages)]


def exist(*pages):
    return [Page.objects.filter(pk=page.pk).exists() for page in pages]


def parents(*pages):
    return [page.get_parent().pk for page in reread(*pages)]


@pytest.fixture
def pair(site_tree):
    return live_pair(site_tree)


@pytest.fixture
def sections(site_tree):
    """Two blogs, the second without a post."""
    news = factories.translations(
        (site_tree.en, site_tree.cy),
        BlogIndexPage(title="News", slug="news"),
        BlogIndexPage(title="Newyddion", slug="newyddion"),
    )
    return blog_index(site_tree), news


@pytest.fixture
def lone(site_tree):
    """A blog in English only."""
    index = BlogIndexPage(locale=site_tree.en.locale, title="Old", slug="old")
    return site_tree.en.add_child(instance=index)


# Unpublishing -------------------------------------------------------------------------------------


def test_the_editor_says_that_both_are_unpublished_and_does_so(client, pair):
    address = url("unpublish", pair[0].pk)
    assert "This will also unpublish one translation of the page." in text(client.get(address))
    client.post(address)
    assert live(*pair) == [False, False]
    for page in pair:  # once each, although Wagtail asks for the twin as well
        log = PageLogEntry.objects.filter(page=page.pk, action="wagtail.unpublish")
        assert log.count() == 1


def test_many_at_once(client, pair, sections):
    others = posts(sections[0])
    address = bulk_url("unpublish", pair[0], others[1])
    assert "The same pages in the other language are unpublished as well." in text(
        client.get(address)
    )
    client.post(address, {"include_descendants": ""})
    assert live(*pair, *others) == [False] * 4


def test_many_at_once_with_what_is_below(client, sections):
    blog, _news = sections
    others = posts(blog)
    client.post(bulk_url("unpublish", blog[1]), {"include_descendants": "on"})
    assert live(*blog, *others) == [False] * 4


# Deleting -----------------------------------------------------------------------------------------


def test_the_editor_says_that_both_are_deleted_and_does_so(client, pair):
    address = url("delete", pair[1].pk)
    question = text(client.get(address))
    assert "Deleting this page will also delete 1 translation of this page." in question
    response = client.post(address)
    assert told(response)[0].strip() == "Page 'Cysylltu' deleted."
    assert exist(*pair) == [False, False]
    assert Page.find_problems() == ([], [], [], [], [])


def test_many_are_deleted_at_once(client, pair, sections):
    others = posts(sections[0])
    address = bulk_url("delete", pair[0], pair[1], others[0])
    assert "The same pages in the other language are deleted as well." in text(client.get(address))
    client.post(address)
    assert exist(*pair, *others) == [False] * 4
    assert Page.find_problems() == ([], [], [], [], [])


# Moving -------------------------------------------------------------------------------------------


def test_the_editor_says_that_both_move_and_does_so(client, sections):
    blog, news = sections
    made = posts(blog)
    address = url("move_confirm", made[0].pk, news[0].pk)
    assert "The page in the other language moves as well." in text(client.get(address))
    client.post(address)
    assert parents(*made) == [news[0].pk, news[1].pk]
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_place_without_a_twin_is_refused_before_it_is_asked(client, sections, lone):
    made = posts(sections[0])
    before = parents(*made)
    address = url("move_confirm", made[0].pk, lone.pk)
    for ask in (client.get, client.post):
        response = ask(address)
        assert response.url == url("move", made[0].pk)
        assert told(response)[-1].startswith(
            "The English page cannot go there: that place has no Welsh page for its twin."
        )
    assert parents(*made) == before


def test_many_move_at_once_or_none(client, sections, lone):
    blog, news = sections
    made = [posts(blog), posts(blog)]
    ids = [each[0] for each in made]
    response = client.post(bulk_url("move", *ids), {"chooser": lone.pk})
    assert told(response)[-1].startswith("The English page cannot go there")
    assert [parents(*each) for each in made] == [[blog[0].pk, blog[1].pk]] * 2
    client.post(bulk_url("move", *ids), {"chooser": news[0].pk})
    assert [parents(*each) for each in made] == [[news[0].pk, news[1].pk]] * 2


def test_dragging_keeps_the_order_of_both(client, sections):
    blog, _news = sections
    made = [posts(blog) for _n in range(3)]
    client.post(f"{url('set_page_position', made[2][1].pk)}?position=0")
    for language in (0, 1):
        children = reread(blog[language])[0].get_children()
        assert [each.pk for each in children] == [made[n][language].pk for n in (2, 0, 1)]


# Copying ------------------------------------------------------------------------------------------


def copy_data(page, parent, **fields):
    return {"new_title": "Copy", "new_slug": "copy", "new_parent_page": parent.pk} | fields


def test_the_form_offers_neither_publishing_nor_an_alias(client, pair, site_tree):
    form = client.get(url("copy", pair[0].pk)).context["form"]
    assert list(form.fields) == ["new_title", "new_slug", "new_parent_page"]


def test_both_are_copied_as_drafts_whatever_is_sent(client, pair, site_tree):
    data = copy_data(pair[0], site_tree.en, publish_copies="on", alias="on")
    client.post(url("copy", pair[0].pk), data)
    copied = StandardPage.objects.get(slug="copy")
    translation = checks.translation_of(copied)
    assert (copied.live, translation.live, copied.alias_of, translation.alias_of) == (
        False,
        False,
        None,
        None,
    )
    assert translation.get_parent().pk == site_tree.cy.pk


def test_a_place_without_a_twin_is_refused_beside_the_field(client, sections, lone):
    made = posts(sections[0])
    response = client.post(url("copy", made[0].pk), copy_data(made[0], lone))
    assert response.context["form"].errors == {
        "new_parent_page": [
            "The English page cannot go there: that place has no Welsh page for its twin."
        ]
    }
    assert type(made[0]).objects.count() == 2


def test_there_is_no_alias_to_convert(client, pair):
    assert client.get(url("convert_alias", pair[0].pk)).status_code == 404


# Old versions -------------------------------------------------------------------------------------


def test_going_back_to_an_old_version_is_an_edit_like_others(client, pair):
    page, translation = pair
    old = page.get_latest_revision()
    edit(page, title="New")
    edit(translation, title="Newydd")
    publishing.mark_ready(page=reread(translation)[0])
    reread(page)[0].get_latest_revision().publish()
    shown = client.get(url("revisions_revert", page.pk, old.pk))
    assert shown.context["form"]["title"].value() == "Contact"
    before = old.as_object()
    words = {name: getattr(before, name) for name in ("title", "slug", "standfirst")}
    comments = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    data = nested_form_data(words | {"body": rich_text(before.body)}) | comments
    response = client.post(url("edit", page.pk), data | {"revision": old.pk, "action-publish": "1"})
    assert (
        "The English words have changed since the Welsh page was declared ready."
        in told(response)[-1]
    )
    assert [each.title for each in reread(page, translation)] == ["New", "Newydd"]
    assert reread(page)[0].get_latest_revision_as_object().title == "Contact"


def test_a_page_of_one_language_alone_is_told_of_no_twin(client, site_tree):
    page = draft(site_tree)
    assert "translation" not in text(client.get(url("delete", page.pk)))
