"""Resources in the staff admin."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from gpx_site.admin.exports import SafeExportMixin
from gpx_site.admin.viewsets import MenuOrder, paired
from resources.models import Resource


class ResourceIndexView(SafeExportMixin, IndexView):
    """The list of resources; its downloads run no formula."""


class ResourceViewSet(SnippetViewSet):
    """Reports, slides, recordings, podcasts, data sets and links."""

    model = Resource
    index_view_class = ResourceIndexView
    icon = "link"
    add_to_admin_menu = True
    menu_label = _("Resources")
    menu_order = MenuOrder.RESOURCES
    list_display = ["__str__", "kind", "organisation", "source_language", "published_on"]
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
    panels = [
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("url"), FieldPanel("source_language")],
            heading=_("The resource"),
        ),
        paired("title"),
        paired("summary"),
        MultiFieldPanel(
            [
                FieldPanel("organisation"),
                FieldPanel("event"),
                FieldPanel("topics"),
                FieldRowPanel([FieldPanel("year"), FieldPanel("published_on")]),
            ],
            heading=_("About it"),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resource]:
        """Read the organisations along with the rows."""
        return Resource.objects.select_related("organisation")
