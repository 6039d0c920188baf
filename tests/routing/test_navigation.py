"""The menu, the footer and the way down to a page."""

import pytest
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.models import Site

from gpx_site.home.models import StandardPage
from gpx_site.routing import navigation
from gpx_site.routing.navigation import Link
from tests import factories
from tests.factories.blog import blog_index, posts

pytestmark = pytest.mark.django_db


def ask(url, page=None):
    request = RequestFactory().get(url, headers={"host": "localhost"})
    if page is not None:
        request.page = page
    return request


@pytest.fixture
def section(site_tree):
    factories.translations(
        (site_tree.en, site_tree.cy),
        StandardPage(title="Privacy", slug="privacy", body="<p>.</p>"),
        StandardPage(title="Preifatrwydd", slug="preifatrwydd", body="<p>.</p>"),
    )
    return blog_index(site_tree)


def test_the_menu_is_in_the_readers_language(section):
    assert navigation.main(ask("/en/")) == [
        Link("Blog", "/en/blog/"),
        Link("Search", "/en/search/"),
    ]
    with override("cy"):
        links = navigation.main(ask("/cy/"))
    assert [link.url for link in links] == ["/cy/blog/", "/cy/chwilio/"]


def test_the_section_that_is_read_is_marked(section):
    links = navigation.main(ask("/en/blog/a-post/"))
    assert [link.active for link in links] == [True, False]


def test_the_footer_holds_what_is_not_in_the_menu(section):
    assert navigation.footer(ask("/en/")) == [Link("Privacy", "/en/privacy/")]


def test_a_draft_is_in_no_menu(section):
    section[0].unpublish()
    assert [link.url for link in navigation.main(ask("/en/"))] == ["/en/search/"]


def test_the_way_down(site_tree, section):
    post, _twin = posts(section)
    assert navigation.breadcrumbs(ask("/en/", site_tree.en)) == []
    assert navigation.breadcrumbs(ask(section[0].url, section[0])) == [Link("Home", "/en/")]
    assert navigation.breadcrumbs(ask(post.url, post)) == [
        Link("Home", "/en/"),
        Link("Blog", "/en/blog/"),
    ]


def test_below_a_page_the_way_down_ends_at_that_page(section):
    post, _twin = posts(section)
    request = ask(post.url, post)
    request.sub_url_match = object()
    assert navigation.breadcrumbs(request)[-1] == Link(post.title, post.url)


def test_the_frame_takes_one_query(section, django_assert_num_queries):
    post, _twin = posts(section)
    request = ask(post.url, post)
    Site.get_site_root_paths()  # which Wagtail keeps in its cache
    with django_assert_num_queries(1):
        navigation.main(request)
        navigation.footer(request)
        navigation.breadcrumbs(request)


def test_without_a_site_there_is_only_search(db):
    Site.objects.all().delete()
    assert [link.url for link in navigation.main(ask("/en/"))] == ["/en/search/"]
