"""The base of every page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from gpx_site.core.page_form import PageCopyForm, PageForm
from gpx_site.core.requests import page_request
from gpx_site.i18n import language_hosts

#: The primary key of the site, the origin and the path; the last two are None for no route.
UrlParts = tuple[int, str | None, str | None]
ALLOWED_UNTRANSLATED = Q(pair_exception__isnull=False)


class BasePage(Page):
    """A page in one language; its translation has the same ``translation_key``."""

    base_form_class = PageForm
    copy_form_class = PageCopyForm
    #: Whether the text is by others, so that it may be published without a translation.
    is_by_others = False
    #: Foreign keys that are fetched with the page when it is found by its URL.
    served_with: tuple[str, ...] = ()
    #: Set when the page was found by its URL: neither it nor a page above has a restriction.
    is_open = False
    #: Whether it may be live without its translation; set by ``other``.
    allowed_untranslated = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Refuse an alias, which would go live with its source and in the wrong language."""
        if self.alias_of_id:
            raise ValidationError(_("A page needs its own words; it cannot be an alias."))
        super().save(*args, **options)

    @cached_property
    def other(self) -> "Page | None":
        """Return the page in the other language, live or not.

        The same query sets ``allowed_untranslated`` on both.
        """
        versions = self.get_translations(inclusive=True).annotate(
            allowed_untranslated=ALLOWED_UNTRANSLATED
        )
        other = None
        for page in versions.select_related("locale"):
            if page.pk == self.pk:
                self.allowed_untranslated = page.allowed_untranslated
                self.locale = page.locale  # which is needed next, and is in the same query
            else:
                other = page
        return other

    @property
    def live_translation(self) -> "Page | None":
        """Return the live page in the other language, or None."""
        other = self.other
        return other if other and other.live else None

    @property
    def translation_or_fallback(self) -> "Page | None":
        """Return the page for readers of the other language, or None.

        That is the live translation; or, if this page is allowed in one language, the draft of its
        translation, a fallback page at whose URL the text of this page is shown.
        """
        other = self.other
        return (
            other if other and (other.live or (self.live and self.allowed_untranslated)) else None
        )

    @property
    def fallback_for(self) -> "Page | None":
        """Return the live page whose text is shown at the URL of this draft, or None."""
        other = self.other
        alone = other and other.live and other.allowed_untranslated
        return other if alone and not self.live else None

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Route as Wagtail does; a fallback page is answered by its translation."""
        if not path_components and not self.live and self.fallback_for:
            page_request(request).fallback_page = self
            page = type(self).objects.select_related("locale").get(pk=self.fallback_for.pk)
            page.other, page.allowed_untranslated = self, True
            return page.route(request, [])
        return super().route(request, path_components)

    def get_url_parts(self, request: HttpRequest | None = None) -> UrlParts | None:
        """Return the URL as Wagtail does, with the host of the page's language."""
        parts: UrlParts | None = super().get_url_parts(request)
        path = parts[2] if parts else None
        language = get_language_from_path(path) if path else None
        return (parts[0], language_hosts.origin(language), path) if parts and language else parts

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Return the view restrictions, without a query if the page is known to have none."""
        restrictions: models.QuerySet[PageViewRestriction] = (
            PageViewRestriction.objects.none() if self.is_open else super().get_view_restrictions()
        )
        return restrictions

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Set the page on the request, for the base template."""
        page_request(request).page = self
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context

    @property
    def meta_description(self) -> str:
        """Return one sentence for search engines and shared links."""
        return self.search_description or getattr(self, "standfirst", "")


class PictureMixin(models.Model):
    """The picture of a page, described in the language of the page."""

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

    picture_panels = [FieldPanel("image"), FieldPanel("image_alt")]

    class Meta:
        abstract = True
