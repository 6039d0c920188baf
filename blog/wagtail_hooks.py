"""The blog's records in the staff admin."""

from wagtail.snippets.models import register_snippet

from blog.viewsets import SeriesViewSet

register_snippet(SeriesViewSet)
