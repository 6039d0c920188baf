"""From a change to the index: through the outbox, whatever order things happen in."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from gpx_site.outbox.models import OutboxMessage
from gpx_site.translations import publishing
from resources.models import ResourceIndexPage
from search import documents, indexing
from search.engines import get_engine
from search.engines.base import EngineUnavailable, SearchQuery
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import IndexedItem, SearchDocument
from tests import factories as common
from tests.factories.translated_pages import take_down
from tests.search.factories import learning_pages, resource, resource_index, unmirrored


def found(text: str, language: str = "en") -> list[str]:
    return [hit.document.title for hit in get_engine().search(SearchQuery(text, language)).hits]


@pytest.fixture
def pages(site_tree):
    return learning_pages(resource_index(site_tree))


def test_a_change_is_owed_before_it_is_made(db, drain):
    resource(title_en="Budgets", title_cy="Cyllidebau")
    assert OutboxMessage.objects.filter(kind="search.index", state="queued").exists()
    assert found("budgets") == []
    drain()
    assert found("budgets") == ["Budgets"]
    assert found("cyllidebau", "cy") == ["Cyllidebau"]


def test_a_change_that_is_rolled_back_is_not_owed(db):
    with transaction.atomic():
        resource()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.filter(kind="search.index").exists()


def test_saving_again_and_deleting(db, drain):
    row = resource(title_en="Budgets", title_cy="Cyllidebau")
    drain()
    row.title_en = "Accounts"
    row.save()
    drain()
    assert (found("budgets"), found("accounts")) == ([], ["Accounts"])
    row.delete()
    drain()
    assert SearchDocument.objects.count() == 0


def test_topics_are_part_of_it(db, drain):
    topic = common.topic(name="Involvement", slug="involvement")
    row = resource(title_en="Budgets")
    drain()
    row.topics.add(topic)
    drain()
    assert found("involvement") == ["Budgets"]
    topic.name = "Taking part"
    topic.save()
    drain()
    assert (found("involvement"), found("taking")) == ([], ["Budgets"])
    row.topics.clear()
    drain()
    assert found("taking") == []


def test_a_page_is_found_while_it_is_live(pages, drain):
    english, _ = pages
    drain()
    assert found("library") == [english.title]
    take_down(english)
    drain()
    assert found("library") == []
    publishing.publish_minor(page=english)
    drain()
    assert found("library") == [english.title]
    english.delete()
    drain()
    assert found("library") == []


def test_a_draft_is_not_found(pages, drain):
    english, _ = pages
    english.title = "Not yet"
    drain()
    owed = OutboxMessage.objects.filter(kind=indexing.KIND)
    before = owed.count()
    english.save_revision()
    assert owed.count() == before
    assert found("yet") == []
    publishing.publish_minor(page=english)
    drain()
    assert found("yet") == ["Not yet"]


def test_a_page_without_its_twin_says_so(pages, drain):
    _, welsh = pages
    drain()
    assert SearchDocument.objects.get(language="cy").source_language == "both"
    take_down(pages[0])
    drain()
    assert SearchDocument.objects.get().source_language == "cy"
    assert documents.page_item(welsh) == IndexedItem.objects.latest("updated_at").name


def test_a_new_address_above_changes_the_address_below(pages, drain):
    drain()
    index = Page.objects.get(slug="resources").specific
    index.slug = "learning"
    index.save_revision()
    publishing.publish_minor(page=index)
    drain()
    url = SearchDocument.objects.get(language="en").url
    assert url == f"/en/learning/{pages[0].slug}/"


def test_moving_a_page_changes_its_address(pages, site_tree, drain):
    drain()
    elsewhere, _cy = common.translations(
        (site_tree.en, site_tree.cy),
        ResourceIndexPage(title="More", slug="more"),
        ResourceIndexPage(title="Rhagor", slug="rhagor"),
    )
    pages[0].move(elsewhere, pos="last-child")
    drain()
    url = SearchDocument.objects.get(language="en").url
    assert url == f"/en/more/{pages[0].slug}/"


def test_deleting_a_topic_takes_it_off_pages(pages, drain):
    topic = common.topic(name="Involvement", slug="involvement")
    pages[0].topics.add(topic)
    pages[0].save()
    drain()
    assert found("involvement") == [pages[0].title]
    topic.delete()
    drain()
    assert found("involvement") == []


def test_deleting_a_section_takes_what_is_below_it(pages, drain):
    drain()
    Page.objects.get(slug="resources").specific.delete()
    drain()
    assert not SearchDocument.objects.exists()


def test_a_private_page_is_not_found(pages, drain):
    drain()
    section = Page.objects.get(slug="resources")
    restriction = PageViewRestriction.objects.create(page=section, restriction_type="login")
    drain()
    assert found("library") == []
    restriction.delete()
    drain()
    assert found("library") == [pages[0].title]


def test_the_facts_of_an_event_are_part_of_its_pages(site_tree, drain):
    event = common.event(title_en="Well managed risks")
    common.event_pages(common.event_index(site_tree), event)
    drain()
    assert found("llanrwst") == []
    session = common.session(event=event, venue=common.venue(town_en="Llanrwst"))
    drain()
    assert found("llanrwst") == ["Well managed risks"]
    session.venue.town_en = "Betws"
    session.venue.save()
    drain()
    assert (found("llanrwst"), found("betws")) == ([], ["Well managed risks"])
    session.delete()
    drain()
    assert found("betws") == []


def test_renaming_an_organisation(db, drain):
    body = common.organisation(name_en="Old name")
    resource(title_en="Budgets", organisation=body)
    drain()
    body.name_en = "Fresh name"
    body.save()
    drain()
    assert (found("old"), found("fresh")) == ([], ["Budgets"])


def test_the_same_update_twice_is_harmless(db):
    row = resource(title_en="Budgets")
    item = documents.resource_item(row.pk)
    indexing.update(item)
    before = list(SearchDocument.objects.values("pk", "title_keys", "body_keys", "url"))
    indexing.update(item)
    after = list(SearchDocument.objects.values("pk", "title_keys", "body_keys", "url"))
    assert before == after
    assert IndexedItem.objects.get().version == 2


def test_an_old_update_does_not_overwrite_a_newer_one(cluster, db, drain):
    engine = get_engine()
    row = resource(title_en="First", published_on=dt.date(2025, 1, 1))
    drain()
    late = list(IndexedItem.objects.all())
    actions = list(_late_actions(late))
    row.title_en = "Second"
    row.save()
    drain()
    engine._bulk(actions, index=engine.alias, require_alias=True)
    engine.refresh()
    assert (found("first"), found("second")) == ([], ["Second"])
    row.delete()
    drain()
    engine._bulk(actions, index=engine.alias, require_alias=True)
    engine.refresh()
    assert engine.reader.count(index=engine.alias)["count"] == 0


def _late_actions(items):
    from search.engines.elasticsearch import _actions

    return _actions(items)


def test_elasticsearch_gets_what_it_missed(cluster, db, drain, settings):
    resource(title_en="Before")
    drain()
    nodes, settings.ELASTICSEARCH_NODES = settings.ELASTICSEARCH_NODES, ["http://127.0.0.1:9"]
    resource(title_en="Meanwhile")
    drain()
    assert unmirrored() == 1
    assert not OutboxMessage.objects.exclude(state="done").exists()
    settings.ELASTICSEARCH_NODES = nodes
    _close_breaker()
    indexing.mirror()
    get_engine().refresh()
    assert (unmirrored(), found("meanwhile")) == (0, ["Meanwhile"])


def _close_breaker() -> None:
    from search.engines.elasticsearch import breaker

    breaker.reset()


def test_rebuilding_the_database_index(db, capsys):
    resource(title_en="Budgets")
    IndexedItem.objects.create(name="resource:999999", version=3)
    call_command("rebuild_search")
    assert found("budgets") == ["Budgets"]
    assert "Database: 1 items" in capsys.readouterr().out


def test_a_rebuild_that_fails_leaves_the_database_index_as_it_was(db, drain, monkeypatch):
    resource(title_en="Budgets")
    drain()
    before = list(IndexedItem.objects.values())
    resource(title_en="Broken")

    def broken(*args):
        raise ValueError("broken")

    monkeypatch.setattr(documents, "_resource", broken)
    with pytest.raises(CommandError, match="could not be rebuilt"):
        call_command("rebuild_search")
    assert list(IndexedItem.objects.values()) == before
    assert found("budgets") == ["Budgets"]


def test_rebuilding_elasticsearch_switches_the_alias(cluster, db, drain, settings):
    engine = get_engine()
    resource(title_en="Budgets")
    drain()
    alias = settings.ELASTICSEARCH_INDEX
    (first,) = engine.reader.indices.get_alias(name=alias)
    call_command("rebuild_search", "--engine", "elasticsearch")
    (second,) = engine.reader.indices.get_alias(name=alias)
    assert first != second
    assert list(engine.reader.indices.get(index=f"{alias}-*")) == [second]
    assert found("budgets") == ["Budgets"]


def test_a_rebuild_that_fails_leaves_elasticsearch_as_it_was(cluster, db, drain, monkeypatch):
    engine = get_engine()
    resource(title_en="Budgets")
    drain()
    before = list(engine.reader.indices.get(index=f"{engine.alias}-*"))

    def refuse(self, name):
        raise EngineUnavailable("refused")

    monkeypatch.setattr(ElasticsearchEngine, "_switch", refuse)
    with pytest.raises(CommandError, match="as it was"):
        call_command("rebuild_search", "--engine", "elasticsearch")
    assert list(engine.reader.indices.get(index=f"{engine.alias}-*")) == before


def test_rebuilding_elasticsearch_without_one(db):
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        call_command("rebuild_search", "--engine", "elasticsearch")
