"""The values of the facets and their names in the active language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.models import Venue
from gpx_site.core.models import Organisation, Topic
from gpx_site.core.models.people import Sector
from gpx_site.i18n.bilingual import active_language
from gpx_site.i18n.collation import sort_key
from resources.models import LearningPage, Resource
from search.engines.base import FacetCount

TYPES: dict[str, str | Promise] = {
    "post": gettext_lazy("Post"),
    "event": gettext_lazy("Event"),
    **dict(LearningPage.Kind.choices),
    **dict(Resource.Kind.choices),
}
LEGENDS = {
    "type": gettext_lazy("Kind"),
    "topic": gettext_lazy("Topic"),
    "sector": gettext_lazy("Sector"),
    "organisation": gettext_lazy("Organisation"),
    "place": gettext_lazy("Place"),
    "year": gettext_lazy("Year"),
    "item_language": gettext_lazy("Language"),
}
LANGUAGES: dict[str, str | Promise] = {
    "en": pgettext_lazy("language of an item", "English"),
    "cy": pgettext_lazy("language of an item", "Welsh"),
}


@dataclass(frozen=True)
class FacetValue:
    """A value that a reader may filter by."""

    value: str
    label: str
    count: int


class Vocabulary:
    """Look up names; read each table at most once."""

    @cached_property
    def _topics(self) -> dict[str, str]:
        return {topic.slug: topic.label for topic in Topic.objects.all()}

    @cached_property
    def _organisations(self) -> dict[str, str]:
        return {each.slug: each.name for each in Organisation.objects.all()}

    @cached_property
    def _places(self) -> dict[str, str]:
        return {slugify(venue.town_en): venue.town for venue in Venue.objects.all()}

    def label(self, facet: str, value: str) -> str:
        """Return the name of ``value`` of ``facet``; an empty string if there is no such value."""
        if facet == "year":
            return value if value.isascii() and value.isdecimal() and len(value) == 4 else ""
        return str(self._names(facet).get(value, ""))

    def _names(self, facet: str) -> Mapping[str, str | Promise]:
        match facet:
            case "type":
                return TYPES
            case "sector":
                return dict(Sector.choices)
            case "item_language":
                return LANGUAGES
            case "topic":
                return self._topics
            case "organisation":
                return self._organisations
        return self._places

    def values(self, facet: str, counts: Iterable[FacetCount]) -> list[FacetValue]:
        """Name the counted values: years newest first, the rest the most frequent first."""
        named = (FacetValue(row.value, self.label(facet, row.value), row.count) for row in counts)
        known = [value for value in named if value.label]
        if facet == "year":
            return sorted(known, key=lambda value: value.value, reverse=True)
        language = active_language()
        return sorted(known, key=lambda value: (-value.count, sort_key(value.label, language)))
