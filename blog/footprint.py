"""The posts about an event, for what it left behind."""

from blog.models import BlogPage
from events import footprint

footprint.keep("posts", lambda language: BlogPage.objects.live().in_language(language))
