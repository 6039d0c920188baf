"""Everything that is published about one before/after statement."""

from dataclasses import dataclass
from fractions import Fraction

from .change_tests import SignedRank, mcnemar_exact, sign_test, wilcoxon_signed_rank
from .intervals import Interval, newcombe_paired, newcombe_unpaired
from .likert import LikertDistribution, MatchedChange, MatchedTable, Side, matched_change
from .moments import Moments
from .rounding import NoAnswers, Percentage, percent


@dataclass(frozen=True, slots=True)
class Shift:
    """The share of one and the same category before and after, and its change."""

    before: Percentage
    after: Percentage
    interval: Interval

    @property
    def difference(self) -> Fraction:
        """after - before as a proportion; see ``points`` for its display."""
        return self.after.value - self.before.value


@dataclass(frozen=True, slots=True)
class PairedChange:
    """What the pairs of one statement say."""

    agree: Shift
    disagree: Shift
    agree_mcnemar_p: float
    disagree_mcnemar_p: float
    change: MatchedChange
    sign_test_p: float
    signed_rank: SignedRank
    mean_change: Moments


@dataclass(frozen=True, slots=True)
class StatementSummary:
    """One statement: both distributions, the unpaired shifts and, with pairs, the paired ones."""

    before: LikertDistribution
    after: LikertDistribution
    n_pairs: int
    n_before_only: int
    n_after_only: int
    agree: Shift | None
    disagree: Shift | None
    paired: PairedChange | None


def unpaired_shift(before: LikertDistribution, after: LikertDistribution, side: Side) -> Shift:
    """Change of one side's share between two sets of answers, Newcombe's interval.

    Raises NoAnswers if either set is empty.
    """
    was, now = before.share(side), after.share(side)
    return Shift(was, now, newcombe_unpaired(was.count, was.base, now.count, now.base))


def paired_shift(table: MatchedTable, side: Side) -> Shift:
    """Change of one side's share among those who answered twice, Newcombe's paired interval.

    Raises NoAnswers without pairs.
    """
    pairs = table.pairs(side)
    interval = newcombe_paired(pairs)
    return Shift(percent(pairs.before, pairs.n), percent(pairs.after, pairs.n), interval)


def paired_change(table: MatchedTable, desired_direction: int) -> PairedChange:
    """Every paired metric of a statement. Raises NoAnswers without pairs."""
    if table.n_pairs == 0:
        raise NoAnswers("A paired change needs at least one pair.")
    change = matched_change(table, desired_direction)
    return PairedChange(
        agree=paired_shift(table, Side.AGREE),
        disagree=paired_shift(table, Side.DISAGREE),
        agree_mcnemar_p=mcnemar_exact(table.pairs(Side.AGREE)),
        disagree_mcnemar_p=mcnemar_exact(table.pairs(Side.DISAGREE)),
        change=change,
        sign_test_p=sign_test(change.improved, change.worse),
        signed_rank=wilcoxon_signed_rank(table.differences),
        mean_change=Moments.from_tally(table.differences),
    )


def summarise_statement(table: MatchedTable, desired_direction: int) -> StatementSummary:
    """All metrics of a statement; parts that have no answers to stand on are None."""
    before, after = table.before, table.after
    both = before.n > 0 and after.n > 0
    return StatementSummary(
        before=before,
        after=after,
        n_pairs=table.n_pairs,
        n_before_only=table.n_before_only,
        n_after_only=table.n_after_only,
        agree=unpaired_shift(before, after, Side.AGREE) if both else None,
        disagree=unpaired_shift(before, after, Side.DISAGREE) if both else None,
        paired=paired_change(table, desired_direction) if table.n_pairs else None,
    )
