"""What moderators are written, and how seldom."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from blog.comments import services
from blog.comments.states import State
from gpx_site.outbox.models import OutboxMessage
from tests import factories
from tests.factories.comments import comment, moderator

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 3, 12, 5, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def sent(clock, drain):
    """Move the clock on, do what is due, and return the letters of that time."""

    def after(**later: float) -> list:
        clock.shift(dt.timedelta(**later))
        mail.outbox.clear()
        drain()
        return list(mail.outbox)

    return after


def test_one_letter_for_all_that_came_in_half_an_hour(sent, clock, pair):
    moderator()
    for page in (*pair, pair[0]):
        comment(page, State.PENDING)
    assert sent(minutes=24) == []
    (letter,) = sent(minutes=2)
    assert letter.to == ["moderator@example.org"]
    assert letter.subject.startswith("Mae 3 sylw yn aros am gymedrolwr / 3 comments wait")
    assert f"- {pair[0].title}: 3" in letter.body
    assert f"- {pair[1].title}: 3" in letter.body
    assert "http://testserver/admin/snippets/comments/comment/?state=pending" in letter.body
    assert sent(hours=5) == []


def test_never_the_words_or_the_name(sent, post):
    moderator()
    comment(post, State.PENDING, text="Unmistakable words", name="Unmistakable Name")
    comment(post, State.PENDING, text="Unmistakable spam", suspicions=["trap"])
    (letter,) = sent(hours=1)
    assert "nmistakable" not in str(letter.message())
    assert "1 comment that looks like spam waits too." in letter.body
    assert "nmistakable" not in str(list(OutboxMessage.objects.values()))


def test_each_moderator_in_the_language_of_their_admin(sent, post):
    for language in ("en", "cy"):
        moderator(f"moderator-{language}", language)
    moderator("without-address", email="")
    moderator("gone", is_active=False)
    comment(post, State.PENDING)
    letters = {letter.to[0]: letter for letter in sent(hours=1)}
    assert set(letters) == {"moderator-en@example.org", "moderator-cy@example.org"}
    assert letters["moderator-en@example.org"].subject == "1 comment waits for a moderator"
    assert letters["moderator-cy@example.org"].subject == "Mae 1 sylw yn aros am gymedrolwr"


def test_spam_alone_makes_one_letter_a_day(sent, post):
    moderator(language="en")
    for _ in range(20):
        comment(post, State.PENDING, suspicions=["trap"])
    assert sent(hours=12) == []
    (letter,) = sent(hours=9)
    assert letter.subject == "Comments that look like spam wait for a moderator"
    assert "20 comments that look like spam wait too." in letter.body
    assert post.title not in letter.body


def test_what_was_decided_meanwhile_makes_no_letter(sent, post):
    moderator()
    row = comment(post, State.PENDING)
    services.publish(comments=[row.pk])
    assert sent(hours=1) == []
    assert set(OutboxMessage.objects.values_list("kind", "state")) >= {(services.DIGEST, "dropped")}


def test_where_nobody_moderates_administrators_are_told(sent, post):
    factories.administrator()
    comment(post, State.PENDING)
    assert [letter.to for letter in sent(hours=1)] == [["admin@example.org"]]


def test_a_comment_at_the_turn_of_the_window_is_not_forgotten(sent, clock, post):
    moderator()
    clock.move_to(NOON.replace(minute=30, second=0))
    comment(post, State.PENDING)
    row = OutboxMessage.objects.get(kind=services.DIGEST)
    assert row.not_before == timezone.now() + dt.timedelta(minutes=30)
    assert len(sent(minutes=31)) == 1


def test_the_words_are_in_no_log(post, caplog, drain, client):
    moderator()
    with caplog.at_level("DEBUG"):
        client.post(
            post.sub_url("comment"),
            {"name": "Unmistakable", "text": "Unmistakable", "language": "en", "website": "x"},
        )
        client.post(post.sub_url("comment"), {"name": "Unmistakable", "text": "a@b.cy"})
        drain()
    ours = [each for each in caplog.records if not each.name.startswith("django.db")]
    assert "nmistakable" not in " ".join(each.getMessage() for each in ours)
