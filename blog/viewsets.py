"""Series of posts in the staff admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from blog.models import Series
from gpx_site.admin.viewsets import MenuOrder, paired


class SeriesViewSet(SnippetViewSet):
    """Series of posts."""

    model = Series
    icon = "list-ol"
    add_to_admin_menu = True
    menu_label = _("Series of posts")
    menu_order = MenuOrder.BLOG
    list_display = ["__str__", "slug", "slug_cy"]
    list_per_page = 50
    search_fields = ["title_en", "title_cy"]
    panels = [
        paired("title"),
        paired("description"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("slug_cy")]),
        FieldPanel("coming"),
    ]
