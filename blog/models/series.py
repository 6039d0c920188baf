"""Series of posts; ``blog.models`` shows the table to Django."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from gpx_site.i18n.bilingual import BilingualText, active_language
from gpx_site.i18n.collation import Alphabetical

if TYPE_CHECKING:
    from blog.models import BlogPage


class ComingPart(blocks.StructBlock):
    """A part that is announced before it is published, named in both languages."""

    part = blocks.IntegerBlock(label=_("Part"), min_value=1)
    title_en = blocks.CharBlock(label=_("Title in English"), max_length=200)
    title_cy = blocks.CharBlock(label=_("Title in Welsh"), max_length=200)
    expected_on = blocks.DateBlock(
        label=_("Expected on"),
        required=False,
        help_text=_("Shown until that day. Leave empty if it is not known."),
    )

    class Meta:
        icon = "calendar-alt"
        label = _("Part to come")
        preview_value = {"part": 2, "title_en": "What next?", "title_cy": "Beth nesaf?"}
        description = _("A part that readers may look forward to.")


class ComingParts(blocks.StreamBlock):
    """The parts of a series that are announced."""

    part = ComingPart()


@dataclass(frozen=True)
class Part:
    """One part of a series: a post, or what is known of one that is still to come."""

    number: int
    title: str = ""
    post: "BlogPage | None" = None
    expected_on: dt.date | None = None


class Series(models.Model):
    """Posts that belong together, in order."""

    slug = models.SlugField(_("slug in English"), max_length=120, unique=True)
    slug_cy = models.SlugField(_("slug in Welsh"), max_length=120, unique=True)
    title_en = models.CharField(_("title in English"), max_length=120)
    title_cy = models.CharField(_("title in Welsh"), max_length=120)
    description_en = models.TextField(_("description in English"), blank=True)
    description_cy = models.TextField(_("description in Welsh"), blank=True)
    coming = StreamField(
        ComingParts(),
        verbose_name=_("parts to come"),
        blank=True,
        help_text=_("A part gives way to its post when that is published."),
    )

    title = BilingualText()
    description = BilingualText()

    class Meta:
        ordering = [Alphabetical("title_en", "title_cy")]
        verbose_name = _("series")
        verbose_name_plural = _("series of posts")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse to announce the same part twice."""
        super().clean()
        parts = [child.value["part"] for child in self.coming]
        if len(set(parts)) < len(parts):
            raise ValidationError({"coming": _("A part is announced twice.")})

    @property
    def slugs(self) -> dict[str, str]:
        """The slug in each language."""
        return {"en": self.slug, "cy": self.slug_cy}

    def parts(self, posts: "Iterable[BlogPage]") -> list[Part]:
        """All parts in order: those of ``posts`` (live, in one language), those announced, and
        those left out between them, which are still to come as well."""
        published = {post.series_part: post for post in posts}
        announced = {child.value["part"]: child.value for child in self.coming}
        last = max([0, *published, *announced])
        return [
            Part(number, published[number].title, published[number])
            if number in published
            else _coming(number, announced.get(number))
            for number in range(1, last + 1)
        ]


def _coming(number: int, announced: blocks.StructValue | None) -> Part:
    """A part that is not published; a date that has passed is no promise any more."""
    if announced is None:
        return Part(number)
    expected_on = announced["expected_on"]
    late = expected_on is not None and expected_on < timezone.localdate()
    title = announced[f"title_{active_language()}"]
    return Part(number, title, expected_on=None if late else expected_on)
