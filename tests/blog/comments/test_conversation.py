"""The comments as they are read below a post."""

import pytest
from bs4 import BeautifulSoup

from blog.comments import services
from blog.comments.models import Comment
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
    threads = Comment.objects.threads(post.translation_key)
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
    assert Comment.objects.threads(copy.translation_key) == []


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
    with django_assert_num_queries(1):
        assert len(Comment.objects.threads(post.translation_key)) == 50


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
