"""Two independent groups compared, from sums or histograms alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from .intervals import Interval
from .moments import Moments, t_interval, t_pvalue, t_statistic
from .rounding import NoAnswers


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """Difference of two means with its t test; ``difference`` is second - first."""

    difference: float
    t: float
    df: float
    pvalue: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class RankComparison:
    """Mann-Whitney's U of the second group, its p, and Cliff's delta with its interval."""

    u: float
    pvalue: float
    delta: float
    delta_interval: Interval


def welch(first: Moments, second: Moments) -> MeanDifference:
    """Welch's t for unequal variances. Source: Welch, Biometrika 34 (1947) 28-35."""
    a, b = first.variance / first.n, second.variance / second.n
    difference = second.mean - first.mean
    error = sqrt(a + b)
    if error == 0:
        df = float(first.n + second.n - 2)
    else:
        df = (a + b) ** 2 / (a**2 / (first.n - 1) + b**2 / (second.n - 1))
    t = t_statistic(difference, error)
    return MeanDifference(difference, t, df, t_pvalue(t, df), t_interval(difference, error, df))


def compare_ranks(first: Sequence[int], second: Sequence[int]) -> RankComparison:
    """Mann-Whitney and Cliff's delta from two histograms over the same ordered bins.

    U counts the pairs in which the second group's answer is higher, ties as one half; p is the
    normal approximation with tie and continuity corrections (Mann and Whitney, Annals of
    Mathematical Statistics 18 (1947) 50-60). δ = 2U/(n₁n₂) - 1 (Cliff, Psychological Bulletin 114
    (1993) 494-509), with the t interval of Brunner and Munzel, Biometrical Journal 42 (2000) 17-25.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    n1, n2 = float(a.sum()), float(b.sum())
    if n1 < 2 or n2 < 2:
        raise NoAnswers("Ranks are compared between groups of at least two.")
    # For an answer in each bin: the share of the other group below it, ties as one half.
    first_below_second = (np.cumsum(a) - a / 2) / n1
    second_below_first = (np.cumsum(b) - b / 2) / n2
    win = float(b @ first_below_second) / n2
    u = win * n1 * n2
    v1 = _variance(a, second_below_first) / n1
    v2 = _variance(b, first_below_second) / n2
    if v1 + v2 == 0:
        delta = Interval(2 * win - 1, 2 * win - 1)
    else:
        df = (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
        around = t_interval(2 * win - 1, 2 * sqrt(v1 + v2), df)
        delta = Interval(max(around.low, -1.0), min(around.high, 1.0))
    return RankComparison(u, _mann_whitney_p(u, a, b), 2 * win - 1, delta)


def _variance(counts: NDArray[np.float64], placements: NDArray[np.float64]) -> float:
    """Sample variance of the placements of one group's answers."""
    n = counts.sum()
    mean = counts @ placements / n
    return float(counts @ (placements - mean) ** 2 / (n - 1))


def _mann_whitney_p(u: float, a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    n1, n2, ties = a.sum(), b.sum(), a + b
    n = n1 + n2
    variance = n1 * n2 / 12 * (n + 1 - (ties**3 - ties).sum() / (n * (n - 1)))
    if variance <= 0:
        return 1.0
    distance = max(abs(u - n1 * n2 / 2) - 0.5, 0.0)
    return float(min(2 * ndtr(-distance / sqrt(variance)), 1.0))
