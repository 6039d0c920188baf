"""The way to a page: where Wagtail would go, in one query, and never out of date."""

import re

import pytest
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction, Site

from blog.models import BlogIndexPage
from gpx_site.home.models import StandardPage
from gpx_site.routing import page_path
from tests import factories
from tests.factories.blog import blog_index, posts
from tests.factories.translated_pages import remove
from tests.pages import read

pytestmark = pytest.mark.django_db


def ask(address: str = "", host: str = "localhost"):
    return RequestFactory().get(f"/en/{address}", headers={"host": host})


@pytest.fixture
def section(site_tree):
    return blog_index(site_tree)


def test_wagtail_would_go_the_same_way(site_tree, section):
    post, _twin = posts(section)
    draft, _twin = posts(section)
    draft.unpublish()
    below_a_draft, _twin = posts(section)
    event = factories.event()
    event_page, _twin = factories.event_pages(factories.event_index(site_tree), event)
    namesake = StandardPage(title="Namesake", slug=post.slug, body="<p>.</p>", locale=post.locale)
    site_tree.en.add_child(instance=namesake)
    session = factories.session(event=event)
    asked = {
        "": site_tree.en,
        "blog/": section[0],
        f"blog/{post.slug}/": post,
        f"{post.slug}/": namesake,
        f"blog/{draft.slug}/": None,
        f"blog/{post.slug}/more/": None,
        f"blog/{namesake.slug}x/": None,
        "nowhere/": None,
        f"events/{event_page.slug}/": event_page,
        f"events/{event_page.slug}/register/{session.pk}/": event_page,
        f"events/{event_page.slug}/register/": None,
        f"events/{post.slug}/": None,
    }
    section[0].unpublish()
    asked |= {"blog/": None, f"blog/{below_a_draft.slug}/": below_a_draft}
    for address, page in asked.items():
        wagtails, ours = (
            find(ask(address), address) for find in (Page.route_for_request, page_path.route)
        )
        assert (ours and ours.page) == (wagtails and wagtails.page) == page, address
        assert type(ours and ours.page) is type(page)
        if ours and ours.args:
            assert ours.args[0].__func__ is wagtails.args[0].__func__
            assert ours.args[1:] == wagtails.args[1:]


def test_all_that_stands_around_a_page_takes_two_queries(section, django_assert_num_queries):
    post, translation = posts(section)
    Site.get_site_root_paths()  # which Wagtail keeps in its cache
    request = ask()
    with django_assert_num_queries(2):  # the way, and the page's own fields
        page = page_path.route(request, f"blog/{post.slug}/").page
        assert page.standfirst == post.standfirst
        assert page.locale.language_code == "en"
        assert page.live_translation == translation
        assert page.live_translation.locale.language_code == "cy"
        assert page.get_url(request) == post.url
        assert page.get_parent().pk == section[0].pk
        assert list(page.get_view_restrictions()) == []


def test_what_is_not_there_takes_one_query(section, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert page_path.route(ask(), "blog/nothing/") is None


def test_a_change_shows_at_once_whoever_made_it(client, section):
    """No signal is needed: another process, or a statement in the database, is seen as well."""
    post, translation = posts(section)
    assert read(client, post.url).switch == {"cy": translation.url}
    Page.objects.filter(pk=section[0].pk).update(title="Our posts")
    Page.objects.filter(pk=translation.pk).update(live=False)
    page = read(client, post.url)
    body = page.html.partition("<body")[2]
    assert len(re.findall(r">\s*Our posts\s*<", body)) == 3  # menu, breadcrumbs, footer
    assert page.switch == {}


def test_a_section_is_found_by_its_kind(section, django_assert_num_queries):
    way = page_path.find(ask())
    with django_assert_num_queries(0):
        assert way.section(BlogIndexPage).slug == "blog"
        assert way.section(StandardPage) is None
    assert way.section(BlogIndexPage) == section[0]


@pytest.mark.parametrize("place", ["root", "front page", "section", "post"])
def test_a_restriction_anywhere_above_holds(client, site_tree, section, place):
    post, _twin = posts(section)
    pages = {"root": site_tree.root, "front page": site_tree.en, "section": section[0]}
    PageViewRestriction.objects.create(page=pages.get(place, post), restriction_type="login")
    answer = client.get(post.url)
    assert (answer.status_code, answer.url) == (302, f"/en/_util/login/?next={post.url}")


def test_a_restriction_on_another_page_does_not(client, section):
    post, translation = posts(section)
    other, _twin = posts(section)
    for page in (translation, other):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(post.url).status_code == 200


def test_a_restricted_page_asks_for_its_password(client, section):
    post, _twin = posts(section)
    restriction = PageViewRestriction.objects.create(
        page=post, restriction_type="password", password="tegell"
    )
    assert "password" in client.get(post.url).content.decode()
    answer = client.post(
        f"/en/_util/authenticate_with_password/{restriction.pk}/{post.pk}/",
        {"password": "tegell", "return_url": post.url},
    )
    assert (answer.status_code, answer.url) == (302, post.url)
    assert read(client, post.url).headings == [post.title]


def test_each_site_answers_by_its_own_name(site_tree, section):
    other = StandardPage(
        title="Another", slug="another", body="<p>.</p>", locale=site_tree.en.locale
    )
    site_tree.root.add_child(instance=other)
    Site.objects.create(hostname="other.example", root_page=other)
    for host, home in (("other.example", other), ("localhost", site_tree.en)):
        request = ask(host=host)
        assert page_path.find(request).home == home.page_ptr
        assert Site.find_for_request(request).root_page_id == home.pk
    assert page_path.find(ask(host="unknown.example")).home == site_tree.en.page_ptr


def test_a_language_without_a_front_page_is_left_to_wagtail(site_tree):
    remove(site_tree.cy)
    with override("cy"):
        assert page_path.find(ask()).home is None
        assert page_path.route(ask(), "").page == site_tree.en
