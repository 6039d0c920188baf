"""The same people under two conditions: each person's own difference is the unit of analysis."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .intervals import CONFIDENCE, Interval
from .moments import Moments, t_pvalue, t_statistic
from .rounding import NoAnswers

#: Above this the bootstrap is not worth its time: the t interval is as good.
BOOTSTRAP_UP_TO = 5_000


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


def participant_differences(
    answers: Iterable[tuple[str | int, str | int, int]], first: str | int, second: str | int
) -> tuple[Fraction, ...]:
    """Each participant's mean under ``second`` minus their mean under ``first``, exact.

    ``answers`` are (participant, condition, value); those without both conditions are left out.
    """
    values: dict[tuple[str | int, str | int], list[int]] = defaultdict(list)
    for participant, condition, value in answers:
        values[participant, condition].append(value)
    means = {key: Fraction(sum(found), len(found)) for key, found in values.items()}
    people = dict.fromkeys(participant for participant, _ in means)
    return tuple(
        means[person, second] - means[person, first]
        for person in people
        if (person, first) in means and (person, second) in means
    )


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


def bootstrap_interval(differences: Sequence[Fraction], seed: int) -> Interval:
    """BCa bootstrap interval of the mean, resampling participants 9,999 times from ``seed``.

    Source: Efron, JASA 82 (1987) 171-185. Raises NoAnswers unless there are 2 to 5,000
    participants who differ from each other.
    """
    if not 2 <= len(differences) <= BOOTSTRAP_UP_TO or len(set(differences)) == 1:
        raise NoAnswers("A bootstrap needs two to 5,000 participants who differ.")
    # scipy.stats takes a second to load, and only this function needs it.
    from scipy.stats import bootstrap

    data = (np.array([float(d) for d in differences]),)
    rng = np.random.default_rng(seed)
    result = bootstrap(data, np.mean, confidence_level=CONFIDENCE, method="BCa", rng=rng)
    low, high = result.confidence_interval
    return Interval(float(low), float(high))
