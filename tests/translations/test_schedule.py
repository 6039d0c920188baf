"""Scheduled pages: at the moment before neither language answers, after it both do."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from gpx_site.translations import publishing
from gpx_site.translations.checks import PairNotReady
from tests.factories.translated_pages import draft_pair, edit, live_pair, reread

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def noon():
    return timezone.now().replace(microsecond=0) + dt.timedelta(days=2)


def schedule(page, at):
    edit(page, go_live_at=at)
    return reread(page)[0]


def answers(client, *pages):
    return [client.get(page.url).status_code for page in reread(*pages)]


def run_at(time_machine, moment):
    time_machine.move_to(moment, tick=False)
    call_command("publish_scheduled")


@pytest.mark.parametrize("first", ["en", "cy"])
def test_neither_before_and_both_after(site_tree, client, noon, time_machine, first):
    page, translation = draft_pair(site_tree, first)
    page = schedule(page, noon)
    publishing.mark_ready(page=translation)
    page.get_latest_revision().publish()
    run_at(time_machine, noon - SECOND)
    assert answers(client, page, translation) == [404, 404]
    run_at(time_machine, noon + SECOND)
    assert answers(client, page, translation) == [200, 200]
    published = [each.last_published_at for each in reread(page, translation)]
    run_at(time_machine, noon + 2 * SECOND)
    assert [each.last_published_at for each in reread(page, translation)] == published


def test_a_schedule_is_refused_until_the_twin_is_ready(site_tree, noon):
    page, translation = draft_pair(site_tree)
    revision = schedule(page, noon).get_latest_revision()
    with pytest.raises(PairNotReady):
        revision.publish()
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    assert [each.live for each in reread(page, translation)] == [False, False]


def test_both_wait_for_the_later_of_two_times(site_tree, client, noon, time_machine):
    page, translation = draft_pair(site_tree)
    page = schedule(page, noon)
    translation = schedule(translation, noon + dt.timedelta(hours=1))
    publishing.mark_ready(page=translation)
    page.get_latest_revision().publish()
    run_at(time_machine, noon + SECOND)
    assert answers(client, page, translation) == [404, 404]
    run_at(time_machine, noon + dt.timedelta(hours=1) + SECOND)
    assert answers(client, page, translation) == [200, 200]


def test_an_edit_to_a_live_page_waits_for_its_time(site_tree, noon, time_machine):
    page, translation = live_pair(site_tree)
    edit(page, title="One", go_live_at=noon)
    edit(translation, title="Two")
    page, translation = reread(page, translation)
    publishing.mark_ready(page=translation)
    page.get_latest_revision().publish()
    run_at(time_machine, noon - SECOND)
    assert [each.title for each in reread(page, translation)] == ["Contact", "Cysylltu"]
    run_at(time_machine, noon + SECOND)
    assert [each.title for each in reread(page, translation)] == ["One", "Two"]


def test_a_twin_edited_since_holds_up_its_own_pair_only(site_tree, client, noon, time_machine):
    page, translation = draft_pair(site_tree)
    page = schedule(page, noon)
    publishing.mark_ready(page=translation)
    page.get_latest_revision().publish()
    edit(translation, title="Yn y cyfamser")
    run_at(time_machine, noon + SECOND)
    assert answers(client, page, translation) == [404, 404]
    publishing.mark_ready(page=reread(translation)[0])
    call_command("publish_scheduled")
    assert answers(client, page, translation) == [200, 200]


def test_a_cancelled_schedule_publishes_neither(site_tree, client, noon, time_machine):
    page, translation = draft_pair(site_tree)
    page = schedule(page, noon)
    publishing.mark_ready(page=translation)
    page.get_latest_revision().publish()
    page.revisions.update(approved_go_live_at=None)
    run_at(time_machine, noon + SECOND)
    assert answers(client, page, translation) == [404, 404]
