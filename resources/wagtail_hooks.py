"""What the resources app adds to the admin."""

from wagtail.snippets.models import register_snippet

from resources.viewsets import ResourceGroup

register_snippet(ResourceGroup)
