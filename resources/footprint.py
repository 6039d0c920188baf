"""The slides and other resources of an event, for its footprint."""

from collections.abc import Iterator

from events import footprint
from events.models import Event
from resources.models import Resource

footprint.keep("slides", lambda _language: Resource.objects.of_kind(Resource.Kind.SLIDES))
footprint.keep("resources", lambda _language: Resource.objects.exclude(kind=Resource.Kind.SLIDES))


@footprint.source
def slides(event: Event) -> Iterator[footprint.Slides]:
    """Slides of the event, in the order in which they were shared."""
    kept = Resource.objects.of_event(event).of_kind(Resource.Kind.SLIDES)
    return (footprint.Slides(resource.title, resource.url) for resource in kept)
