"""Keys and marks."""

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyse, analyse_query, words
from search.highlight import EXCERPT, excerpt, mark


def test_words_become_keys():
    assert analyse("Cyd-gynhyrchu a’r dŵr, 2015!", "cy") == [
        "cyd",
        "gynhyrchu",
        "a",
        "r",
        "dŵr",
        "2015",
    ]


def test_composed_or_not_is_the_same_key():
    assert analyse("tŷ", "cy") == analyse("ty\u0302", "cy") == ["tŷ"]


@given(st.text())
def test_keys_hold_letters_and_digits_only(text):
    assert all(key.isalnum() for key in analyse(text, None))
    assert analyse_query(text, "en") == analyse(text, "en")


@given(st.text(), st.text())
def test_marking_changes_nothing_but_the_marks(text, other):
    from django.utils.html import escape

    keys = frozenset(analyse(other, "en"))
    marked = mark(text, keys, "en")
    assert marked.replace("<mark>", "").replace("</mark>", "") == escape(text)


def test_the_excerpt_shows_the_words_that_were_looked_for():
    body = "word " * 200 + "needle " + "word " * 200
    found = excerpt("A summary.", body, frozenset({"needle"}), "en")
    assert "<mark>needle</mark>" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < EXCERPT + 40
    assert excerpt("A summary.", body, frozenset(), "en") == "A summary."


def test_words_know_their_place():
    assert [each.span() for each in words("the cat’s-eye")] == [(0, 3), (4, 9), (10, 13)]
