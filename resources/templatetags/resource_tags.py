"""Template tags of resources."""

from django import template

from events.models import Event
from resources.models import Resource

register = template.Library()


@register.simple_tag
def resources_of(event: Event) -> dict[str, list[Resource]]:
    """Return the resources of an event: ``slides``, and the ``others``."""
    left = list(Resource.objects.of_event(event).for_listing())
    return {
        "slides": [each for each in left if each.kind == Resource.Kind.SLIDES],
        "others": [each for each in left if each.kind != Resource.Kind.SLIDES],
    }
