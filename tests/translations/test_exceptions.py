"""What is live in one language alone, as readers of the other language see it."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from events.registration.services import link_token
from gpx_site.home.models import StandardPage
from gpx_site.translations import publishing
from gpx_site.translations.checks import PairNotReady
from gpx_site.translations.create_translation import create_translation
from gpx_site.translations.models import PairException
from search import engines
from search.engines.base import SearchQuery
from tests import factories
from tests.factories.blog import blog_index, posts
from tests.factories.registrations import registration
from tests.factories.translated_pages import WORDS, draft, draft_pair, edit, remove, reread
from tests.pages import Reading, read

pytestmark = pytest.mark.django_db
FIRST = pytest.mark.parametrize("first", ["en", "cy"])


def in_days(days):
    return timezone.now() + dt.timedelta(days=days)


def alone(page, kind="external"):
    """Publish ``page`` in its own language alone."""
    why = {"reason": "Flood", "expires_at": in_days(3)} if kind == "urgent" else {}
    PairException.objects.create(page_id=page.pk, kind=kind, **why)
    page.get_latest_revision().publish()
    (page,) = reread(page)
    return page, page.translation_or_fallback


def shown(client, url):
    return BeautifulSoup(client.get(url).content, "html.parser")


def test_it_gets_an_address_in_the_other_tree(site_tree):
    page, fallback_page = alone(draft(site_tree))
    assert (page.live, fallback_page.live, fallback_page.alias_of) == (True, False, None)
    assert (page.url, fallback_page.url) == ("/en/contact/", "/cy/contact/")


@FIRST
def test_its_words_are_shown_there_in_the_frame_of_the_other_language(client, site_tree, first):
    _page, fallback_page = alone(draft_pair(site_tree, first)[0])
    other = "cy" if first == "en" else "en"
    soup = shown(client, fallback_page.url)
    assert soup.html["lang"] == other
    main = soup.select_one(f"#main-content > div[lang={first}]")
    assert main.h1.get_text() == WORDS[first]["title"]
    assert soup.title["lang"] == first
    menu = {"en": "Search", "cy": "Chwilio"}
    assert soup.select_one(".govuk-service-navigation__list").get_text().strip() == menu[other]


def test_a_page_of_its_own_language_has_no_such_wrapper(client, site_tree):
    page, _stand_in = alone(draft(site_tree))
    soup = shown(client, page.url)
    assert soup.select(".gpx-stand-in, title[lang], #main-content > [lang]") == []


NOTICES = {
    ("external", "en"): "Gwaith eraill yw testun y dudalen hon, ac yn Saesneg yn unig y mae.",
    ("external", "cy"): "The text of this page is by others, and is in Welsh only.",
    ("urgent", "en"): (
        "Mae’r dudalen hon yn un frys, felly rydym wedi ei chyhoeddi yn Saesneg yn gyntaf. "
        "Disgwyliwn gyhoeddi’r Gymraeg erbyn 6 Tachwedd 2026."
    ),
    ("urgent", "cy"): (
        "This page is urgent, so we have published it in Welsh first. "
        "We expect to publish the English by 6 November 2026."
    ),
}


@pytest.mark.parametrize(("kind", "first"), NOTICES)
def test_a_notice_says_why_in_the_readers_language(client, site_tree, time_machine, kind, first):
    time_machine.move_to(dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC))
    _page, fallback_page = alone(draft(site_tree, first), kind)
    assert notice(client, fallback_page) == NOTICES[kind, first]


def notice(client, page):
    return " ".join(shown(client, page.url).select_one(".gpx-stand-in").get_text().split())


def test_what_is_late_is_said_to_be_late(client, site_tree, time_machine):
    _page, fallback_page = alone(draft(site_tree), "urgent")
    time_machine.move_to(in_days(4))
    assert notice(client, fallback_page) == (
        "Yn Saesneg yn unig y mae’r dudalen hon am y tro. Mae’n ddrwg gennym fod y Gymraeg yn hwyr."
    )


def test_the_original_is_what_search_engines_are_told_of(client, site_tree):
    page, fallback_page = alone(draft(site_tree))
    for url in (page.url, fallback_page.url):
        reading = read(client, url)
        assert reading.canonical == "http://testserver/en/contact/"
        assert set(reading.alternates) == {"en", "x-default"}


def test_the_switch_leads_there_and_back_with_the_query(client, site_tree):
    page, fallback_page = alone(draft(site_tree))
    assert read(client, f"{page.url}?a=1").switch == {"cy": f"{fallback_page.url}?a=1"}
    assert read(client, f"{fallback_page.url}?a=1").switch == {"en": f"{page.url}?a=1"}


def test_the_way_down_is_that_of_the_other_tree(client, site_tree):
    index = blog_index(site_tree)
    en, cy = posts(index)
    remove(cy)
    PairException.objects.create(page_id=en.pk, kind="external")
    fallback_page = create_translation(en)
    crumbs = [each["href"] for each in shown(client, fallback_page.url).select(".gpx-crumbs a")]
    assert crumbs == ["/cy/", "/cy/blog/"]


@FIRST
def test_published_its_twin_answers_at_the_same_address(client, site_tree, first):
    page, translation = draft_pair(site_tree, first)
    page, fallback_page = alone(page)
    translation = edit_words(translation, slug=fallback_page.slug)
    publishing.mark_ready(page=translation)
    translation.get_latest_revision().publish()
    reading = read(client, fallback_page.url)
    assert reading.headings == [WORDS["cy" if first == "en" else "en"]["title"]]
    assert reading.canonical == f"http://testserver{fallback_page.url}"


def edit_words(page, **fields):
    edit(page, **WORDS[page.locale.language_code] | fields)
    return reread(page)[0]


def test_or_the_address_leads_to_its_own(client, site_tree, django_capture_on_commit_callbacks):
    _page, fallback_page = alone(draft(site_tree))
    translation = edit_words(StandardPage.objects.get(pk=fallback_page.pk))
    publishing.mark_ready(page=translation)
    with django_capture_on_commit_callbacks(execute=True):
        translation.get_latest_revision().publish()
    response = client.get("/cy/contact/")
    assert (response.status_code, response.url) == (301, "/cy/cysylltu/")


def test_a_draft_without_leave_is_not_shown(client, site_tree):
    page, translation = draft_pair(site_tree)
    for each in (page, translation):
        assert client.get(each.url).status_code == 404
    PairException.objects.create(page_id=page.pk, kind="external")
    assert client.get(translation.url).status_code == 404  # for the page is a draft as well


def test_without_leave_the_words_of_one_language_are_never_shown_in_the_other(client, site_tree):
    page, fallback_page = alone(draft(site_tree))
    PairException.objects.all().delete()
    assert client.get(fallback_page.url).status_code == 404
    assert read(client, page.url).switch == {}


def test_it_is_shown_as_long_as_the_page_is_live(client, site_tree):
    page, fallback_page = alone(draft(site_tree))
    page.unpublish()
    assert client.get(fallback_page.url).status_code == 404


def test_where_the_page_above_has_no_twin_it_is_refused(site_tree):
    lone = site_tree.en.add_child(
        instance=type(blog_index(site_tree)[0])(
            locale=site_tree.en.locale, title="News", slug="news"
        )
    )
    page = posts_draft(lone)
    PairException.objects.create(page_id=page.pk, kind="external")
    with pytest.raises(PairNotReady, match="The page above this one has no Welsh page yet"):
        page.get_latest_revision().publish()
    assert not reread(page)[0].live


def posts_draft(parent):
    model = parent.allowed_subpage_models()[0]
    page = model(
        locale=parent.locale,
        title="Post",
        slug="post",
        standfirst="Short.",
        body=[("text", "<p>Text.</p>")],
        live=False,
    )
    parent.add_child(instance=page)
    page.save_revision()
    return page


# Events -------------------------------------------------------------------------------------------


def test_what_an_app_serves_below_it_is_in_both_languages(client, site_tree):
    session = factories.session()
    index = factories.event_index(site_tree)
    en, cy = factories.event_pages(index, session.event)
    remove(cy)
    PairException.objects.create(page_id=en.pk, kind="external")
    fallback_page = create_translation(en)
    there = f"{fallback_page.url}cofrestru/{session.pk}/"
    here = f"{en.url}register/{session.pk}/"
    reading = read(client, there)
    assert reading.language == "cy"
    assert reading.headings == ["Eich manylion"]
    assert reading.switch == {"en": here}
    assert reading.canonical == f"http://testserver{there}"
    assert read(client, here).switch == {"cy": there}
    assert client.get(f"{fallback_page.url}dim-byd/").status_code == 404


BOOKING = [
    ("/en/bookings/details/", "/cy/cofrestriadau/manylion/"),
    ("/en/bookings/session/", "/cy/cofrestriadau/sesiwn/"),
]


def test_a_booking_for_it_is_changed_in_both_languages(client, site_tree):
    session = factories.session()
    other = factories.session(event=session.event)
    en, cy = factories.event_pages(factories.event_index(site_tree), session.event)
    remove(cy)
    PairException.objects.create(page_id=en.pk, kind="external")
    create_translation(en)
    row = registration(session, name="Siân Ŵyn")
    client.get(f"/en/bookings/{link_token(row)}/")
    for here, there in BOOKING:
        assert read(client, here).switch == {"cy": there}
        assert read(client, there).switch == {"en": here}
        typed = {"booking": row.reference, "name": "Siân Rhys", "session": other.pk, "switch": "cy"}
        kept = client.post(there, typed).content.decode()
        assert Reading(kept).language == "cy"
        form = BeautifulSoup(kept, "html.parser").form
        (answer,) = form.select("#id_name, input[name=session][checked]")
        assert answer["value"] in ("Siân Rhys", str(other.pk))
    row.refresh_from_db()
    assert (row.name, row.session) == ("Siân Ŵyn", session)


# Search -------------------------------------------------------------------------------------------


def test_search_finds_it_and_says_in_which_language_it_is(client, site_tree, drain):
    page = posts_draft(blog_index(site_tree)[0])
    page, fallback_page = alone(page)
    drain()
    (hit,) = engines.search(SearchQuery(text="", language="cy")).hits
    assert (hit.document.url, hit.document.text_language) == (fallback_page.url, "en")
    result = shown(client, "/cy/chwilio/").select_one(".gpx-result")
    assert [tag.get_text() for tag in result.select(".govuk-tag")] == [
        "Blogbost",
        "Saesneg yn unig",
    ]
    assert result.a["lang"] == "en"


# Reblogs ------------------------------------------------------------------------------------------


def reblog(site_tree):
    page = posts_draft(blog_index(site_tree)[0])
    edit(
        page,
        original_url="https://example.org/post/",
        original_site="Example",
        original_title="A post",
    )
    return reread(page)[0]


def test_a_reblog_needs_no_leave_but_gets_a_row_in_the_list(site_tree):
    page = reblog(site_tree)
    page.get_latest_revision().publish(user=factories.administrator())
    allowed = PairException.objects.get()
    assert (allowed.page_id, allowed.kind, allowed.allowed_by.username) == (
        page.pk,
        "external",
        "admin",
    )
    assert reread(page)[0].live


def test_a_post_that_passes_nothing_on_needs_one(site_tree):
    page = reblog(site_tree)
    edit(page, original_url="")
    with pytest.raises(PairNotReady):
        reread(page)[0].get_latest_revision().publish()
    assert not PairException.objects.exists()


def test_a_reblog_goes_together_with_its_twin_where_that_is_ready(site_tree):
    page = reblog(site_tree)
    translation = create_translation(page)
    edit(translation, title="Pwt", standfirst="Byr.", body=[("text", "<p>Testun.</p>")])
    publishing.mark_ready(page=reread(translation)[0])
    page.get_latest_revision().publish()
    assert [each.live for each in reread(page, translation)] == [True, True]
    assert not PairException.objects.exists()


def test_both_languages_says_that_a_reblog_may_go_alone(client, site_tree):
    page = reblog(site_tree)
    client.force_login(factories.administrator())
    html = client.get(reverse("pair", args=[page.pk])).content.decode()
    assert "The text is by others" in html
    assert "Before both languages can be published" in html
