"""What every page of the site has."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction, Revision

from gpx_site.core.page_form import PageForm


class BasePage(Page):
    """A page in one language whose twin, sharing its ``translation_key``, is the other."""

    base_form_class = PageForm
    #: Foreign keys that are fetched together with a page that is asked for by its address.
    served_with: tuple[str, ...] = ()
    #: Known where the page was found by its address: no restriction lies on it or above it.
    is_open = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Refuse an alias of the other language's page, which would show the wrong words live."""
        if self.alias_of_id and self.alias_of.locale_id != self.locale_id:
            raise ValidationError(
                _("A page in the other language needs its own words; it cannot be an alias.")
            )
        super().save(*args, **options)

    def publish(self, revision: Revision, user: Any = None, **options: Any) -> None:
        """Publish ``revision`` together with the twin; raise ``PairNotReady`` until it is ready.

        The editor, the schedule, bulk publishing and the shell all come through here.
        """
        from gpx_site.core import pairs  # the services read the models

        pairs.publish(page=self, revision=revision, user=user, **options)

    @cached_property
    def twin(self) -> "Page | None":
        """The live page in the other language, or None."""
        versions = self.get_translations(inclusive=True).select_related("locale")
        twin = None
        for page in versions:
            if page.pk == self.pk:
                self.locale = page.locale  # which is asked for next, and came in the same query
            elif page.live:
                twin = page
        return twin

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Who alone may read it; asks nothing where the way here has shown that all may."""
        restrictions = PageViewRestriction.objects.none()
        return restrictions if self.is_open else super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add what the base template shows around every page."""
        request.page = self
        return super().get_context(request, *args, **kwargs)

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
