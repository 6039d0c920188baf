"""Pages of learning, and resources: rows that link to reports, slides, recordings and others."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.managers import TaggableManager
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from events.models import Event
from gpx_site.core.models import BasePage, Organisation, PictureMixin, Topic
from gpx_site.i18n.bilingual import BilingualText, active_language, other_language
from resources.querysets import ResourceQuerySet

BODY_TEXT = ["h2", "h3", "bold", "italic", "ul", "ol", "blockquote", "link", "document-link"]
YEARS = [MinValueValidator(1990), MaxValueValidator(2100)]


def today() -> dt.date:
    """Return the date in Wales."""
    return timezone.localdate()


class ResourceTopic(ItemBase):
    """A topic of a resource."""

    tag = models.ForeignKey(Topic, related_name="resource_items", on_delete=models.CASCADE)
    content_object = models.ForeignKey(
        "resources.Resource", related_name="topic_items", on_delete=models.CASCADE
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="resource_has_a_topic_once"
            )
        ]


class Resource(models.Model):
    """A report, slides, a recording, a podcast, a data set or a link, ours or another body's.

    A title is needed only in the languages in which the resource itself exists.
    """

    class Kind(models.TextChoices):
        """What sort of thing it is."""

        REPORT = "report", _("Report")
        SLIDES = "slides", _("Slides")
        RECORDING = "recording", _("Recording")
        PODCAST = "podcast", _("Podcast")
        DATASET = "dataset", _("Data set")
        LINK = "link", _("Link")

    class SourceLanguage(models.TextChoices):
        """The language of the resource itself."""

        ENGLISH = "en", _("English")
        WELSH = "cy", _("Welsh")
        BOTH = "both", _("English and Welsh")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_cy = models.CharField(_("title in Welsh"), max_length=200, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=600, blank=True)
    summary_cy = models.TextField(_("summary in Welsh"), max_length=600, blank=True)
    url = models.URLField(_("address"), max_length=500, unique=True)
    source_language = models.CharField(
        _("language of the resource"),
        max_length=4,
        choices=SourceLanguage,
        default=SourceLanguage.BOTH,
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        related_name="resources",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    event = models.ForeignKey(
        Event,
        verbose_name=_("event"),
        related_name="resources",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("The event that it comes from, whose pages then show it."),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    published_on = models.DateField(_("shared on"), default=today, db_index=True)
    topics = TaggableManager(through=ResourceTopic, blank=True, verbose_name=_("topics"))

    title = BilingualText()
    summary = BilingualText()

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-id"]
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(
                name="resource_titled_in_its_own_language",
                condition=(Q(source_language="cy") | ~Q(title_en=""))
                & (Q(source_language="en") | ~Q(title_cy="")),
                violation_error_message=_("Give a title in each language of the resource."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Report a missing title at its own field, not above the form."""
        missing = {
            f"title_{language}": _("Give the title in this language.")
            for language in self.source_languages
            if not getattr(self, f"title_{language}").strip()
        }
        if missing:
            raise ValidationError(missing)

    @property
    def source_languages(self) -> tuple[str, ...]:
        """The languages in which the resource can be read, watched or heard."""
        return ("en", "cy") if self.source_language == "both" else (self.source_language,)

    def text_language(self, field: str, language: str) -> str:
        """The language of what a reader of ``language`` is shown of ``field``."""
        return language if getattr(self, f"{field}_{language}") else other_language(language)

    @property
    def title_language(self) -> str:
        """The language of ``title`` as it now stands, for ``lang``."""
        return self.text_language("title", active_language())

    @property
    def summary_language(self) -> str:
        """The language of ``summary`` as it now stands, for ``lang``."""
        return self.text_language("summary", active_language())

    @property
    def only_language(self) -> str:
        """``"en"`` or ``"cy"`` where the reader's own language is not on offer, else empty."""
        if active_language() in self.source_languages:
            return ""
        return self.source_language


class LearningTopic(ItemBase):
    """A topic of a page of learning."""

    tag = models.ForeignKey(Topic, related_name="learning_items", on_delete=models.CASCADE)
    content_object = ParentalKey(
        "resources.LearningPage", related_name="topic_items", on_delete=models.CASCADE
    )


class RelatedResource(Orderable):
    """A resource that a page of learning gathers or leads on to."""

    page = ParentalKey(
        "resources.LearningPage", related_name="related_resources", on_delete=models.CASCADE
    )
    resource = models.ForeignKey(
        Resource, verbose_name=_("resource"), related_name="+", on_delete=models.CASCADE
    )

    panels = [FieldPanel("resource")]


class LearningPage(PictureMixin, BasePage):
    """A case study, a toolkit, or a collection of others' work with an introduction."""

    class Kind(models.TextChoices):
        """What sort of page it is."""

        CASE_STUDY = "case_study", _("Case study")
        TOOLKIT = "toolkit", _("Toolkit")
        COLLECTION = "collection", _("Collection")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    standfirst = models.TextField(
        _("standfirst"), max_length=300, help_text=_("One or two sentences.")
    )
    body = RichTextField(_("text"), features=BODY_TEXT)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        related_name="learning_pages",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    topics = ClusterTaggableManager(through=LearningTopic, blank=True, verbose_name=_("topics"))
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    published_on = models.DateField(_("shared on"), default=today)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("standfirst"),
        FieldPanel("body"),
        MultiFieldPanel(PictureMixin.picture_panels, heading=_("Picture")),
        MultiFieldPanel(
            [
                FieldPanel("organisation"),
                FieldPanel("topics"),
                FieldPanel("year"),
                FieldPanel("published_on"),
            ],
            heading=_("About it"),
        ),
        InlinePanel("related_resources", label=_("Related resource")),
    ]
    # These are the same in both languages; only text is translated.
    override_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in (
            "kind",
            "organisation",
            "topic_items",
            "year",
            "published_on",
            "related_resources",
        )
    ]
    parent_page_types = ["resources.ResourceIndexPage"]
    subpage_types: list[str] = []
    template = "resources/learning_page.html"

    class Meta:
        verbose_name = _("page of learning")
        verbose_name_plural = _("pages of learning")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the resources that the page leads on to, in the editors' order."""
        related = Resource.objects.for_listing().filter(
            pk__in=self.related_resources.values("resource")
        )
        position = {row.resource_id: row.sort_order for row in self.related_resources.all()}
        ordered = sorted(related, key=lambda resource: position[resource.pk] or 0)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"resources": ordered}


class ResourceIndexPage(BasePage):
    """The start page of the resources: by kind, by topic, and the newest."""

    PER_PAGE = 20
    FEATURED = 4

    standfirst = models.TextField(_("standfirst"), max_length=300, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("standfirst")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["resources.LearningPage"]
    max_count_per_parent = 1
    template = "resources/resource_index_page.html"

    class Meta:
        verbose_name = _("resources page")
        verbose_name_plural = _("resources pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of the newest resources, and the newest pages of learning on the first."""
        resources = Paginator(Resource.objects.newest().for_listing(), self.PER_PAGE)
        page = resources.get_page(request.GET.get("page"))
        learning = LearningPage.objects.child_of(self).live().order_by("-published_on", "-id")
        learning = learning.select_related("organisation", "locale")
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "resources": page,
            "learning_pages": learning[: self.FEATURED] if page.number == 1 else [],
            "kinds": [*LearningPage.Kind.choices, *Resource.Kind.choices],
            "topics": Topic.objects.all(),
        }
