"""Net promoter score: would you recommend it, 0 to 10."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from .intervals import Interval, Z
from .rounding import NoAnswers


@dataclass(frozen=True, slots=True)
class NetPromoter:
    """Promoters (9-10), passives (7-8) and detractors (0-6); score and margin run -1 to 1."""

    promoters: int
    passives: int
    detractors: int

    @classmethod
    def from_scores(cls, counts: Sequence[int]) -> "NetPromoter":
        """From how many gave each score, 0 first."""
        if len(counts) != 11:
            raise ValueError("A recommendation scale has the eleven scores 0 to 10.")
        return cls(sum(counts[9:]), sum(counts[7:9]), sum(counts[:7]))

    @property
    def n(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> Fraction:
        """(promoters - detractors)/n. Raises NoAnswers for no answers."""
        if self.n == 0:
            raise NoAnswers("A score needs at least one answer.")
        return Fraction(self.promoters - self.detractors, self.n)

    @property
    def interval(self) -> Interval:
        """Adjusted Wald: 3 is added to n, ¾ to promoters and ¾ to detractors; kept in ±1.

        Source: Rocks, Interval estimation for the net promoter score, The American Statistician
        70 (2016) 365-372. Plain Wald gives no width at all when everyone is a promoter.
        """
        if self.n == 0:
            raise NoAnswers("An interval needs at least one answer.")
        n = self.n + 3
        up, down = (self.promoters + 0.75) / n, (self.detractors + 0.75) / n
        half = Z * sqrt((up + down - (up - down) ** 2) / n)
        return Interval(max(up - down - half, -1.0), min(up - down + half, 1.0))
