"""The reference numbers: each was worked out by hand and with an independent library."""

import subprocess
import sys
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from events.evaluation import metrics as m
from tests.events.evaluation.reference import STATEMENT_A, STATEMENT_B


def ends(interval: m.Interval) -> tuple[str, str]:
    low, high = interval.as_percent()
    return str(low), str(high)


def bases_printing(displays: list[str], up_to: int, *, whole: bool = False) -> list[int]:
    """Bases over which counts exist that print these percentages; ``whole`` if they add up."""
    found = []
    for base in range(1, up_to + 1):
        options = [[k for k in range(base + 1) if str(m.percent(k, base)) == d] for d in displays]
        if whole:
            totals = {0}
            for counts in options:
                totals = {total + k for total in totals for k in counts}
            fits = base in totals
        else:
            fits = all(options)
        if fits:
            found.append(base)
    return found


class TestRounding:
    def test_halves_go_up_where_python_rounds_to_even(self):
        assert round(62.5) == 62
        assert str(m.percent(5, 8)) == "63%"

    def test_some_that_rounds_to_none_says_so(self):
        assert str(m.percent(1, 300)) == "<1%"
        assert str(m.percent(0, 300)) == "0%"
        assert str(m.percent(1, 200)) == "1%"

    def test_most_that_rounds_to_all_says_so(self):
        assert str(m.percent(299, 300)) == ">99%"
        assert str(m.percent(300, 300)) == "100%"
        assert str(m.percent(199, 200)) == ">99%"
        assert str(m.percent(198, 200)) == "99%"
        assert str(m.percent(1999, 2000, places=1)) == ">99.9%"
        assert str(m.percent(1998, 2000, places=1)) == "99.9%"

    def test_value_is_kept_exact(self):
        share = m.percent(16, 24)
        assert (share.value, share.display) == (Fraction(2, 3), "67%")

    def test_smallest_bases_of_the_published_figures(self):
        assert bases_printing(["67%", "50%", "88%"], 48) == [24, 42, 48]
        assert [str(m.percent(k, 24)) for k in (16, 12, 21)] == ["67%", "50%", "88%"]
        assert bases_printing(["67%"], 12) == [3, 6, 9, 12]
        assert bases_printing(["50%", "88%"], 8) == [8]
        assert bases_printing(["7%", "52%", "41%"], 29, whole=True) == [27, 29]
        assert [str(m.percent(k, 29)) for k in (2, 15, 12)] == ["7%", "52%", "41%"]

    def test_points(self):
        assert m.points(Fraction(14, 24)) == "+58.3"
        assert m.points(Fraction(-11, 24)) == "−45.8"
        assert m.points(Fraction(0)) == "0.0"

    def test_bad_bases_are_refused(self):
        with pytest.raises(m.NoAnswers):
            m.percent(0, 0)
        with pytest.raises(ValueError, match="not a part"):
            m.percent(3, 2)


class TestProportions:
    @pytest.mark.parametrize(
        ("count", "base", "expected"),
        [
            (16, 24, ("46.7", "82.0")),
            (0, 24, ("0.0", "13.8")),
            (12, 24, ("31.4", "68.6")),
            (21, 24, ("69.0", "95.7")),
            (2, 27, ("2.1", "23.4")),
            (14, 27, ("34.0", "69.3")),
            (11, 27, ("24.5", "59.3")),
            (0, 27, ("0.0", "12.5")),
            (27, 27, ("87.5", "100.0")),
        ],
    )
    def test_wilson(self, count, base, expected):
        assert ends(m.wilson(count, base)) == expected


