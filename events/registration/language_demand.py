"""How many wish to use Welsh at a session, and whether translation is owed to them."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from django.db.models import Count, Q, QuerySet

from events.models import EventSession
from events.registration.states import LIVE

#: At least one in ten of those invited: the standards on meetings and events, in the regulations
#: made under the Welsh Language (Wales) Measure 2011.
SHARE_OWED = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class WelshWishes:
    """How many of how many people wish to use Welsh."""

    wishing: int
    people: int

    @property
    def is_owed(self) -> bool:
        """Whether simultaneous translation from Welsh must be arranged."""
        return self.people > 0 and Fraction(self.wishing, self.people) >= SHARE_OWED

    @property
    def share(self) -> str:
        """As a whole percentage, rounded down: nobody reads 10% where it is less."""
        return f"{floor(Fraction(100 * self.wishing, self.people))}%" if self.people else "-"


def with_wishes(sessions: QuerySet[EventSession]) -> QuerySet[EventSession]:
    """Count with each session whoever is registered or waiting, and who of them wishes Welsh."""
    live = Q(registrations__state__in=LIVE)
    return sessions.annotate(
        people=Count("registrations", filter=live),
        wishing=Count("registrations", filter=live & Q(registrations__wants_welsh_at_event=True)),
    )


def wishes_of(session: EventSession) -> WelshWishes:
    """The wishes about a session that was read ``with_wishes``."""
    return WelshWishes(session.wishing, session.people)


def needs_translation(session: EventSession) -> bool:
    """Whether translation is owed at a session read ``with_wishes``, and not arranged."""
    return wishes_of(session).is_owed and not session.translation_provided
