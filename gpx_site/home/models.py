"""The front page and the standing pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from gpx_site.core.models import BasePage, PictureMixin, Topic

STANDARD_TEXT = ["h2", "h3", "bold", "italic", "ul", "ol", "link", "document-link"]


class HomePage(PictureMixin, BasePage):
    """The front page of one language."""

    strapline = models.CharField(_("strapline"), max_length=150)
    standfirst = models.TextField(_("standfirst"), max_length=400)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("strapline"),
        FieldPanel("standfirst"),
        MultiFieldPanel(PictureMixin.picture_panels, heading=_("Picture")),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "blog.BlogIndexPage",
        "events.EventIndexPage",
        "resources.ResourceIndexPage",
        "home.StandardPage",
    ]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the topics; the template fetches the sections."""
        return super().get_context(request, *args, **kwargs) | {"topics": Topic.objects.all()}


class StandardPage(BasePage):
    """A page of plain text: privacy, accessibility, cookies, contact."""

    standfirst = models.TextField(_("standfirst"), max_length=400, blank=True)
    body = RichTextField(_("text"), features=STANDARD_TEXT)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("body"),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
