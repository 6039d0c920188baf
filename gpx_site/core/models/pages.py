"""What every page of the site has."""

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

#: The site's key, the origin and the path; the last two are None where no page is served.
UrlParts = tuple[int, str | None, str | None]
ALLOWED_UNTRANSLATED = Q(pair_exception__isnull=False)


class BasePage(Page):
    """A page in one language whose twin, sharing its ``translation_key``, is the other."""

    base_form_class = PageForm
    copy_form_class = PageCopyForm
    #: Whether the text is by others, so that no twin need be ready before it is published.
    is_by_others = False
    #: Foreign keys that are fetched together with a page that is asked for by its address.
    served_with: tuple[str, ...] = ()
    #: Known where the page was found by its address: no restriction lies on it or above it.
    is_open = False
    #: Whether it may be live without its twin, which asking for ``other`` finds out.
    allowed_untranslated = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Refuse an alias, which goes live with its source and leaves its own twin behind.

        An alias in the other language would show the wrong words as well.
        """
        if self.alias_of_id:
            raise ValidationError(_("A page needs its own words; it cannot be an alias."))
        super().save(*args, **options)

    @cached_property
    def other(self) -> "Page | None":
        """The page in the other language, live or not.

        Of both it is noted, as ``allowed_untranslated``, whether they may be live by themselves.
        """
        versions = self.get_translations(inclusive=True).annotate(
            allowed_untranslated=ALLOWED_UNTRANSLATED
        )
        other = None
        for page in versions.select_related("locale"):
            if page.pk == self.pk:
                self.allowed_untranslated = page.allowed_untranslated
                self.locale = page.locale  # which is asked for next, and came in the same query
            else:
                other = page
        return other

    @property
    def live_translation(self) -> "Page | None":
        """The live page in the other language, or None."""
        other = self.other
        return other if other and other.live else None

    @property
    def translation_or_fallback(self) -> "Page | None":
        """Where a reader of the other language finds this page, or None.

        The live twin; or, where this page went alone, its twin's draft, a stand-in at whose
        address the words of this page are shown.
        """
        other = self.other
        return (
            other if other and (other.live or (self.live and self.allowed_untranslated)) else None
        )

    @property
    def fallback_for(self) -> "Page | None":
        """The live page whose words are shown at the address of this draft, or None."""
        other = self.other
        alone = other and other.live and other.allowed_untranslated
        return other if alone and not self.live else None

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Route as Wagtail does; a stand-in answers with the page whose place it takes."""
        if not path_components and not self.live and self.fallback_for:
            page_request(request).fallback_page = self
            page = type(self).objects.select_related("locale").get(pk=self.fallback_for.pk)
            page.other, page.allowed_untranslated = self, True
            return page.route(request, [])
        return super().route(request, path_components)

    def get_url_parts(self, request: HttpRequest | None = None) -> UrlParts | None:
        """The address as Wagtail makes it, with the host of the page's language."""
        parts: UrlParts | None = super().get_url_parts(request)
        path = parts[2] if parts else None
        language = get_language_from_path(path) if path else None
        return (parts[0], language_hosts.origin(language), path) if parts and language else parts

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Who alone may read it; asks nothing where the way here has shown that all may."""
        restrictions: models.QuerySet[PageViewRestriction] = (
            PageViewRestriction.objects.none() if self.is_open else super().get_view_restrictions()
        )
        return restrictions

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the base template shows around every page."""
        page_request(request).page = self
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context

    @property
    def meta_description(self) -> str:
        """One sentence for search engines and shared links."""
        return self.search_description or getattr(self, "standfirst", "")


class PictureMixin(models.Model):
    """The picture that a page is shown with, described in the language of the page."""

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
