"""What an event left behind, said by the apps that keep it.

A thank-you letter lists the slides, although registration may not know where slides are kept. The
app that keeps them registers a function when it is loaded, as ``resources`` does.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from events.models import Event


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
    """The slides of ``event`` that have been shared so far."""
    return [slides for each in _sources for slides in each(event)]
