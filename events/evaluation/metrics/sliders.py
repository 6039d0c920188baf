"""Sliders from 0 to 100: one group's distribution, from its 101-bin histogram."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from .moments import Moments
from .rounding import NoAnswers

SCALE = 101
#: Below this many answers a density curve would show more than is known: draw dots.
DENSITY_BASE = 30


@dataclass(frozen=True, slots=True)
class SliderSummary:
    """n, mean, sd and interval (``moments``), quartiles and the ten-bin histogram."""

    moments: Moments
    lower_quartile: float
    median: float
    upper_quartile: float
    bins: tuple[int, ...]


def histogram(values: Iterable[int]) -> tuple[int, ...]:
    """How many chose each whole number from 0 to 100."""
    counts = [0] * SCALE
    for value in values:
        if not 0 <= value < SCALE:
            raise ValueError(f"{value} is not on the scale from 0 to 100.")
        counts[value] += 1
    return tuple(counts)


def slider_moments(counts: Sequence[int]) -> Moments:
    """n, Σx and Σx² of a 101-bin histogram."""
    if len(counts) != SCALE:
        raise ValueError("A slider's histogram has 101 bins.")
    return Moments.from_tally(dict(enumerate(counts)))


def ten_bins(counts: Sequence[int]) -> tuple[int, ...]:
    """The histogram in tens: 0-9, 10-19, ..., 90-100."""
    return tuple(sum(counts[low : low + 10 if low < 90 else SCALE]) for low in range(0, 100, 10))


def quantile(counts: Sequence[int], share: float) -> float:
    """The value below which ``share`` of the answers lie, interpolated between neighbours.

    Type 7 of Hyndman and Fan, The American Statistician 50 (1996) 361-365.
    """
    n = sum(counts)
    if n == 0:
        raise NoAnswers("A quantile needs at least one answer.")
    reached = np.cumsum(counts)
    position = share * (n - 1)
    below = int(position)
    low, high = np.searchsorted(reached, [below, min(below + 1, n - 1)], side="right")
    return float(low + (position - below) * (high - low))


def slider_summary(counts: Sequence[int]) -> SliderSummary:
    """Everything printed about one group. Raises NoAnswers if it is empty."""
    return SliderSummary(
        moments=slider_moments(counts),
        lower_quartile=quantile(counts, 0.25),
        median=quantile(counts, 0.5),
        upper_quartile=quantile(counts, 0.75),
        bins=ten_bins(counts),
    )


def bandwidth(moments: Moments) -> float:
    """Scott's rule, sd·n^(-1/5). Source: Scott, Multivariate Density Estimation (1992), 6.5."""
    return float(moments.sd * moments.n ** (-1 / 5))


def density(counts: Sequence[int], at: Sequence[float]) -> NDArray[np.float64]:
    """Gaussian kernel density at each point of ``at`` (0 to 100), per unit of the scale.

    Mass that would fall outside the scale is reflected at both ends, so the curve integrates to 1
    over it. Bandwidth from n, the sum of the counts. Source: Silverman, Density Estimation (1986),
    2.10. Raises NoAnswers below 30 answers or when all are equal.
    """
    moments = slider_moments(counts)
    if moments.n < DENSITY_BASE or moments.variance == 0:
        raise NoAnswers("A density curve needs thirty answers that differ.")
    width = bandwidth(moments)
    points = np.asarray(at, dtype=float)[:, None]
    values = np.arange(SCALE, dtype=float)
    # One mirror at each end is enough: with n >= 30 the scale is at least 3.9 bandwidths long.
    mirrored = (values, -values, 2 * (SCALE - 1) - values)
    kernel = sum(np.exp(-0.5 * ((points - image) / width) ** 2) for image in mirrored)
    weights = np.asarray(counts, dtype=float) / moments.n
    result: NDArray[np.float64] = kernel @ weights / (width * sqrt(2 * pi))
    return result
