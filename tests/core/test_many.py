"""Pages made by the hundred are read as those that went through the doors are."""

import re

import pytest
from wagtail.models import Page

from gpx_site.translations import publishing
from tests import factories
from tests.factories.blocks import raw
from tests.factories.blog import blog_index, many_posts, posts
from tests.factories.images import image
from tests.pages import read

pytestmark = pytest.mark.django_db
#: What editors alone read of a page.
EDITORS = {"latest_revision_id", "live_revision_id", "latest_revision_created_at"}


def published(made):
    """The pair taken down, then declared ready and published as editors do it."""
    for page in made:
        page.unpublish()
        page.save_revision()
    publishing.mark_ready(page=made[1])
    made[0].get_latest_revision().publish()


def stored(page):
    """What the database has of a page, its own number and texts left out."""
    page = type(page).objects.get(pk=page.pk)
    own = {"id", "page_ptr_id", "path", "title", "draft_title", "slug", "url_path"}
    names = {field.attname for field in page._meta.concrete_fields} - own - EDITORS
    return {name: getattr(page, name) for name in names - {"translation_key", "body"}} | {
        "body": page.body.get_prep_value(),
        "authors": page.authors,
        "topics": page.topic_list,
    }


def test_a_page_made_by_the_hundred_is_read_as_one_that_was_published(
    client, site_tree, time_machine
):
    time_machine.move_to("2026-11-02T09:00:00Z", tick=False)
    index, event = blog_index(site_tree), factories.event()
    picture = {"image": {"image": image().pk, "alt_text": "A room"}, "caption": ""}
    factories.event_pages(factories.event_index(site_tree), event)
    fields = {
        "authors": (factories.contributor(), factories.contributor()),
        "topics": (factories.topic(), factories.topic()),
        "event": event,
        "image": image(),
        "body": [raw("text", "<p>Text.</p>", 1), raw("picture", picture, 2)],
    }
    one = posts(index, **fields)
    published(one)
    many = many_posts(index, [fields] * 3)
    for place in (0, 1):
        of_one, of_many = one[place], many[1][place]
        assert stored(of_one) == stored(of_many)
        htmls = []
        for page in (of_one, of_many):
            html = read(client, page.url).html.partition("</article>")[0]
            htmls.append(re.sub(r"-\d+/|(kettle|tegell) \d+", "", html))
        assert htmls[0] == htmls[1]
        assert read(client, index[place].url).hrefs.count(of_many.url) == 1


def test_the_tree_is_whole_afterwards(site_tree):
    index = blog_index(site_tree)
    posts(index)
    made = many_posts(index, [{}] * 12)
    posts(index)
    assert Page.find_problems() == ([], [], [], [], [])
    assert [page.get_children().count() for page in index] == [14, 14]
    for en, cy in made:
        assert en.get_translation(cy.locale).pk == cy.pk
    assert many_posts(index, []) == []
