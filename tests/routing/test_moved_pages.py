"""A page whose address has changed is found, in each language, with whatever was on its way."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from blog.comments.models import Comment
from events.models import EventPage
from gpx_site.translations import publishing
from tests import factories
from tests.factories.blog import blog_index, posts
from tests.factories.translated_pages import edit, live_pair, reread
from tests.pages import Reading, read

pytestmark = pytest.mark.django_db
OLD = {"en": "/en/blog/old-kettle/", "cy": "/cy/blog/hen-degell/"}
NEW = {"en": "/en/blog/new-kettle/", "cy": "/cy/blog/tegell-newydd/"}


def published(made):
    """A pair as editors leave it: with revisions, and ready."""
    for page in made:
        page.save_revision()
    publishing.mark_ready(page=made[1])
    made[0].get_latest_revision().publish()
    return reread(*made)


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """Change the address of a live page, as an editor does."""

    def change(page, slug):
        with django_capture_on_commit_callbacks(execute=True):
            edit(page, slug=slug)
            publishing.publish_minor(page=reread(page)[0])

    return change


@pytest.fixture
def renamed(site_tree, rename):
    """A post whose address has changed in both languages, first the English."""
    en, cy = posts(blog_index(site_tree))
    for page, slug in ((en, "old-kettle"), (cy, "hen-degell")):
        page.slug = slug
        page.save()
    made = published((en, cy))
    for page, slug in zip(made, ("new-kettle", "tegell-newydd"), strict=True):
        rename(page, slug)
    return reread(*made)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_old_address_leads_to_the_new_one_of_its_language(client, renamed, language):
    moved = client.get(f"{OLD[language]}?page=2&a=b")
    assert (moved.status_code, moved["Location"]) == (301, f"{NEW[language]}?page=2&a=b")
    assert client.head(OLD[language]).status_code == 301
    other = "cy" if language == "en" else "en"
    assert read(client, moved["Location"]).switch == {other: f"{NEW[other]}?page=2&a=b"}


def test_only_the_language_that_changed_moves(client, site_tree, rename):
    page, translation = live_pair(site_tree)
    rename(page, "write-to-us")
    page, translation = reread(page, translation)
    assert client.get("/en/contact/")["Location"] == page.url == "/en/write-to-us/"
    assert read(client, page.url).switch == {"cy": translation.url}
    assert read(client, translation.url).switch == {"en": page.url}


def test_a_second_change_leads_there_at_once_and_the_first_address_may_be_taken_again(
    client, site_tree, rename
):
    page, _twin = live_pair(site_tree)
    for slug in ("second", "third"):
        rename(*reread(page), slug)
    for slug in ("contact", "second"):
        assert client.get(f"/en/{slug}/")["Location"] == "/en/third/"
    rename(*reread(page), "contact")
    assert client.get("/en/contact/").status_code == 200
    assert client.get("/en/contact/nothing/").status_code == 404
    assert client.get("/en/third/")["Location"] == "/en/contact/"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_comment_half_written_at_the_old_address_is_not_lost(client, renamed, language):
    below = {"en": "comment/", "cy": "sylw/"}[language]
    typed = {"name": "", "language": language, "text": "We tried it, and it worked."}
    moved = client.post(f"{OLD[language]}{below}", typed)
    assert (moved.status_code, moved["Location"]) == (308, f"{NEW[language]}{below}")
    answer = client.post(f"{OLD[language]}{below}", typed, follow=True)
    assert answer.status_code == 422
    assert typed["text"] in answer.content.decode()
    assert client.get(f"{OLD[language]}{below}?reply=1").status_code == 301
    sent = client.post(f"{OLD[language]}{below}", typed | {"name": "Siân"}, follow=True)
    assert sent.status_code == 200
    assert Comment.objects.get().text == typed["text"]


def test_the_switch_of_a_form_at_the_old_address_takes_what_was_typed_along(client, renamed):
    typed = {"name": "Siân", "language": "en", "text": "We tried it.", "switch": "cy"}
    answer = client.post(f"{OLD['cy']}sylw/", typed, follow=True)
    page = Reading(answer.content.decode())
    assert (answer.status_code, page.language) == (200, "cy")
    assert typed["text"] in page.html
    assert page.switch == {"en": f"{NEW['en']}comment/"}
    assert not Comment.objects.exists()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_registration_begun_at_the_old_address_goes_on(client, site_tree, rename, language):
    event = factories.event(slug="risks")
    made = published(factories.event_pages(factories.event_index(site_tree), event))
    session = factories.session(event=event)
    page = made[language == "cy"]
    old = page.url
    rename(page, "managed")
    page = EventPage.objects.get(pk=page.pk)
    assert page.url != old
    below = f"{'register' if language == 'en' else 'cofrestru'}/{session.pk}/"
    typed = {"name": "Siân Ŵyn", "email": "no"}
    answer = client.post(f"{old}{below}", typed, follow=True)
    assert answer.redirect_chain == [(f"{page.url}{below}", 308)]
    shown = answer.content.decode()
    assert {"en": "<title>Error: ", "cy": "<title>Gwall: "}[language] in shown
    assert 'value="Siân Ŵyn"' in shown


def test_what_never_was_below_the_page_stays_missing(client, renamed):
    page = read(client, f"{OLD['en']}nothing/here/?a=b", status=404)
    assert page.switch == {"cy": "/cy/blog/old-kettle/nothing/here/?a=b"}
    assert client.get("/en/blog/never-was/").status_code == 404
    assert client.get("/en/blog/old-kettle/%00/").status_code == 404


def test_archives_move_with_their_blog(client, site_tree, rename):
    index = blog_index(site_tree)
    post, _twin = published(posts(index))
    blog, _twin = published(index)
    rename(blog, "news")
    assert client.get("/en/blog/2026/05/")["Location"] == "/en/news/2026/05/"
    assert client.get("/en/blog/feed/atom/")["Location"] == "/en/news/feed/atom/"
    assert client.get(post.url)["Location"] == f"/en/news/{post.slug}/"


def test_a_temporary_redirect_of_an_editor_stays_temporary(client, site_tree):
    page, _twin = live_pair(site_tree)
    Redirect.add_redirect("/en/ring/", redirect_to=page, is_permanent=False)
    assert client.get("/en/ring/?a=b").status_code == 302
    assert client.post("/en/ring/").status_code == 307
