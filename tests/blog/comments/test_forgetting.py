"""What the form promises to forget is forgotten, and a person's name with them."""

import pytest

from blog.comments import services, tasks
from blog.comments.models import Comment
from blog.comments.states import Reason, State
from blog.models import BlogPage
from gpx_site.privacy.erasure import erase_person
from tests import factories
from tests.factories.comments import comment
from tests.pages import read

pytestmark = pytest.mark.django_db


def age(row: Comment, days: float) -> Comment:
    """Let it have been sent, and decided about, so many days ago."""
    then = factories.in_days(-days)
    decided = {"decided_at": then} if row.decided_at else {}
    Comment.objects.filter(pk=row.pk).update(sent_at=then, **decided)
    return row


def left() -> set[int]:
    tasks.forget_what_is_due()
    return set(Comment.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN])
def test_what_was_hidden_is_deleted_in_30_days(post, state):
    kept = age(comment(post, state), 29.9)
    age(comment(post, state), 30.1)
    assert left() == {kept.pk}


def test_spam_that_nobody_decided_about_is_deleted_in_30_days(post):
    kept = [
        age(comment(post, State.PENDING), 400),
        age(comment(post), 400),
        age(comment(post, State.PENDING, suspicions=["trap"]), 29.9),
    ]
    age(comment(post, State.PENDING, suspicions=["trap"]), 30.1)
    assert left() == {row.pk for row in kept}


def test_where_there_are_answers_the_words_go_and_the_place_stays(client, post):
    top = comment(post, text="Unmistakable", name="Unmistakable")
    answer = comment(post, parent=top)
    services.withdraw(comments=[top.pk], reason=Reason.OTHER)
    age(top, 31)
    assert left() == {top.pk, answer.pk}
    top.refresh_from_db()
    assert (top.name, top.text, top.digest) == ("", "", "")
    assert f'id="comment-{answer.pk}"' in read(client, post.url).html
    services.withdraw(comments=[answer.pk], reason=Reason.OTHER)
    age(answer, 31)
    left()
    assert left() == set()


def test_the_comments_of_a_post_that_is_gone_are_deleted(post):
    comment(post, parent=comment(post))
    assert len(left()) == 2
    BlogPage.objects.get(pk=post.pk).delete()  # and with it the other language
    assert left() == set()


def test_an_erased_person_has_no_name_below_posts(client, post):
    person = factories.person(name="Siân Tŷ-Gwyn")
    theirs = comment(post, name="sian  TY-GWYN")
    others = comment(post, name="Siân")
    assert erase_person(person.email_key)["comments without their name"] == 1
    names = dict(Comment.objects.values_list("pk", "name"))
    assert names == {theirs.pk: "", others.pk: "Siân"}
    page = read(client, post.url).html
    assert "Name removed" in page
    assert "Reply to this comment" in page


def test_a_name_of_one_word_is_no_proof(post):
    comment(post, name="Siân")
    person = factories.person(name="Siân")
    assert erase_person(person.email_key)["comments without their name"] == 0
