"""Resources and topics in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from gpx_site.core.models import Topic
from resources.models import Resource


class ResourceViewSet(SnippetViewSet):
    """Reports, slides, recordings, podcasts, data sets and links."""

    model = Resource
    icon = "link"
    menu_label = _("Resources")
    list_display = ["title", "kind", "organisation", "source_language", "published_on"]
    list_filter = ["kind", "source_language", "organisation", "event", "year"]
    list_per_page = 50
    search_fields = ["title_en", "title_cy", "summary_en", "summary_cy", "url"]
    ordering = ["-published_on", "-id"]
    list_export = [
        "kind",
        "title_en",
        "title_cy",
        "url",
        "source_language",
        "organisation",
        "year",
        "published_on",
    ]

    def get_queryset(self, request):
        """Read the organisations along with the rows."""
        return Resource.objects.select_related("organisation")


class TopicViewSet(SnippetViewSet):
    """The vocabulary that everything is tagged with."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["name", "name_cy", "slug"]
    search_fields = ["name", "name_cy"]
    ordering = ["name"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("name_cy"), FieldPanel("slug_cy")]),
    ]


class ResourceGroup(SnippetViewSetGroup):
    """The menu's entry for what is shared."""

    items = (ResourceViewSet, TopicViewSet)
    menu_label = _("Resources")
    menu_icon = "folder-open-inverse"
    menu_order = 250
