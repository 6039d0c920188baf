"""The five states of an answer, and the rates that follow from them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .rounding import Percentage, percent


class AnswerStatus(StrEnum):
    """What is stored beside an answer's value; the states are never merged."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"
    SKIPPED = "skipped"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many respondents are in each state for one question."""

    answered: int = 0
    not_applicable: int = 0
    prefer_not_to_say: int = 0
    skipped: int = 0
    not_asked: int = 0

    @classmethod
    def of(cls, statuses: Iterable[AnswerStatus]) -> "StatusCounts":
        """Count a column of states."""
        return cls(**{status.value: n for status, n in Counter(statuses).items()})

    @property
    def base(self) -> int:
        """The denominator of every percentage and mean: those who answered."""
        return self.answered

    @property
    def shown(self) -> int:
        """Those who saw the question."""
        return self.answered + self.not_applicable + self.prefer_not_to_say + self.skipped

    @property
    def not_applicable_rate(self) -> Percentage:
        """Out of those who saw the question. Raises NoAnswers if nobody did."""
        return percent(self.not_applicable, self.shown)

    @property
    def prefer_not_to_say_rate(self) -> Percentage:
        """Out of those who saw the question. Raises NoAnswers if nobody did."""
        return percent(self.prefer_not_to_say, self.shown)

    @property
    def skipped_rate(self) -> Percentage:
        """Out of those who saw the question. Raises NoAnswers if nobody did."""
        return percent(self.skipped, self.shown)


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """AAPOR response rates with no unknown eligibility, as everyone asked is a named person.

    Source: AAPOR, Standard Definitions, RR1 (complete only) and RR2 (with partials that hold at
    least one core answer).
    """

    complete: Percentage
    with_partial: Percentage


def response_rate(complete: int, partial: int, eligible: int) -> ResponseRate:
    """``complete`` and ``partial`` responses out of ``eligible`` (those invited, or attendees)."""
    return ResponseRate(percent(complete, eligible), percent(complete + partial, eligible))
