"""The five states of an answer, which are never merged."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many respondents are in each state for one question.

    Only those who answered are in the denominator of a percentage or a mean.
    """

    answered: int = 0
    not_applicable: int = 0
    prefer_not_to_say: int = 0
    skipped: int = 0
    not_asked: int = 0