class TestStatementA:
    """Disagreement is wished for: desired direction -1."""

    summary = m.summarise_statement(STATEMENT_A, -1)
    pairs = STATEMENT_A.pairs(m.Side.DISAGREE)

    def test_shift(self):
        shift = self.summary.disagree
        assert (shift.before.count, shift.after.count, shift.after.base) == (0, 16, 24)
        assert m.points(shift.difference) == "+66.7"
        assert ends(shift.interval) == ("42.4", "82.0")

    @pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning")
    def test_score_method_differs_from_newcombe(self):
        score = confint_proportions_2indep(16, 24, 0, 24, method="score")
        assert [round(100 * float(end), 1) for end in score] == [46.5, 82.1]

    def test_paired(self):
        assert self.pairs == m.PairedProportions(yes_yes=0, yes_no=0, no_yes=16, no_no=8)
        assert m.mcnemar_exact(self.pairs) == 2 * 0.5**16
        assert m.mcnemar_exact(self.pairs) == pytest.approx(3.05e-05, abs=5e-8)
        assert ends(m.newcombe_paired(self.pairs)) == ("42.4", "82.0")

    def test_moving_towards_disagreement_counts_as_improved(self):
        change = self.summary.paired.change
        assert (change.improved, change.same, change.worse) == (20, 4, 0)


class TestStatementB:
    summary = m.summarise_statement(STATEMENT_B, 1)
    paired = summary.paired

    def test_distributions(self):
        assert self.summary.before.counts == (4, 8, 5, 6, 1)
        assert self.summary.after.counts == (0, 1, 2, 16, 5)
        assert str(self.summary.before.disagree) == "50%"
        assert str(self.summary.before.agree) == "29%"
        assert str(self.summary.after.agree) == "88%"
        assert self.summary.after.disagree.count == 1
        assert self.summary.before.net == Fraction(-5, 24)
        assert (self.summary.before.median_category, self.summary.after.median_category) == (2, 4)

    def test_shifts(self):
        assert m.points(self.summary.agree.difference) == "+58.3"
        assert m.points(self.summary.disagree.difference) == "−45.8"
        assert ends(self.summary.agree.interval) == ("31.1", "74.8")
        assert ends(self.paired.agree.interval) == ("30.6", "75.0")

    def test_change(self):
        assert self.paired.change == m.MatchedChange(improved=19, same=4, worse=1)
        assert self.paired.change.net == Fraction(3, 4)
        assert STATEMENT_B.differences == {-1: 1, 0: 4, 1: 9, 2: 6, 3: 3, 4: 1}

    def test_mean_change(self):
        change = self.paired.mean_change
        assert change.mean == 1.375
        assert change.sd == pytest.approx(1.1726, abs=5e-5)
        assert change.mean_interval.low == pytest.approx(0.880, abs=5e-4)
        assert change.mean_interval.high == pytest.approx(1.870, abs=5e-4)

    def test_sign_test(self):
        assert self.paired.sign_test_p == pytest.approx(4.005e-05, abs=5e-9)

    def test_wilcoxon_is_exact_with_ties(self):
        test = self.paired.signed_rank
        assert (test.n, test.plus, test.minus, test.method) == (20, 204.5, 5.5, "exact")
        assert test.pvalue == pytest.approx(2.098e-05, abs=5e-9)
        assert test.rank_biserial == pytest.approx(0.948, abs=5e-4)

    def test_the_approximations_are_other_numbers(self):
        d = [value for value, times in STATEMENT_B.differences.items() for _ in range(times)]
        # The default may fall back to the normal approximation with ties, depending on version.
        assert stats.wilcoxon(d, method="asymptotic").pvalue == pytest.approx(1.553e-04, abs=5e-8)
        pratt = stats.wilcoxon(d, zero_method="pratt", method="asymptotic").pvalue
        assert pratt == pytest.approx(8.7e-05, abs=5e-7)

    def test_agree_two_by_two(self):
        pairs = STATEMENT_B.pairs(m.Side.AGREE)
        assert pairs == m.PairedProportions(yes_yes=6, yes_no=1, no_yes=15, no_no=2)
        assert self.paired.agree_mcnemar_p == pytest.approx(5.188e-04, abs=5e-8)


