"""Exact rounding: values are kept as fractions and only their display is rounded.

Python's ``round`` works on binary floats and rounds halves to even, so 5 of 8 would print as 62%.
Every published figure is rounded half up (away from zero) from the exact fraction instead.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor


class NoAnswers(ValueError):
    """A figure was asked for over an empty base."""


@dataclass(frozen=True, slots=True)
class Percentage:
    """``count`` of ``base``, with its printed form kept apart from its exact value."""

    count: int
    base: int
    display: str

    @property
    def value(self) -> Fraction:
        """The exact proportion, 0 to 1."""
        return Fraction(self.count, self.base)

    def __str__(self) -> str:
        return self.display


def round_half_up(value: Fraction | float, places: int = 0) -> Decimal:
    """``value`` rounded to ``places`` decimals, halves away from zero."""
    if isinstance(value, float):
        return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    scaled = abs(value) * 10**places
    digits = floor(scaled + Fraction(1, 2))
    return Decimal(-digits if value < 0 else digits).scaleb(-places)


def percent(count: int, base: int, places: int = 0) -> Percentage:
    """``count`` of ``base`` as a percentage.

    Some but so few that they round to 0 print "<1%"; most but not all that round to 100, ">99%".
    Raises NoAnswers for an empty base and ValueError unless 0 <= count <= base.
    """
    if base == 0:
        raise NoAnswers("A percentage needs at least one answer.")
    if not 0 <= count <= base:
        raise ValueError(f"{count} is not a part of {base}.")
    rounded = round_half_up(Fraction(100 * count, base), places)
    step = Decimal(1).scaleb(-places)
    if count and not rounded:
        return Percentage(count, base, f"<{step}%")
    if count < base and rounded == 100:
        return Percentage(count, base, f">{100 - step}%")
    return Percentage(count, base, f"{rounded}%")


def points(difference: Fraction | float, places: int = 1) -> str:
    """A difference of two proportions in signed percentage points: "+58.3" or "0.0"."""
    rounded = round_half_up(100 * difference, places)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded)}"
