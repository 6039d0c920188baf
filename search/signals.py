"""Enqueue an update of the index for each change of what is indexed, in its transaction."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page, PageViewRestriction

from blog.models import PostTopic
from events.models import Event, EventRole, EventSession, EventTopic, Venue
from gpx_site.core.models import Contributor, Organisation, Topic
from resources.models import LearningTopic, Resource, ResourceTopic
from search.documents import PAGE_BUILDERS, page_item, resource_item
from search.indexing import enqueue_update


def connect() -> None:
    """Connect the receivers; called once, when the app is ready.

    Wagtail's own signals come after the commit, where a crash would lose them; Django's come
    inside it.
    """
    pre_save.connect(_address_changed, dispatch_uid="search")
    for model in PAGE_BUILDERS:
        post_save.connect(_page_changed, sender=model, dispatch_uid="search")
        post_delete.connect(_page_changed, sender=model, dispatch_uid="search")
    for model in (LearningTopic, PostTopic):
        post_delete.connect(_page_topic_gone, sender=model, dispatch_uid="search")
    for signal in (post_save, post_delete):
        for model, receiver in _RECEIVERS.items():
            signal.connect(receiver, sender=model, dispatch_uid="search")


def _page_changed(
    instance: Page, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """Update a page that is created, published, unpublished or deleted; ignore a saved draft."""
    if update_fields is None or "latest_revision" not in update_fields:
        enqueue_update(page_item(instance))


def _address_changed(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Update a page that moves or gets another slug, and its descendants."""
    if isinstance(instance, Page) and instance.pk:
        before = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True).first()
        if before not in (None, instance.url_path):
            enqueue_update(f"tree:{instance.pk}")


def _restriction_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    enqueue_update(f"tree:{instance.page_id}")


def _resource_changed(instance: Resource, **kwargs: Any) -> None:
    enqueue_update(resource_item(instance.pk))


def _resource_topic_changed(instance: ResourceTopic, **kwargs: Any) -> None:
    enqueue_update(resource_item(instance.content_object_id))


def _event_changed(instance: Event, **kwargs: Any) -> None:
    enqueue_update(f"event:{instance.pk}")


def _event_part_changed(instance: EventSession | EventRole, **kwargs: Any) -> None:
    enqueue_update(f"event:{instance.event_id}")


def _event_topic_changed(instance: EventTopic, **kwargs: Any) -> None:
    enqueue_update(f"event:{instance.content_object_id}")


def _page_topic_gone(instance: LearningTopic | PostTopic, **kwargs: Any) -> None:
    """Update the page of a topic that is deleted."""
    enqueue_update(f"tree:{instance.content_object_id}")


def _named_thing_changed(
    sender: type[Model], instance: Model, created: bool = False, **kwargs: Any
) -> None:
    """Update what mentions the object; nothing mentions a new one yet."""
    if not created:
        enqueue_update(f"{sender._meta.model_name}:{instance.pk}")


_RECEIVERS: dict[type[Model], Callable[..., None]] = {
    PageViewRestriction: _restriction_changed,
    Resource: _resource_changed,
    ResourceTopic: _resource_topic_changed,
    Event: _event_changed,
    EventSession: _event_part_changed,
    EventRole: _event_part_changed,
    EventTopic: _event_topic_changed,
    Venue: _named_thing_changed,
    Topic: _named_thing_changed,
    Organisation: _named_thing_changed,
    Contributor: _named_thing_changed,
}
