"""Means and their t intervals, from (n, Σx, Σx²) alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf, sqrt

from scipy.special import stdtr, stdtrit

from .intervals import CONFIDENCE, Interval
from .rounding import NoAnswers


@dataclass(frozen=True, slots=True)
class Moments:
    """Count, sum and sum of squares: all that a mean, its spread and its interval need."""

    n: int
    total: float
    sum_squares: float

    @classmethod
    def from_tally(cls, tally: Mapping[float, int]) -> "Moments":
        """From value -> how many times it occurs."""
        return cls(
            n=sum(tally.values()),
            total=sum(value * times for value, times in tally.items()),
            sum_squares=sum(value * value * times for value, times in tally.items()),
        )

    @classmethod
    def from_values(cls, values: Iterable[float]) -> "Moments":
        """From the values themselves."""
        listed = list(values)
        return cls(len(listed), sum(listed), sum(value * value for value in listed))

    @property
    def mean(self) -> float:
        """The mean. Raises NoAnswers for no values."""
        if self.n == 0:
            raise NoAnswers("A mean needs at least one answer.")
        return self.total / self.n

    @property
    def variance(self) -> float:
        """The sample variance (n - 1); needs two values."""
        if self.n < 2:
            raise NoAnswers("A spread needs at least two answers.")
        return max(self.sum_squares - self.total * self.total / self.n, 0.0) / (self.n - 1)

    @property
    def sd(self) -> float:
        """The sample standard deviation."""
        return sqrt(self.variance)

    @property
    def standard_error(self) -> float:
        """The standard error of the mean."""
        return sqrt(self.variance / self.n)

    @property
    def mean_interval(self) -> Interval:
        """mean ± t·s/√n with n - 1 degrees of freedom (Student, Biometrika 6 (1908) 1-25)."""
        return t_interval(self.mean, self.standard_error, self.n - 1)


def t_interval(estimate: float, standard_error: float, df: float) -> Interval:
    """estimate ± t(df)·standard error, 95%."""
    half = float(stdtrit(df, (1 + CONFIDENCE) / 2)) * standard_error
    return Interval(estimate - half, estimate + half)


def t_statistic(estimate: float, standard_error: float) -> float:
    """estimate / standard error, with the limits of a spread of zero."""
    if standard_error == 0:
        return 0.0 if estimate == 0 else inf if estimate > 0 else -inf
    return estimate / standard_error


def t_pvalue(t: float, df: float) -> float:
    """Two-sided p of Student's t."""
    return float(min(2 * stdtr(df, -abs(t)), 1.0))
