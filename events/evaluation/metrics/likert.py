"""Five-point agreement scales: one distribution, and the same people before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

from .intervals import PairedProportions
from .rounding import NoAnswers, Percentage, percent

#: 1 strongly disagree, 2 disagree, 3 neither, 4 agree, 5 strongly agree.
POINTS = 5
_EMPTY = (0,) * POINTS


class Side(StrEnum):
    """The two ends of the scale: points 1 and 2, points 4 and 5."""

    DISAGREE = "disagree"
    AGREE = "agree"

    def holds(self, point: int) -> bool:
        """Whether a point from 1 to 5 is on this side."""
        return point <= 2 if self is Side.DISAGREE else point >= 4


@dataclass(frozen=True, slots=True)
class LikertDistribution:
    """How many chose each of the five points; "neither" is an answer and stays in the base."""

    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.counts) != POINTS or min(self.counts) < 0:
            raise ValueError("A distribution needs five counts of 0 or more.")

    @property
    def n(self) -> int:
        """How many answered."""
        return sum(self.counts)

    def count(self, side: Side) -> int:
        """How many are on one side of the scale."""
        return sum(n for point, n in enumerate(self.counts, 1) if side.holds(point))

    def share(self, side: Side) -> Percentage:
        """The side's two points out of all answers. Raises NoAnswers on an empty base."""
        return percent(self.count(side), self.n)

    @property
    def agree(self) -> Percentage:
        """The share of points 4 and 5."""
        return self.share(Side.AGREE)

    @property
    def disagree(self) -> Percentage:
        """The share of points 1 and 2."""
        return self.share(Side.DISAGREE)

    @property
    def net(self) -> Fraction:
        """Agree minus disagree, as a proportion from -1 to 1."""
        return self.agree.value - self.disagree.value

    @property
    def median_category(self) -> int:
        """The point (1-5) of the middle answer; between two points, the lower one."""
        if self.n == 0:
            raise NoAnswers("A median needs at least one answer.")
        middle = (self.n + 1) // 2
        return next(i for i, reached in enumerate(accumulate(self.counts), 1) if reached >= middle)


@dataclass(frozen=True, slots=True)
class MatchedChange:
    """How many people moved in the desired direction, stayed, or moved against it."""

    improved: int
    same: int
    worse: int

    @property
    def n(self) -> int:
        """How many pairs."""
        return self.improved + self.same + self.worse

    @property
    def net(self) -> Fraction:
        """(improved - worse)/n. Raises NoAnswers without pairs."""
        if self.n == 0:
            raise NoAnswers("A change needs at least one pair.")
        return Fraction(self.improved - self.worse, self.n)


@dataclass(frozen=True, slots=True)
class MatchedTable:
    """One statement asked twice: the 5x5 table of pairs, and those who answered only once.

    ``matrix[i][j]`` people answered point i + 1 before and j + 1 after.
    """

    matrix: tuple[tuple[int, ...], ...]
    before_only: tuple[int, ...] = _EMPTY
    after_only: tuple[int, ...] = _EMPTY

    def __post_init__(self) -> None:
        rows = (*self.matrix, self.before_only, self.after_only)
        if len(self.matrix) != POINTS or any(len(row) != POINTS for row in rows):
            raise ValueError("A matched table needs five rows of five counts.")
        if any(count < 0 for row in rows for count in row):
            raise ValueError("A count cannot be below 0.")

    @classmethod
    def from_answers(cls, answers: Iterable[tuple[int | None, int | None]]) -> "MatchedTable":
        """From (before, after) per person; None for every status other than answered."""
        matrix = [[0] * POINTS for _ in range(POINTS)]
        before_only, after_only = [0] * POINTS, [0] * POINTS
        for before, after in answers:
            if before is not None and after is not None:
                matrix[before - 1][after - 1] += 1
            elif before is not None:
                before_only[before - 1] += 1
            elif after is not None:
                after_only[after - 1] += 1
        return cls(tuple(map(tuple, matrix)), tuple(before_only), tuple(after_only))

    @property
    def n_pairs(self) -> int:
        """How many answered both times."""
        return sum(map(sum, self.matrix))

    @property
    def n_before_only(self) -> int:
        """How many answered only before."""
        return sum(self.before_only)

    @property
    def n_after_only(self) -> int:
        """How many answered only after."""
        return sum(self.after_only)

    @property
    def before(self) -> LikertDistribution:
        """Everyone who answered before, paired or not."""
        return LikertDistribution(_added(map(sum, self.matrix), self.before_only))

    @property
    def after(self) -> LikertDistribution:
        """Everyone who answered after, paired or not."""
        return LikertDistribution(_added(map(sum, zip(*self.matrix, strict=True)), self.after_only))

    @property
    def differences(self) -> dict[float, int]:
        """after - before -> how many pairs."""
        tally: dict[float, int] = {}
        for before, row in enumerate(self.matrix):
            for after, n in enumerate(row):
                if n:
                    tally[after - before] = tally.get(after - before, 0) + n
        return tally

    def pairs(self, side: Side) -> PairedProportions:
        """The pairs as a 2x2 table of being on one side of the scale."""
        cells = {(was, now): 0 for was in (True, False) for now in (True, False)}
        for before, row in enumerate(self.matrix, 1):
            for after, n in enumerate(row, 1):
                cells[side.holds(before), side.holds(after)] += n
        return PairedProportions(
            yes_yes=cells[True, True],
            yes_no=cells[True, False],
            no_yes=cells[False, True],
            no_no=cells[False, False],
        )


def _added(first: Iterable[int], second: Sequence[int]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(first, second, strict=True))


def matched_change(table: MatchedTable, desired_direction: int) -> MatchedChange:
    """Improved, same and worse; ``desired_direction`` is +1 if agreeing is wished for, else -1."""
    if desired_direction not in (1, -1):
        raise ValueError("The desired direction is +1 or -1.")
    moves = [(desired_direction * d, n) for d, n in table.differences.items()]
    return MatchedChange(
        improved=sum(n for d, n in moves if d > 0),
        same=sum(n for d, n in moves if d == 0),
        worse=sum(n for d, n in moves if d < 0),
    )
