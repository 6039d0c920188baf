"""Confidence intervals for proportions and their differences, all at 95%."""

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import NormalDist

from .rounding import NoAnswers, round_half_up

CONFIDENCE = 0.95
#: The two-sided 95% point of the standard normal distribution, 1.959964.
Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval, in the unit of its estimate (a proportion is 0 to 1)."""

    low: float
    high: float

    def as_percent(self, places: int = 1) -> tuple[Decimal, Decimal]:
        """Both ends times 100, rounded half up."""
        return round_half_up(100 * self.low, places), round_half_up(100 * self.high, places)


@dataclass(frozen=True, slots=True)
class PairedProportions:
    """The same people's yes/no before and after: ``yes_no`` is yes before, no after."""

    yes_yes: int
    yes_no: int
    no_yes: int
    no_no: int

    @property
    def n(self) -> int:
        """How many pairs."""
        return self.yes_yes + self.yes_no + self.no_yes + self.no_no

    @property
    def before(self) -> int:
        """How many said yes before."""
        return self.yes_yes + self.yes_no

    @property
    def after(self) -> int:
        """How many said yes after."""
        return self.yes_yes + self.no_yes


def wilson(count: int, base: int) -> Interval:
    """Wilson's score interval for ``count`` of ``base``.

    (p + z²/2n ± z√(p(1-p)/n + z²/4n²)) / (1 + z²/n). Source: Wilson, JASA 22 (1927) 209-212.
    """
    if base == 0:
        raise NoAnswers("An interval needs at least one answer.")
    share = count / base
    centre = share + Z**2 / (2 * base)
    half = Z * sqrt(share * (1 - share) / base + Z**2 / (4 * base**2))
    scale = 1 + Z**2 / base
    # The formula gives exactly 0 and 1 at the ends; floating point only nearly does.
    low = 0.0 if count == 0 else (centre - half) / scale
    high = 1.0 if count == base else (centre + half) / scale
    return Interval(low, high)


def newcombe_unpaired(
    before_count: int, before_base: int, after_count: int, after_base: int
) -> Interval:
    """Interval for after - before when the two groups are independent.

    Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10 (hybrid of Wilson intervals).
    """
    before, after = wilson(before_count, before_base), wilson(after_count, after_base)
    return _hybrid(before_count / before_base, before, after_count / after_base, after, phi=0.0)


def newcombe_paired(pairs: PairedProportions) -> Interval:
    """Interval for after - before when the same people answered twice.

    Newcombe, Statistics in Medicine 17 (1998) 2635-2650, method 10: the hybrid of two Wilson
    intervals with the correlation φ, whose numerator is continuity corrected when positive.
    """
    n, before, after = pairs.n, pairs.before, pairs.after
    if n == 0:
        raise NoAnswers("A paired interval needs at least one pair.")
    phi = 0.0
    margins = before * (n - before) * after * (n - after)
    if margins:
        cross = pairs.yes_yes * pairs.no_no - pairs.yes_no * pairs.no_yes
        phi = (max(cross - n / 2, 0) if cross > 0 else cross) / sqrt(margins)
    return _hybrid(before / n, wilson(before, n), after / n, wilson(after, n), phi)


def _hybrid(before: float, wb: Interval, after: float, wa: Interval, phi: float) -> Interval:
    """after - before with each side's distance to its own Wilson limits, correlated by phi."""

    def distance(first: float, second: float) -> float:
        # With phi = 1 and equal distances the sum is 0 but can come out a hair below it.
        return sqrt(max(first**2 - 2 * phi * first * second + second**2, 0.0))

    difference = after - before
    low = difference - distance(after - wa.low, wb.high - before)
    high = difference + distance(wa.high - after, before - wb.low)
    return Interval(max(low, -1.0), min(high, 1.0))
