"""The comments as they are read below a post."""

import pytest
from bs4 import BeautifulSoup

from blog.comments import services
from blog.comments.models import Comment
from blog.comments.querysets import Threads
from blog.comments.states import Reason, State
from tests.factories.comments import comment
from tests.pages import count_queries, read

pytestmark = pytest.mark.django_db


def test_both_languages_show_the_one_conversation(client, pair):
    comment(pair[0], text="It began with a kettle.", language="en")
    comment(pair[1], text="Y tegell oedd y cychwyn.", language="cy")
    for page in pair:
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        shown = {each["lang"]: each.get_text() for each in soup.select(".gpx-comment__text")}
        assert {language: text.strip() for language, text in shown.items()} == {
            "en": "It began with a kettle.",
            "cy": "Y tegell oedd y cychwyn.",
        }
    assert "Written in Welsh" in read(client, pair[0].url).html
    assert "Written in English" not in read(client, pair[0].url).html


def test_what_is_not_published_is_not_shown(client, post):
    for state in set(State) - {State.PUBLISHED}:
        comment(post, state, text=f"Unmistakable {state}")
    assert "Unmistakable" not in read(client, post.url).html
    assert "Nobody has commented on this post yet." in read(client, post.url).html


def test_answers_stand_below_what_they_answer(client, post):
    first, second = (comment(post) for _ in range(2))
    answer = comment(post, parent=first)
    threads = Comment.objects.threads(post.translation_key).threads
    assert [(each.comment, each.replies) for each in threads] == [(first, [answer]), (second, [])]
    page = read(client, post.url).html
    places = [page.index(f'id="comment-{row.pk}"') for row in (first, answer, second)]
    assert places == sorted(places)
    assert "3 comments" in page
    assert page.count("Reply to") == 2  # an answer is answered in its thread


def test_a_comment_that_is_taken_down_leaves_a_place_for_its_answers(client, post):
    first, second = (comment(post, text=f"Unmistakable {n}") for n in range(2))
    answer = comment(post, parent=first)
    rows = [first.pk, second.pk]
    services.withdraw(comments=rows, reason=Reason.OFFENSIVE)
    page = read(client, post.url).html
    assert "Unmistakable" not in page
    assert page.count("This comment has been taken down.") == 1
    assert f'id="comment-{answer.pk}"' in page
    assert ">1 comment<" in page


def test_of_another_post_nothing_is_shown(client, pair):
    comment(pair[0])
    pair[1].copy(update_attrs={"slug": "copi", "title": "Copi"})
    copy = type(pair[1]).objects.get(slug="copi")
    assert copy.translation_key != pair[1].translation_key
    assert Comment.objects.threads(copy.translation_key) == Threads([])


def test_takes_one_query_however_many_there_are(client, post, django_assert_num_queries):
    none = count_queries(client, post.url)
    tops = [comment(post) for _ in range(5)]
    for top in tops:
        comment(post, parent=top)
    ten = count_queries(client, post.url)
    for n in range(45):
        top = comment(post)
        comment(post, parent=top if n % 2 else tops[0])
    assert count_queries(client, post.url) == ten == none
    for page in (1, 3):
        assert count_queries(client, f"{post.url}?comments={page}") == ten
        with django_assert_num_queries(1):
            shown = Comment.objects.threads(post.translation_key, page)
        assert (len(shown.threads), shown.count, shown.pages) == ({1: 20, 3: 10}[page], 100, 3)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_long_conversation_has_pages(client, pair, language):
    rows = [comment(pair[0]) for _ in range(Threads.PER_PAGE + 1)]
    answer = comment(pair[0], parent=rows[0])
    post, translation = pair if language == "en" else pair[::-1]
    address = f"{post.url}?a=b&comments="

    def shown(asked):
        page = read(client, address + asked)
        html = page.html
        assert ("22 comments" if language == "en" else "22 sylw") in html
        assert (
            page.switch[translation.locale.language_code]
            == f"{translation.url}?a=b&comments={asked}"
        )
        return [row.pk for row in (*rows, answer) if f'id="comment-{row.pk}"' in html], page.hrefs

    first, links = shown("1")
    assert first == [*(row.pk for row in rows[:-1]), answer.pk]
    assert "?a=b&comments=2#comments" in links
    last, links = shown("2")
    assert last == [rows[-1].pk]
    assert "?a=b&comments=1#comments" in links
    label = "Pages of comments" if language == "en" else "Tudalennau o sylwadau"
    assert f'aria-label="{label}"' in read(client, address + "2").html
    for beyond in ("3", "99999999"):
        assert shown(beyond)[0] == last
    for nonsense in ("0", "-1", "two", "²", "9" * 30, "%00"):
        assert (
            read(client, address + nonsense).html.count("gpx-comment__meta") == len(first) * 2 - 1
        )


def test_a_short_one_has_none(client, post):
    comment(post)
    assert "govuk-pagination" not in read(client, post.url).html
    assert "govuk-pagination" not in read(client, f"{post.url}?comments=7").html


def test_search_does_not_know_of_comments(client, post, drain):
    comment(post, text="Unmistakable words", name="Unmistakable Name")
    drain()
    answer = client.get("/api/search/?q=unmistakable").json()
    assert answer["total"] == 0


def test_the_preview_of_a_draft_leaves_it_out(post):
    post.unpublish()
    answer = post.make_preview_request()
    assert answer.status_code == 200
    assert "gpx-comments" not in answer.rendered_content
