"""What holds for every table, and agreement with independent libraries."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.descriptivestats import sign_test as oracle_sign_test
from statsmodels.stats.nonparametric import rank_compare_2ordinal

from events.evaluation import metrics as m

parts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
pairs = st.builds(m.PairedProportions, *[st.integers(0, 40)] * 4).filter(lambda p: p.n > 0)
matrices = st.lists(
    st.lists(st.integers(0, 6), min_size=5, max_size=5).map(tuple), min_size=5, max_size=5
).map(tuple)
histograms = st.lists(st.integers(0, 100), min_size=2, max_size=60).map(m.histogram)
likerts = st.lists(st.integers(0, 30), min_size=5, max_size=5).map(tuple)


@given(parts)
def test_percent_is_the_nearest_and_halves_go_up(part):
    count, base = part
    shown = m.percent(count, base)
    assert 0 <= shown.value <= 1
    if shown.display == "<1%":
        assert 0 < 200 * count < base
    elif shown.display == ">99%":
        assert 0 < 200 * (base - count) <= base
    else:
        rounded = int(shown.display.removesuffix("%"))
        assert 0 <= rounded <= 100
        assert Fraction(-1, 2) <= rounded - 100 * shown.value <= Fraction(1, 2)
        assert rounded - 100 * shown.value != Fraction(-1, 2)


@given(parts)
def test_wilson_contains_its_estimate(part):
    count, base = part
    found = m.wilson(count, base)
    assert 0 <= found.low <= count / base <= found.high <= 1


@given(parts)
def test_wilson_is_symmetric(part):
    count, base = part
    here, there = m.wilson(count, base), m.wilson(base - count, base)
    assert (here.low, here.high) == pytest.approx((1 - there.high, 1 - there.low), abs=1e-12)


@given(pairs)
def test_newcombe_paired_contains_the_difference_and_mirrors(table):
    found = m.newcombe_paired(table)
    difference = (table.no_yes - table.yes_no) / table.n
    assert -1 <= found.low <= difference + 1e-12
    assert difference - 1e-12 <= found.high <= 1
    swapped = m.PairedProportions(table.yes_yes, table.no_yes, table.yes_no, table.no_no)
    back = m.newcombe_paired(swapped)
    assert (found.low, found.high) == pytest.approx((-back.high, -back.low), abs=1e-12)


@given(pairs)
def test_mcnemar_is_symmetric(table):
    found = m.mcnemar_exact(table)
    swapped = m.PairedProportions(table.yes_yes, table.no_yes, table.yes_no, table.no_no)
    assert found == m.mcnemar_exact(swapped)
    assert 0 < found <= 1


@pytest.mark.parametrize(
    ("rises", "falls"), [(20_000, 0), (10_300, 9_700), (9_990, 10_010), (10_000, 10_000)]
)
def test_sign_test_agrees_on_twenty_thousand(rises, falls):
    oracle = oracle_sign_test([1] * rises + [-1] * falls)[1]
    assert m.sign_test(rises, falls) == pytest.approx(oracle, rel=1e-9)


def test_wilcoxon_beyond_two_hundred_is_normal_with_ties():
    tally = {-2: 40, -1: 50, 0: 30, 1: 70, 3: 60}
    found = m.wilcoxon_signed_rank(tally)
    values = [value for value, times in tally.items() for _ in range(times)]
    oracle = stats.wilcoxon(values, method="asymptotic", correction=False)
    assert (found.n, found.method) == (220, "normal")
    assert found.pvalue == pytest.approx(oracle.pvalue)


def test_nobody_changed():
    found = m.wilcoxon_signed_rank({0: 12})
    assert (found.n, found.pvalue, m.sign_test(0, 0)) == (0, 1.0, 1.0)
    with pytest.raises(m.NoAnswers):
        _ = found.rank_biserial


@given(matrices, st.sampled_from([1, -1]))
def test_matched_change_sums_to_the_pairs_and_mirrors(matrix, direction):
    table = m.MatchedTable(matrix)
    change = m.matched_change(table, direction)
    other = m.matched_change(table, -direction)
    assert change.n == table.n_pairs == table.before.n == table.after.n
    assert (change.improved, change.worse) == (other.worse, other.improved)


@given(
    st.lists(
        st.tuples(st.none() | st.integers(1, 5), st.none() | st.integers(1, 5)), max_size=40
    ).flatmap(lambda answers: st.tuples(st.just(answers), st.permutations(answers)))
)
def test_the_order_of_answers_does_not_matter(both):
    first, second = (m.MatchedTable.from_answers(answers) for answers in both)
    assert first == second
    assert first.before.n == sum(before is not None for before, _ in both[0])
    assert first.after.n == sum(after is not None for _, after in both[0])


@given(likerts.filter(sum))
def test_sides_of_a_distribution(counts):
    here, mirrored = m.LikertDistribution(counts), m.LikertDistribution(counts[::-1])
    assert here.agree.value == mirrored.disagree.value
    assert here.net == -mirrored.net
    assert -1 <= here.net <= 1


@given(histograms, st.sampled_from([0.25, 0.5, 0.75]))
def test_quantiles_and_moments_agree_with_the_raw_values(counts, share):
    values = np.repeat(np.arange(101), counts)
    assert m.quantile(counts, share) == pytest.approx(np.quantile(values, share))
    moments = m.slider_moments(counts)
    assert moments.mean == pytest.approx(values.mean())
    assert moments.sd == pytest.approx(values.std(ddof=1), abs=1e-6)
    assert sum(m.ten_bins(counts)) == moments.n == len(values)


@given(histograms, histograms)
@settings(max_examples=50)
def test_group_comparisons_agree(first, second):
    raw = [np.repeat(np.arange(101), counts) for counts in (first, second)]
    assume(raw[0].std() > 0 and raw[1].std() > 0)
    a, b = m.slider_moments(first), m.slider_moments(second)
    oracle = stats.ttest_ind(raw[1], raw[0], equal_var=False)
    found = m.welch(a, b)
    assert (found.t, found.df) == pytest.approx((oracle.statistic, oracle.df), abs=1e-8)
    assert found.pvalue == pytest.approx(oracle.pvalue)
    ranks = m.compare_ranks(first, second)
    u = stats.mannwhitneyu(raw[1], raw[0], method="asymptotic")
    assert (ranks.u, ranks.pvalue) == pytest.approx((u.statistic, u.pvalue))
    assert m.compare_ranks(second, first).delta == pytest.approx(-ranks.delta)
    assert -1 <= ranks.delta_interval.low <= ranks.delta <= ranks.delta_interval.high <= 1


def test_cliffs_delta_interval_agrees():
    first, second = (4, 8, 5, 6, 1), (1, 3, 4, 16, 5)
    oracle = rank_compare_2ordinal(np.array(second), np.array(first))
    low, high = (2 * end - 1 for end in oracle.conf_int())
    found = m.compare_ranks(first, second)
    assert (found.delta_interval.low, found.delta_interval.high) == pytest.approx((low, high))


@given(st.lists(st.integers(0, 100), min_size=30, max_size=80))
@settings(max_examples=40)
def test_density_is_a_density_on_the_scale(values):
    assume(len(set(values)) > 3)
    counts = m.histogram(values)
    assume(m.bandwidth(m.slider_moments(counts)) > 1)
    grid = np.linspace(0, 100, 2001)
    density = m.density(counts, grid)
    assert (density >= 0).all()
    assert np.trapezoid(density, grid) == pytest.approx(1, abs=1e-3)
