"""Photographs of an event, which are part of what it leaves behind."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.images import get_image_model_string
from wagtail.models import Orderable

from events.models.event import Event, in_both_or_neither
from gpx_site.i18n.bilingual import BilingualText


class PhotographQuerySet(models.QuerySet["Photograph"]):
    """Reads of photographs."""

    def for_page(self) -> Self:
        """Return the photographs with their images fetched."""
        return self.select_related("image")


class Photograph(Orderable):
    """A photograph of an event, described in both languages."""

    event = ParentalKey(
        Event, verbose_name=_("event"), related_name="photographs", on_delete=models.CASCADE
    )
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture"),
        related_name="+",
        on_delete=models.CASCADE,
        help_text=_("People who can be recognised must have agreed to its publication."),
    )
    alt_en = models.CharField(
        _("alternative text in English"), max_length=200, help_text=_("What the picture shows.")
    )
    alt_cy = models.CharField(
        _("alternative text in Welsh"), max_length=200, help_text=_("What the picture shows.")
    )
    caption_en = models.CharField(_("caption in English"), max_length=200, blank=True)
    caption_cy = models.CharField(_("caption in Welsh"), max_length=200, blank=True)

    alt = BilingualText()
    caption = BilingualText()

    objects = PhotographQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        constraints = [
            models.CheckConstraint(
                name="photograph_caption_in_both_languages",
                condition=in_both_or_neither("caption"),
                violation_error_message=_("Give the caption in both languages."),
            )
        ]

    def __str__(self) -> str:
        return self.alt
