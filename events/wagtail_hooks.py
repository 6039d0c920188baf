"""Events in the staff admin's menu."""

from wagtail.snippets.models import register_snippet

from events.viewsets import EventsGroup

register_snippet(EventsGroup)
