"""Resources in the staff admin."""

from wagtail.snippets.models import register_snippet

from resources.viewsets import ResourceViewSet

register_snippet(ResourceViewSet)
