"""Tests of whether the same people changed; exact wherever the data allow it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, ndtr

from .intervals import PairedProportions
from .rounding import NoAnswers

#: Up to this many non-zero differences the signed-rank distribution is computed exactly.
EXACT_UP_TO = 200


@dataclass(frozen=True, slots=True)
class SignedRank:
    """Wilcoxon's signed-rank test: rank sums of the rises and of the falls."""

    n: int
    plus: float
    minus: float
    pvalue: float
    method: Literal["exact", "normal"]

    @property
    def rank_biserial(self) -> float:
        """Matched rank-biserial correlation (W⁺ - W⁻)/(W⁺ + W⁻).

        Source: Kerby, Comprehensive Psychology 3 (2014). Raises NoAnswers if nobody changed.
        """
        if self.n == 0:
            raise NoAnswers("An effect needs at least one change.")
        return (self.plus - self.minus) / (self.plus + self.minus)


def sign_test(rises: int, falls: int) -> float:
    """Two-sided exact p that as many rise as fall; those who stay the same are left out.

    2·P(X <= min(rises, falls)), X ~ Bin(rises + falls, ½). Source: Conover, Practical
    Nonparametric Statistics, 3rd ed. (1999), 3.4.
    """
    return float(min(2 * bdtr(min(rises, falls), rises + falls, 0.5), 1.0))


def mcnemar_exact(pairs: PairedProportions) -> float:
    """Exact two-sided p that as many change from no to yes as from yes to no.

    The sign test on the two changing cells. Source: McNemar, Psychometrika 12 (1947) 153-157.
    """
    return sign_test(pairs.no_yes, pairs.yes_no)


def wilcoxon_signed_rank(differences: Mapping[float, int]) -> SignedRank:
    """Wilcoxon's test from difference -> how many people; zeros are dropped.

    Tied sizes share their mean rank. Up to 200 differences the null distribution of W⁺ is exact,
    ties and all, by dynamic programming over doubled ranks; above it, the normal approximation
    with the variance Σ ranks²/4, which allows for ties. Source: Wilcoxon, Biometrics Bulletin 1
    (1945) 80-83; Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3.1.
    """
    ranks = _doubled_ranks(differences)
    plus = sum(ranks[abs(d)] * times for d, times in differences.items() if d > 0 and times)
    minus = sum(ranks[abs(d)] * times for d, times in differences.items() if d < 0 and times)
    each = [ranks[abs(d)] for d, times in differences.items() if d for _ in range(times)]
    n = len(each)
    if n <= EXACT_UP_TO:
        pvalue = _exact_pvalue(each, min(plus, minus))
    else:
        pvalue = _normal_pvalue(each, plus)
    method: Literal["exact", "normal"] = "exact" if n <= EXACT_UP_TO else "normal"
    return SignedRank(n, plus / 2, minus / 2, pvalue, method)


def _doubled_ranks(differences: Mapping[float, int]) -> dict[float, int]:
    """Size of difference -> twice its mean rank, an integer even with ties."""
    sizes: dict[float, int] = {}
    for difference, times in differences.items():
        if difference and times:
            sizes[abs(difference)] = sizes.get(abs(difference), 0) + times
    ranks, below = {}, 0
    for size in sorted(sizes):
        ranks[size] = 2 * below + sizes[size] + 1
        below += sizes[size]
    return ranks


def _exact_pvalue(ranks: list[int], smaller: int) -> float:
    """Two-sided p: each rank is added to W⁺ with probability one half."""
    probability: NDArray[np.float64] = np.zeros(sum(ranks) + 1)
    probability[0] = 1.0
    for rank in ranks:
        moved = np.zeros_like(probability)
        moved[rank:] = probability[: len(probability) - rank]
        probability = (probability + moved) / 2
    return float(min(2 * probability[: smaller + 1].sum(), 1.0))


def _normal_pvalue(ranks: list[int], plus: int) -> float:
    spread = sqrt(sum(rank * rank for rank in ranks) / 4)
    distance = abs(plus - sum(ranks) / 2)
    return float(min(2 * ndtr(-distance / spread), 1.0))
