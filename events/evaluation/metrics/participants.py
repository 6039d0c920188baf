"""The same people under two conditions: each person's own difference is the unit of analysis."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .intervals import Interval
from .moments import Moments, t_pvalue, t_statistic


@dataclass(frozen=True, slots=True)
class PairedComparison:
    """Mean of the participants' differences, its t test, and how many lean which way."""

    moments: Moments
    t: float
    pvalue: float
    higher: int
    lower: int

    @property
    def interval(self) -> Interval:
        """The t interval of the mean difference."""
        return self.moments.mean_interval


def paired_comparison(differences: Sequence[Fraction]) -> PairedComparison:
    """Paired t over participants (Student 1908). Raises NoAnswers for fewer than two."""
    moments = Moments.from_values(map(float, differences))
    t = t_statistic(moments.mean, moments.standard_error)
    return PairedComparison(
        moments=moments,
        t=t,
        pvalue=t_pvalue(t, moments.n - 1),
        higher=sum(d > 0 for d in differences),
        lower=sum(d < 0 for d in differences),
    )
