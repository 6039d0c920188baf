"""Topics: one vocabulary with a name in each language."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from gpx_site.i18n.bilingual import BilingualText
from gpx_site.i18n.collation import Alphabetical


class Topic(TagBase):
    """A taggit tag named in both languages; ``name`` and ``slug`` are the English ones."""

    free_tagging = False

    name_cy = models.CharField(_("name in Welsh"), max_length=100, unique=True)
    slug_cy = models.SlugField(_("slug in Welsh"), max_length=100, unique=True)

    label = BilingualText()

    class Meta:
        ordering = [Alphabetical("name", "name_cy")]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.label

    @property
    def label_en(self) -> str:
        """Return the English name, as the paired field ``label``."""
        name: str = self.name
        return name

    @property
    def label_cy(self) -> str:
        """Return the Welsh name, as the paired field ``label``."""
        return self.name_cy

    @property
    def slugs(self) -> dict[str, str]:
        """Return the slug in each language."""
        return {"en": self.slug, "cy": self.slug_cy}

    def get_search_url(self) -> str:
        """Return the URL of the search for this topic, in the active language."""
        return f"{reverse('search')}?topic={self.slug}"
