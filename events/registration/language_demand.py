"""Count who wishes to use Welsh at a session, and whether translation must be arranged."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Q, QuerySet

from events.models import EventSession
from events.registration.states import LIVE

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Counts(TypedDict):
        """What ``with_language_demand`` counts."""

        people: int
        wishing: int

    CountedSession = WithAnnotations[EventSession, Counts]

#: At least one in ten of those invited: the standards on meetings and events, in the regulations
#: made under the Welsh Language (Wales) Measure 2011.
TRANSLATION_THRESHOLD = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class LanguageDemand:
    """How many of how many people wish to use Welsh."""

    wishing: int
    people: int

    @property
    def reaches_threshold(self) -> bool:
        """Whether simultaneous translation from Welsh must be arranged."""
        return self.people > 0 and Fraction(self.wishing, self.people) >= TRANSLATION_THRESHOLD

    @property
    def share(self) -> str:
        """The share as a whole percentage, rounded down so that 10% is shown only from 10% on.

        Some but so few that they round to 0 are "<1%".
        """
        if not self.people:
            return "-"
        rounded = floor(Fraction(100 * self.wishing, self.people))
        return "<1%" if self.wishing and not rounded else f"{rounded}%"


def with_language_demand(sessions: QuerySet[EventSession]) -> "QuerySet[CountedSession]":
    """Annotate the number of live registrations, and of those that wish to use Welsh."""
    live = Q(registrations__state__in=LIVE)
    return sessions.annotate(
        people=Count("registrations", filter=live),
        wishing=Count("registrations", filter=live & Q(registrations__wants_welsh_at_event=True)),
    )


def language_demand_of(session: "CountedSession") -> LanguageDemand:
    """Return the wishes of a session that was read ``with_language_demand``."""
    return LanguageDemand(session.wishing, session.people)


def needs_translation(session: "CountedSession") -> bool:
    """Whether a session read ``with_language_demand`` needs translation and has none arranged."""
    return language_demand_of(session).reaches_threshold and not session.translation_provided