class TestMissingAnswers:
    before = (2, 2, 3, 1, 2, 3, 4, 2, None, 3)
    after = (4, 3, 4, 2, 4, 3, 5, 4, 5, None)
    table = m.MatchedTable.from_answers(zip(before, after, strict=True))
    summary = m.summarise_statement(table, 1)

    def test_unpaired_uses_everyone_who_answered(self):
        shift = self.summary.agree
        assert (shift.before.count, shift.before.base) == (1, 9)
        assert (shift.after.count, shift.after.base) == (6, 9)
        assert m.points(shift.difference) == "+55.6"

    def test_paired_uses_those_with_both(self):
        counts = (self.summary.n_pairs, self.summary.n_before_only, self.summary.n_after_only)
        assert counts == (8, 1, 1)
        paired = self.summary.paired
        assert m.points(paired.agree.difference) == "+50.0"
        assert paired.change == m.MatchedChange(improved=7, same=1, worse=0)
        assert paired.sign_test_p == paired.signed_rank.pvalue == 0.015625
        assert paired.mean_change.mean == 1.25
        assert paired.mean_change.mean_interval.low == pytest.approx(0.659, abs=5e-4)
        assert paired.mean_change.mean_interval.high == pytest.approx(1.841, abs=5e-4)

    def test_nothing_paired(self):
        empty = m.MatchedTable.from_answers([(4, None), (None, None)])
        summary = m.summarise_statement(empty, 1)
        assert (summary.agree, summary.paired, summary.n_before_only) == (None, None, 1)
        with pytest.raises(m.NoAnswers):
            m.paired_change(empty, 1)


class TestNetPromoter:
    def test_score_and_adjusted_margin(self):
        nps = m.NetPromoter(promoters=12, passives=10, detractors=8)
        assert m.points(nps.score) == "+13.3"
        assert ends(nps.interval) == ("-15.1", "39.3")

    def test_everyone_a_promoter_still_has_a_margin(self):
        nps = m.NetPromoter.from_scores([0] * 10 + [36])
        assert ends(nps.interval) == ("81.9", "100.0")

    def test_bands(self):
        assert m.NetPromoter.from_scores(range(11)) == m.NetPromoter(19, 15, 21)


class TestAttendance:
    event = m.Attendance(
        booked=52,
        cancelled_early=6,
        cancelled_late=2,
        never_offered=4,
        came_booked=33,
        walk_ins=3,
    )

    def test_rates(self):
        assert (self.event.confirmed, self.event.attended) == (40, 36)
        found = [
            (str(rate.percentage), ends(rate.interval))
            for rate in (
                self.event.attendance_rate,
                self.event.no_show_rate,
                m.rate(27, self.event.attended),
                m.rate(14, 35),
            )
        ]
        assert found == [
            ("82.5%", ("68.1", "91.3")),
            ("17.5%", ("8.7", "31.9")),
            ("75.0%", ("58.9", "86.2")),
            ("40.0%", ("25.6", "56.4")),
        ]

    def test_more_came_than_booked_is_refused(self):
        with pytest.raises(ValueError, match="More people"):
            m.Attendance(10, 0, 0, 0, 11, 0)


def test_narrafirma_cross_check():
    x, y = [7, 3, 6, 2, 4, 3, 5, 5], [3, 5, 6, 4, 6, 5, 7, 5]
    found = m.compare_ranks(m.histogram(x), m.histogram(y))
    assert 64 - found.u == 23
    assert found.pvalue == pytest.approx(0.3612, abs=5e-5)
    assert found.pvalue / 2 == pytest.approx(0.1806, abs=5e-5)


def test_metrics_know_no_framework():
    """Loading them in a fresh interpreter loads no Django."""
    code = "import sys, events.evaluation.metrics; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_base_of_two_shares_adds_up():
    """Parts rounded half up need not sum to 100, but never miss it by more than their number."""
    for n in (7, 24, 27):
        for a, b in combinations_with_replacement(range(n + 1), 2):
            parts = (a, b - a, n - b)
            total = sum(int(m.round_half_up(Fraction(100 * k, n))) for k in parts)
            assert abs(total - 100) <= 1
