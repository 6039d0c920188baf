"""The words of an event, one page per language, and the programme that lists them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from events.models.facts import Event
from gpx_site.core.models import BasePage
from gpx_site.core.subroutes import SubrouteMixin

PLAIN_TEXT = ["h3", "bold", "italic", "ul", "ol", "link", "document-link"]


class EventIndexPage(SubrouteMixin, BasePage):
    """The programme."""

    standfirst = models.TextField(_("standfirst"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("standfirst")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]
    max_count_per_parent = 1
    template = "events/event_index_page.html"

    class Meta:
        verbose_name = _("events page")
        verbose_name_plural = _("events pages")


class EventPage(SubrouteMixin, BasePage):
    """An event in the words of one language; its facts hang on ``event``, which both share."""

    event = models.ForeignKey(
        Event, verbose_name=_("event"), related_name="pages", on_delete=models.PROTECT
    )
    standfirst = models.TextField(
        _("standfirst"), max_length=300, help_text=_("One or two sentences.")
    )
    aim = RichTextField(_("aim"), features=PLAIN_TEXT)
    covers = RichTextField(_("what will be covered"), features=PLAIN_TEXT, blank=True)
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    image_alt = models.CharField(
        _("alternative text"),
        max_length=200,
        blank=True,
        help_text=_("What the picture shows; leave empty if it is decoration."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("event"),
        FieldPanel("standfirst"),
        FieldPanel("aim"),
        FieldPanel("covers"),
        FieldPanel("image"),
        FieldPanel("image_alt"),
    ]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    template = "events/event_page.html"

    class Meta:
        verbose_name = _("event page")
        verbose_name_plural = _("event pages")
