"""Posts, their series and authors; one page per language."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import Resolver404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail_localize.fields import SynchronizedField

from blog.blocks import PostBody
from blog.models.reblogs import Reblog
from blog.models.series import Part, Series
from blog.prefetch import prefetch
from blog.querysets import BlogPageQuerySet
from events.models import Event, EventPage
from gpx_site.core.models import BasePage, Contributor, PictureMixin, Topic
from gpx_site.routing.sub_urls import SubURLMixin
from gpx_site.safe_http.urls import MAX_LENGTH


class PostAuthor(Orderable):
    """One author of a post."""

    page = ParentalKey("blog.BlogPage", related_name="bylines", on_delete=models.CASCADE)
    contributor = models.ForeignKey(
        Contributor,
        verbose_name=_("author"),
        related_name="bylines",
        on_delete=models.PROTECT,
    )

    panels = [FieldPanel("contributor")]

    class Meta(Orderable.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint(fields=["page", "contributor"], name="author_once_per_post")
        ]

    def __str__(self) -> str:
        return str(self.contributor)


class PostTopic(ItemBase):
    """A topic of a post."""

    tag = models.ForeignKey(Topic, related_name="post_items", on_delete=models.CASCADE)
    content_object = ParentalKey(
        "blog.BlogPage", related_name="topic_items", on_delete=models.CASCADE
    )


class BlogIndexPage(SubURLMixin, BasePage):
    """The blog: all posts; ``blog.archive_views`` serves those of a month, a topic, an author."""

    POSTS_PER_PAGE = 10

    standfirst = models.TextField(_("standfirst"), max_length=300, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("standfirst")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["blog.BlogPage"]
    max_count_per_parent = 1
    template = "blog/blog_index_page.html"

    class Meta:
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")

    @path("")
    def index_route(self, request: HttpRequest) -> HttpResponseBase:
        """All posts; an archive's old address, a query string, leads to its own."""
        url = self.archive_url(request.GET.get("topic", ""), request.GET.get("month", ""))
        if not url:
            response: HttpResponseBase = super().index_route(request)
            return response
        query = request.GET.copy()
        for name in ("topic", "month"):
            query.pop(name, None)
        return HttpResponsePermanentRedirect(f"{url}?{query.urlencode()}" if query else url)

    def archive_url(self, topic: str, month: str) -> str:
        """The address of the posts of a topic (its slug) or else of a month (``"2026-05"``).

        Empty where neither is given; raises Http404 where there is no such topic or month.
        """
        if topic:
            # PostgreSQL takes no NUL, which an address may carry.
            found = Topic.objects.filter(slug=topic).first() if topic.isprintable() else None
            if found is None:
                raise Http404
            return self.sub_url("topic", slug=found.slugs[self.locale.language_code])
        if not month:
            return ""
        try:
            first = dt.date.fromisoformat(f"{month}-01")
        except ValueError as error:
            raise Http404 from error
        return self.sub_url("month", year=first.year, month=first.month)

    @classmethod
    def answers(cls, slug: str) -> bool:
        """Whether the blog itself answers at what would be the address of a post."""
        try:
            cls.get_resolver().resolve(f"/{slug}/")
        except Resolver404:
            return False
        return True

    @property
    def posts(self) -> BlogPageQuerySet:
        """The blog's live posts, newest first."""
        posts: BlogPageQuerySet = BlogPage.objects.child_of(self).newest()
        return posts

    def months(self) -> "QuerySet[BlogPage, dict[str, Any]]":
        """Return the months that have posts, newest first, as ``{"month", "posts"}``."""
        counted = self.posts.order_by().annotate(month=TruncMonth("date")).values("month")
        months: QuerySet[BlogPage, dict[str, Any]] = counted.annotate(posts=Count("pk")).order_by(
            "-month"
        )
        return months

    def topics(self) -> QuerySet[Topic]:
        """Return the topics of the blog's posts, most used first, each with ``posts``."""
        used = Q(post_items__content_object__in=self.posts.order_by())
        counted = Topic.objects.annotate(posts=Count("post_items", filter=used))
        topics: QuerySet[Topic] = counted.filter(posts__gt=0)
        return topics.order_by("-posts", *Topic._meta.ordering)

    def all_series(self) -> QuerySet[Series]:
        """Return the series that have posts here, the one with the latest post first."""
        here = Q(posts__in=self.posts.order_by())
        latest = Series.objects.annotate(latest=Max("posts__date", filter=here))
        return latest.exclude(latest=None).order_by("-latest", "pk")

    def get_context(
        self, request: HttpRequest, *args: Any, posts: BlogPageQuerySet | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Add a page of ``posts``, by default of all, and the topics, months and series."""
        posts = self.posts if posts is None else posts
        paginator = Paginator(posts.for_cards(), self.POSTS_PER_PAGE)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "posts": paginator.get_page(request.GET.get("page")),
            "topics": self.topics(),
            "months": self.months(),
            "all_series": self.all_series(),
        }


class BlogPage(SubURLMixin, PictureMixin, BasePage):
    """A post, or the reblog of another organisation's post, in one language."""

    class OriginalLanguage(models.TextChoices):
        """The language of a reblogged post, marked for screen readers."""

        ENGLISH = "en", _("English")
        WELSH = "cy", _("Welsh")

    RELATED = 3

    standfirst = models.TextField(
        _("standfirst"), max_length=300, help_text=_("One or two sentences.")
    )
    date = models.DateField(_("date of publication"), default=timezone.localdate, db_index=True)
    image_caption = models.CharField(_("caption"), max_length=250, blank=True)
    body = StreamField(PostBody(), verbose_name=_("text"))
    topics = ClusterTaggableManager(through=PostTopic, blank=True, verbose_name=_("topics"))
    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        null=True,
        blank=True,
        related_name="posts",
        on_delete=models.PROTECT,
    )
    series_part = models.PositiveSmallIntegerField(_("part"), null=True, blank=True)
    event = models.ForeignKey(
        Event,
        verbose_name=_("event"),
        null=True,
        blank=True,
        related_name="posts",
        on_delete=models.SET_NULL,
        help_text=_("The event that the post announces or looks back on."),
    )
    original_url = models.URLField(
        _("address of the original post"), max_length=MAX_LENGTH, blank=True
    )
    original_site = models.CharField(_("name of the other site"), max_length=120, blank=True)
    original_author = models.CharField(_("author of the original"), max_length=120, blank=True)
    original_title = models.CharField(_("title of the original"), max_length=200, blank=True)
    original_language = models.CharField(
        _("language of the original"),
        max_length=2,
        choices=OriginalLanguage,
        default=OriginalLanguage.ENGLISH,
    )
    original_opening = models.TextField(
        _("opening words of the original"), max_length=1500, blank=True
    )
    words_remaining = models.PositiveIntegerField(_("words left to read there"), default=0)

    objects = PageManager.from_queryset(BlogPageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("date"),
        InlinePanel("bylines", heading=_("Authors"), label=_("Author")),
        MultiFieldPanel(
            [*PictureMixin.picture_panels, FieldPanel("image_caption")],
            heading=_("Picture"),
        ),
        FieldPanel("body"),
        FieldPanel("topics"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("series"), FieldPanel("series_part")])],
            heading=_("Series"),
        ),
        FieldPanel("event"),
        MultiFieldPanel(
            [
                FieldPanel("original_url"),
                FieldPanel("original_site"),
                FieldPanel("original_author"),
                FieldPanel("original_title"),
                FieldPanel("original_language"),
                FieldPanel("original_opening"),
                FieldPanel("words_remaining"),
            ],
            heading=_("Reblog of another site’s post"),
            classname="collapsed",
        ),
    ]
    # These are the same in both languages; another site's text is not translated.
    override_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in (
            "date",
            "bylines",
            "topic_items",
            "series",
            "series_part",
            "event",
            "original_url",
            "original_site",
            "original_author",
            "original_title",
            "original_language",
            "original_opening",
            "words_remaining",
        )
    ]
    parent_page_types = ["blog.BlogIndexPage"]
    subpage_types: list[str] = []
    template = "blog/blog_page.html"
    served_with = ("event", "image", "series")

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                name="post_in_a_series_has_a_part",
                condition=Q(series=None, series_part=None)
                | Q(series__isnull=False, series_part__isnull=False, series_part__gte=1),
                violation_error_message=_("Give both the series and the part, or neither."),
            ),
            models.CheckConstraint(
                name="reblog_names_its_original",
                condition=Q(original_url="") | ~Q(original_title="") & ~Q(original_site=""),
                violation_error_message=_("Name the original post and its site."),
            ),
        ]

    def clean(self) -> None:
        """Refuse a second post as the same part of a series, and an address of the archives."""
        super().clean()
        if BlogIndexPage.answers(self.slug):
            raise ValidationError({"slug": _("The blog itself uses this address. Change it.")})
        same = BlogPage.objects.filter(
            series=self.series_id, series_part=self.series_part, locale=self.locale_id
        )
        if self.series_id and self.series_part and same.exclude(pk=self.pk).exists():
            raise ValidationError({"series_part": _("Another post is already this part.")})

    @property
    def is_reblog(self) -> bool:
        """Whether it passes on another site's post."""
        return bool(self.original_url)

    #: Read by the publishing policy, which then needs no translation.
    is_by_others = is_reblog

    @cached_property
    def original(self) -> Reblog | None:
        """What is known of the post that it passes on: its licence, and whether it is gone."""
        return Reblog.objects.filter(url=self.original_url).first() if self.is_reblog else None

    @cached_property
    def authors(self) -> list[Contributor]:
        """The authors, in order."""
        return [byline.contributor for byline in self.bylines.all()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the authors, the topics, the event's page, and what to read next."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        prefetch(self)
        return context | {"related": self.related}

    @cached_property
    def related(self) -> list["BlogPage"]:
        """What to read next."""
        return self._around[0]

    @cached_property
    def _around(self) -> tuple[list["BlogPage"], list["BlogPage"]]:
        """The posts to read next, and the parts of its own series."""
        around: tuple[list[BlogPage], list[BlogPage]] = BlogPage.objects.around(
            self, self.topic_list, self.RELATED
        )
        return around

    @cached_property
    def topic_list(self) -> list[Topic]:
        """The topics, in the order in which they were given."""
        return list(self.topics.all())

    @cached_property
    def event_page(self) -> EventPage | None:
        """The live page of its event in its language, with the event's next session."""
        if not self.event_id:
            return None
        pages = EventPage.objects.live().filter(event=self.event_id, locale=self.locale_id)
        page: EventPage | None = pages.with_next_session().first()
        return page

    @cached_property
    def series_parts(self) -> list[Part]:
        """All parts of its series, in order."""
        return self.series.parts(self._around[1]) if self.series else []
