"""What makes a comment look like spam."""

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from blog.comments import spam
from blog.comments.states import Suspicion

KEY = "5a2f0b1e-0000-4000-8000-000000000001"


def judged(opened_seconds_ago: float = 60, **fields):
    with time_machine.travel("2026-11-03 12:00", tick=False) as clock:
        opened = spam.stamp(KEY)
        clock.shift(opened_seconds_ago)
        given = {"name": "Mari", "text": "Diolch.", "trap": "", "opened": opened, "post_key": KEY}
        return spam.suspicions(**given | fields)


def test_an_ordinary_comment_is_above_suspicion():
    assert judged() == frozenset()


def test_a_form_left_open_for_a_week_is_no_sign():
    assert judged(opened_seconds_ago=7 * 24 * 3600) == frozenset()


def test_the_hidden_box():
    assert judged(trap="https://example.org") == {Suspicion.TRAP}


@pytest.mark.parametrize(("seconds", "found"), [(0, 1), (2, 1), (3, 0)])
def test_haste(seconds, found):
    assert len(judged(opened_seconds_ago=seconds)) == found


@pytest.mark.parametrize("opened", ["", "x", "a:b", "\0", "eyJ9:x", "ﷺ" * 9, "x" * 100_000])
def test_a_form_that_is_not_ours(opened):
    assert judged(opened=opened) == {Suspicion.HURRY}


def test_a_stamp_is_good_for_its_own_post_alone():
    assert judged(post_key="another") == {Suspicion.HURRY}
    assert spam.is_stamp(spam.stamp(KEY), KEY)
    assert not spam.is_stamp(spam.stamp(KEY), "another")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://a.example and www.b.example.", 0),
        ("http://a.example http://b.example http://c.example", 1),
        ('<a href="x">x</a> [URL=y]y[/url] HTTPS://z.example', 1),
    ],
)
def test_many_links(text, found):
    assert len(judged(text=text)) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [("cheap-pills.example", 1), ("Dr. J.R. Jones", 0), ("D.J.Jones", 0), ("Siân ap Tŷ-Gwyn", 0)],
)
def test_a_link_in_place_of_a_name(name, found):
    assert len(judged(name=name)) == found


def test_the_same_words_are_known_again():
    assert spam.digest("Diolch yn fawr!") == spam.digest("  DIOLCH,  yn\n\nfawr ")
    assert spam.digest("Diolch") != spam.digest("Diolchgar")
    assert spam.digest("👏") != spam.digest("🎉")


@given(st.text(max_size=200), st.text(max_size=50), st.text(max_size=100))
def test_nothing_breaks_it(text, name, opened):
    assert Suspicion.HURRY in judged(text=text, name=name, opened=opened)
    assert len(spam.digest(text)) == 64
