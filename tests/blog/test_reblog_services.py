"""A reblog from its address to its draft, with a site of the tests' own."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog import services
from blog.models import BlogPage, Reblog
from blog.tasks import check_originals
from gpx_site.outbox.models import OutboxMessage
from gpx_site.outbox.services import NoLongerNeeded
from gpx_site.safe_http.errors import AddressInvalid
from tests import web
from tests.factories.blog import blog_index, many_posts, posts
from tests.pages import read

pytestmark = pytest.mark.django_db
State = Reblog.State

POST = """<html lang="cy-GB"><head><title>Y wal | Data'r Co-op</title>
<meta property="og:site_name" content="Data’r Co-op"><meta name="author" content="Imelda Gogledd">
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">
</head><body><nav><p>Dewislen</p></nav><article><h1>Beth oedd ar y wal</h1>
<p>Pedair rhestr ar bymtheg.</p><p>{words}</p></article></body></html>"""


@pytest.fixture
def site():
    with web.serve() as running:
        running.pages["/wall"] = web.page(
            POST.format(words="gair " * 99), "text/html; charset=utf-8"
        )
        yield running


@pytest.fixture
def index(site_tree):
    return blog_index(site_tree)


@pytest.fixture
def editor():
    user = User.objects.create_user("golygydd", password="x")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def asked(site, index, path="/wall"):
    return services.request_reblog(url=site.url(path), blog=index[1], actor=None)


def fetched(site, reblog) -> Reblog:
    services.fetch_reblog(reblog_id=reblog.pk, policy=site.policy)
    reblog.refresh_from_db()
    return reblog


def test_an_address_becomes_a_draft_with_what_the_original_says(site, index):
    reblog = fetched(site, asked(site, index))
    assert (reblog.state, reblog.problem) == (State.DONE, "")
    assert reblog.licence == "https://creativecommons.org/licenses/by/4.0/"
    page = reblog.page
    assert not page.live
    assert page.get_parent().specific == index[1]
    assert page.locale.language_code == "cy"
    draft = page.get_latest_revision_as_object()
    for each in (page, draft):
        assert each.original_url == site.url("/wall")
        assert each.original_title == each.title == "Beth oedd ar y wal"
        assert each.original_site == "Data’r Co-op"
        assert each.original_author == "Imelda Gogledd"
        assert each.original_language == "cy"
        assert each.original_opening.startswith("Pedair rhestr ar bymtheg.\n\ngair gair")
        assert each.original_opening.endswith("gair…")
        assert len(each.original_opening.split()) == 60
        assert each.words_remaining == 4 + 99 - 60
        assert each.standfirst == ""


def test_the_same_address_again_is_the_same_draft(site, index):
    first, again = asked(site, index), asked(site, index)
    assert first == again
    assert OutboxMessage.objects.filter(kind=services.FETCH).count() == 1
    page = fetched(site, first).page
    with pytest.raises(NoLongerNeeded):
        services.fetch_reblog(reblog_id=first.pk, policy=site.policy)
    assert asked(site, index, "/wall#part").page == page
    assert BlogPage.objects.count() == 1
    page.delete()
    assert fetched(site, asked(site, index)).page == BlogPage.objects.get()


def test_another_address_of_the_same_post_is_refused(site, index):
    fetched(site, asked(site, index))
    site.pages["/short"] = web.status(301, Location="/wall")
    other = fetched(site, asked(site, index, "/short"))
    assert (other.state, other.problem) == (State.FAILED, "already-reblogged")
    assert other.message == "We have shared this post already."
    assert BlogPage.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (web.status(404), "not-there"),
        (web.status(500), "refused"),
        (web.page(b"%PDF", "application/pdf"), "wrong-type"),
        (web.page("<p>No title."), "not-a-post"),
        (web.page("<rss", "application/rss+xml"), "not-a-post"),
        (web.status(302, Location="http://10.0.0.1/"), "address-blocked"),
    ],
)
def test_a_post_that_cannot_be_had_says_why_and_leaves_nothing(site, index, answer, problem):
    site.pages["/bad"] = answer
    reblog = fetched(site, asked(site, index, "/bad"))
    assert (reblog.state, reblog.problem, reblog.page) == (State.FAILED, problem, None)
    assert BlogPage.objects.count() == 0
    site.pages["/bad"] = site.pages["/wall"]
    assert fetched(site, asked(site, index, "/bad")).state == State.DONE


def test_nothing_is_half_done_when_the_draft_cannot_be_stored(site, index, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    reblog = asked(site, index)
    with monkeypatch.context() as patch:
        patch.setattr(BlogPage, "save_revision", fail)
        with pytest.raises(RuntimeError):
            services.fetch_reblog(reblog_id=reblog.pk, policy=site.policy)
    assert BlogPage.objects.count() == 0
    assert fetched(site, reblog).state == State.DONE


def test_the_worker_reaches_nothing_on_this_machine(site, index, drain):
    drain()
    reblog = asked(site, index)
    assert drain() == 1
    reblog.refresh_from_db()
    assert (reblog.state, reblog.problem) == (State.FAILED, "address-blocked")
    assert site.connections == 0


def test_two_posts_of_one_title_have_two_addresses(site, index):
    site.pages["/two"] = site.pages["/wall"]
    made = [fetched(site, asked(site, index, path)).page for path in ("/wall", "/two")]
    assert [page.slug for page in made] == ["beth-oedd-ar-y-wal", "beth-oedd-ar-y-wal-2"]


def test_a_page_without_text_is_helped_out_by_its_feed(site, index):
    site.pages["/app"] = web.page(
        '<title>App</title><link rel="alternate" type="application/rss+xml" href="/feed">'
    )
    site.pages["/feed"] = web.page(
        f"""<rss version="2.0"><channel><title>Site</title><language>cy</language>
        <item><link>{site.url("/other")}</link><title>No</title></item>
        <item><link>{site.url("/app")}</link><title>Yes</title><author>Mari</author>
        <description>&lt;p&gt;{"gair " * 70}&lt;/p&gt;</description></item></channel></rss>""",
        "application/rss+xml",
    )
    page = fetched(site, asked(site, index, "/app")).page
    assert (page.title, page.original_author, page.original_language) == ("App", "Mari", "cy")
    assert page.words_remaining == 10
    site.pages["/app2"], site.pages["/feed"] = site.pages["/app"], web.status(500)
    assert fetched(site, asked(site, index, "/app2")).page.words_remaining == 0


def test_what_is_no_address_is_refused_at_once(index):
    with pytest.raises(AddressInvalid):
        services.request_reblog(url="javascript:alert(1)", blog=index[0], actor=None)
    assert not Reblog.objects.exists()


# Originals that are gone --------------------------------------------------------------------------


def live_reblog(site, index):
    facts = {"original_url": site.url("/wall"), "original_site": "S", "original_title": "T"}
    page, translation = posts(index, **facts)
    return page, translation


def look(site):
    for message in OutboxMessage.objects.filter(kind=services.CHECK, state="queued"):
        services.check_original(reblog_id=message.payload["reblog"], policy=site.policy)
    return Reblog.objects.get().gone_since


def test_a_dead_original_is_flagged_and_one_that_is_back_is_not(site, index, client):
    page, _twin = live_reblog(site, index)
    check_originals()
    check_originals()
    assert OutboxMessage.objects.filter(kind=services.CHECK).count() == 1
    assert look(site) is None
    note = "The original post is no longer at this address."
    assert note not in read(client, page.url).html
    there, site.pages["/wall"] = site.pages["/wall"], web.status(410)
    since = look(site)
    assert since == dt.date.today()  # noqa: DTZ011 - the tests run within one day
    assert note in read(client, page.url).html
    site.pages["/wall"] = web.status(503)
    assert look(site) == since
    site.pages["/wall"] = there
    assert look(site) is None


def test_a_site_that_answers_no_head_is_asked_properly(site, index):
    live_reblog(site, index)
    page = site.pages["/wall"]

    def no_head(handler):
        (web.status(404) if handler.command == "HEAD" else page)(handler)

    site.pages["/wall"] = no_head
    check_originals()
    assert look(site) is None
    assert site.asked == ["HEAD /wall", "GET /wall"]


# The page of the admin ----------------------------------------------------------------------------


def test_an_editor_pastes_an_address_and_finds_the_draft(site, index, client, editor):
    client.force_login(editor)
    url = reverse("blog_reblogs")
    data = {"url": f" {site.url('/wall')} ", "blog": index[1].pk}
    answer = client.post(url, data, follow=True)
    assert "We are fetching the post." in answer.content.decode()
    reblog = fetched(site, Reblog.objects.get())
    assert reblog.asked_by == editor
    edit = reverse("wagtailadmin_pages:edit", args=[reblog.page_id])
    assert edit in client.get(url).content.decode()
    assert client.post(url, data).url == edit
    html = client.get(edit).content.decode()
    assert "The other site states a licence" in html
    Reblog.objects.update(gone_since=dt.date(2026, 11, 3))
    assert "We found it gone on 3 November 2026." in client.get(edit).content.decode()


def test_a_bad_address_keeps_what_was_typed_and_a_failed_one_says_why(index, client, editor):
    client.force_login(editor)
    url = reverse("blog_reblogs")
    answer = client.post(url, {"url": "not an address", "blog": index[0].pk})
    assert "This is not a web address." in answer.content.decode()
    assert 'value="not an address"' in answer.content.decode()
    Reblog.objects.create(asked="https://x.example/", state="failed", problem="not-there")
    html = client.get(url).content.decode()
    assert "The other site says that there is no page at this address." in html


def test_only_those_who_write_posts_may(index, client, editor):
    editor.groups.set([Group.objects.get(name="Evaluators")])
    client.force_login(editor)
    assert client.get(reverse("blog_reblogs")).status_code == 302
    post = client.post(reverse("blog_reblogs"), {"url": "https://x.example/", "blog": index[0].pk})
    assert post.status_code == 302
    assert not Reblog.objects.exists()


def test_the_list_takes_as_many_queries_for_a_hundred(index, client, editor):
    client.force_login(editor)

    def queries(number):
        more = range(Reblog.objects.count(), number)
        for n, (made, _twin) in zip(more, many_posts(index, [{}] * len(more)), strict=True):
            Reblog.objects.create(asked=f"https://x.example/{n}", page=made, blog=index[0])
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("blog_reblogs")).status_code == 200
        return len(captured)

    queries(10)
    assert queries(10) == queries(100)


def test_the_blog_has_a_button(index, client, editor):
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_explore", args=[index[0].pk])).content.decode()
    assert f"{reverse('blog_reblogs')}?blog={index[0].pk}" in html
