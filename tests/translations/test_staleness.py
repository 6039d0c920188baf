"""How far one language is behind the other."""

import pytest

from gpx_site.translations import publishing, staleness
from gpx_site.translations.fingerprint import fingerprint
from tests.factories.translated_pages import draft_pair, edit, live_pair, reread


def stale(*pages):
    return [staleness.is_stale(page) for page in reread(*pages)]


@pytest.mark.django_db
def test_an_edit_makes_the_twin_stale_until_it_is_ready(site_tree, time_machine):
    page, translation = live_pair(site_tree)
    assert stale(page, translation) == [False, False]
    edit(page, title="Contact us")
    assert stale(page, translation) == [False, True]
    edit(translation, title="Cysylltwch")
    assert stale(page, translation) == [False, True]
    publishing.mark_ready(page=reread(translation)[0])
    assert stale(page, translation) == [False, False]


@pytest.mark.django_db
def test_it_is_stale_since_the_first_edit(site_tree, time_machine):
    page, translation = live_pair(site_tree)
    first = edit(page, title="Contact us")
    edit(page, title="Contact all of us")
    assert staleness.stale_since(reread(translation)[0]) == first.created_at


@pytest.mark.django_db
def test_an_edit_taken_back_makes_nothing_stale(site_tree):
    page, translation = live_pair(site_tree)
    edit(page, title="Contact us")
    edit(page, title="Contact")
    assert stale(page, translation) == [False, False]


@pytest.mark.django_db
def test_drafts_are_missing_and_not_stale(site_tree):
    page, translation = draft_pair(site_tree)
    publishing.mark_ready(page=translation)
    edit(page, title="Contact us")
    assert stale(page, translation) == [False, False]


@pytest.mark.django_db
def test_the_fingerprint_is_of_the_words(site_tree):
    page, translation = live_pair(site_tree)
    before = fingerprint(page)
    page.slug = "elsewhere"
    assert fingerprint(page) == before != fingerprint(translation)
    page.body = page.body.replace("<p>", '<p data-block-key="a1b2c">')
    assert fingerprint(page) == before
    page.body = "<p>Write to us, or <b>ring</b> us up whenever you like.</p>"
    assert fingerprint(page) != before
