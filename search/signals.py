"""Every change of what can be found owes an update of the index, in the change's transaction."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from blog.models import PostAuthor, PostTopic
from events.models import Event, EventRole, EventSession, EventTopic, Venue
from gpx_site.core.models import Contributor, Organisation, Topic
from resources.models import LearningTopic, Resource, ResourceTopic
from search.documents import PAGE_BUILDERS, page_item, resource_item
from search.indexing import owe


def connect() -> None:
    """Listen; called once, when the app is ready."""
    for signal in (page_published, page_unpublished):
        signal.connect(_page_changed, dispatch_uid="search")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(_tree_changed, dispatch_uid="search")
    for model in PAGE_BUILDERS:
        post_save.connect(_page_saved, sender=model, dispatch_uid="search")
        post_delete.connect(_page_changed, sender=model, dispatch_uid="search")
    for signal in (post_save, post_delete):
        for model, receiver in _RECEIVERS.items():
            signal.connect(receiver, sender=model, dispatch_uid="search")


def _page_changed(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    if sender in PAGE_BUILDERS:
        owe(page_item(instance))


def _page_saved(sender: type[Model], instance: Page, created: bool, **kwargs: Any) -> None:
    """A page that is made live at once is not announced by ``page_published``."""
    if created and instance.live:
        owe(page_item(instance))


def _tree_changed(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    owe(f"tree:{instance.pk}")


def _restriction_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    owe(f"tree:{instance.page_id}")


def _resource_changed(instance: Resource, **kwargs: Any) -> None:
    owe(resource_item(instance.pk))


def _resource_topic_changed(instance: ResourceTopic, **kwargs: Any) -> None:
    owe(resource_item(instance.content_object_id))


def _event_changed(instance: Event, **kwargs: Any) -> None:
    owe(f"event:{instance.pk}")


def _event_part_changed(instance: EventSession | EventRole, **kwargs: Any) -> None:
    owe(f"event:{instance.event_id}")


def _event_topic_changed(instance: EventTopic, **kwargs: Any) -> None:
    owe(f"event:{instance.content_object_id}")


def _page_topic_changed(instance: LearningTopic | PostTopic, **kwargs: Any) -> None:
    if instance.content_object_id:
        owe(f"tree:{instance.content_object_id}")


def _byline_changed(instance: PostAuthor, **kwargs: Any) -> None:
    if instance.page_id:
        owe(f"tree:{instance.page_id}")


def _named_thing_changed(
    sender: type[Model], instance: Model, created: bool = False, **kwargs: Any
) -> None:
    """A new one is told of nowhere yet; one that goes takes its own links with it."""
    if not created:
        owe(f"{sender._meta.model_name}:{instance.pk}")


_RECEIVERS = {
    PageViewRestriction: _restriction_changed,
    Resource: _resource_changed,
    ResourceTopic: _resource_topic_changed,
    Event: _event_changed,
    EventSession: _event_part_changed,
    EventRole: _event_part_changed,
    EventTopic: _event_topic_changed,
    LearningTopic: _page_topic_changed,
    PostTopic: _page_topic_changed,
    PostAuthor: _byline_changed,
    Venue: _named_thing_changed,
    Topic: _named_thing_changed,
    Organisation: _named_thing_changed,
    Contributor: _named_thing_changed,
}
