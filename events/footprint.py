"""The footprint of an event: what it left behind, registered by the apps that keep it.

The programme counts the posts of an event, although events may not import posts; a thank-you e-mail
lists its slides, although registration may not import resources. The app that keeps them registers
functions when it is loaded.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import ngettext_lazy

from events.models import Event, Photograph, Recording
from gpx_site.i18n.bilingual import active_language

#: The kinds, in the order in which they are shown. A name is also an anchor on the event's page.
WORDS = {
    "recordings": ngettext_lazy(
        "%(n)s recording with subtitles", "%(n)s recordings with subtitles", "n"
    ),
    "slides": ngettext_lazy("%(n)s set of slides", "%(n)s sets of slides", "n"),
    "resources": ngettext_lazy("%(n)s resource", "%(n)s resources", "n"),
    "photographs": ngettext_lazy("%(n)s photograph", "%(n)s photographs", "n"),
    "evaluation": ngettext_lazy("%(n)s published evaluation", "%(n)s published evaluations", "n"),
    "posts": ngettext_lazy("%(posts)s post", "%(posts)s posts", "posts"),
}


@dataclass(frozen=True)
class Trace:
    """How much of one kind an event left, in words; ``place`` is the anchor on its page."""

    place: str
    words: str


#: The rows of a kind that the public may see in a language.
Rows = Callable[[str], QuerySet[Any]]
_rows: dict[str, tuple[Rows, str]] = {}


def keep(kind: str, rows: Rows, *, event: str = "event") -> None:
    """Register the ``rows`` of a kind, which name their event in the field ``event``."""
    _rows[kind] = (rows, event)


keep("recordings", lambda _language: Recording.objects.public(), event="session__event")
keep("photographs", lambda _language: Photograph.objects.all())


def traces(counts: dict[str, int]) -> list[Trace]:
    """Return ``counts`` by kind in words of the active language, leaving out zeros."""
    found = ((kind, counts.get(kind) or 0) for kind in WORDS)
    return [Trace(kind, str(WORDS[kind] % {"n": n, "posts": n})) for kind, n in found if n]


def footprints(events: Collection[int]) -> dict[int, list[Trace]]:
    """Return what each event left behind in the active language, by its key, in one query."""
    if not events:
        return {}
    kinds = {
        f"{kind}_left": _count(rows(active_language()), event)
        for kind, (rows, event) in _rows.items()
    }
    found = Event.objects.filter(pk__in=events).order_by().values("pk", **kinds)
    return {row["pk"]: traces({kind: row[f"{kind}_left"] for kind in _rows}) for row in found}


def _count(rows: QuerySet[Any], event: str) -> Subquery:
    """Return the subquery that counts the ``rows`` of an event; null where it has none."""
    own = rows.filter(**{event: OuterRef("pk")}).order_by().values(event)
    return Subquery(own.annotate(left=Count("pk")).values("left"))


@dataclass(frozen=True)
class Slides:
    """Slides under the title of the active language."""

    title: str
    url: str


Source = Callable[[Event], Iterable[Slides]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a function that lists the slides of an event in the active language."""
    _sources.append(function)
    return function


def slides_of(event: Event) -> list[Slides]:
    """Return the slides of ``event`` that are shared."""
    return [slides for each in _sources for slides in each(event)]
