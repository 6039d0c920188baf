"""Random tables against other libraries or brute force: fifty every day, a thousand at length.

The seed is fixed: every run tries the same tables.
"""

import random
import statistics
from fractions import Fraction
from itertools import product
from math import comb, sqrt

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats import contingency_tables, proportion
from statsmodels.stats.descriptivestats import sign_test as oracle_sign_test

from events.evaluation import metrics as m

Z = statistics.NormalDist().inv_cdf(0.975)


@pytest.fixture(params=[50, pytest.param(1000, marks=pytest.mark.long)])
def draws(request):
    """A source of random numbers, once for each table."""
    source = random.Random(10)  # noqa: S311 - a repeatable test, no secret
    return (source for _ in range(request.param))


def part(draw):
    base = draw.randint(1, 400)
    return draw.choice((0, base, draw.randint(0, base))), base


def pairs(draw):
    most = draw.choice((1, 4, 40))
    while True:
        cells = [draw.randint(0, most) for _ in range(4)]
        if sum(cells):
            return m.PairedProportions(*cells)


def close(interval, ends):
    return (interval.low, interval.high) == pytest.approx(ends, abs=1e-9)


def wilson(count, base):
    """The roots of (p - count/base)² = z²·p(1 - p)/base."""
    share = count / base
    a, b, c = 1 + Z**2 / base, -2 * share - Z**2 / base, share**2
    root = sqrt(max(b * b - 4 * a * c, 0))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def test_wilson(draws):
    for draw in draws:
        count, base = part(draw)
        found = m.wilson(count, base)
        assert close(found, proportion.proportion_confint(count, base, method="wilson"))
        oracle = stats.binomtest(count, base).proportion_ci(method="wilson")
        assert close(found, (oracle.low, oracle.high))
        assert close(found, wilson(count, base))


def test_newcombe_unpaired(draws):
    for draw in draws:
        before, after = part(draw), part(draw)
        oracle = proportion.confint_proportions_2indep(*after, *before, method="newcomb")
        assert close(m.newcombe_unpaired(*before, *after), oracle)


def newcombe_paired(table):
    """Method 10, letter by letter: the cells e, f, g, h are yes-yes, yes-no, no-yes, no-no."""
    e, f, g, h = table.yes_yes, table.yes_no, table.no_yes, table.no_no
    n = e + f + g + h
    p1, p2 = (e + f) / n, (e + g) / n
    (l1, u1), (l2, u2) = wilson(e + f, n), wilson(e + g, n)
    margins = (e + f) * (g + h) * (e + g) * (f + h)
    above = e * h - f * g
    if above > n / 2:
        above -= n / 2
    elif above >= 0:
        above = 0
    phi = above / sqrt(margins) if margins else 0
    low = (p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2
    high = (p2 - l2) ** 2 - 2 * phi * (p2 - l2) * (u1 - p1) + (u1 - p1) ** 2
    # The source takes the first share less the second: the change is the other way round.
    return p2 - p1 - sqrt(max(high, 0)), p2 - p1 + sqrt(max(low, 0))


def test_newcombe_paired(draws):
    for draw in draws:
        table = pairs(draw)
        assert close(m.newcombe_paired(table), newcombe_paired(table))


def test_newcombe_paired_as_published():
    """An example of Newcombe, Statistics in Medicine 17 (1998) 2635-2650."""
    found = m.newcombe_paired(m.PairedProportions(yes_yes=36, yes_no=2, no_yes=12, no_no=0))
    assert (round(found.low, 4), round(found.high, 4)) == (0.0569, 0.3404)


def binomial(fewer, n):
    return min(Fraction(2 * sum(comb(n, k) for k in range(fewer + 1)), 2**n), Fraction(1))


def test_mcnemar(draws):
    for draw in draws:
        table = pairs(draw)
        changed = table.yes_no + table.no_yes
        found = m.mcnemar_exact(table)
        expected = binomial(min(table.yes_no, table.no_yes), changed)
        assert found == pytest.approx(float(expected), rel=1e-9)
        if changed:
            cells = [[table.yes_yes, table.yes_no], [table.no_yes, table.no_no]]
            oracle = contingency_tables.mcnemar(cells, exact=True).pvalue
            assert found == pytest.approx(min(oracle, 1), rel=1e-9)


def test_sign_test(draws):
    for draw in draws:
        rises, falls = draw.randint(0, 300), draw.randint(0, 300)
        found = m.sign_test(rises, falls)
        expected = binomial(min(rises, falls), rises + falls)
        assert found == pytest.approx(float(expected), rel=1e-9)
        if rises + falls:
            oracle = oracle_sign_test([1] * rises + [-1] * falls)[1]
            assert found == pytest.approx(oracle, rel=1e-9)


def test_wilcoxon_is_exact_with_ties(draws):
    for draw in draws:
        values = [draw.randint(-4, 4) for _ in range(draw.randint(0, 10))]
        found = m.wilcoxon_signed_rank({value: values.count(value) for value in values})
        changed = [value for value in values if value]
        ranks = stats.rankdata(np.abs(changed)) if changed else np.zeros(0)
        plus = sum(ranks[index] for index, value in enumerate(changed) if value > 0)
        # Every way of giving signs to the ranks is equally likely.
        signs = product((0, 1), repeat=len(changed))
        sums = np.array([np.dot(each, ranks) for each in signs])
        smaller = min(plus, ranks.sum() - plus)
        assert (found.method, found.plus, found.minus) == ("exact", plus, ranks.sum() - plus)
        assert found.pvalue == pytest.approx(min(2 * (sums <= smaller).mean(), 1), rel=1e-9)


def test_likert_shares(draws):
    for draw in draws:
        answers = [draw.randint(1, 5) for _ in range(draw.randint(1, 60))]
        found = m.LikertDistribution(tuple(answers.count(point) for point in range(1, 6)))
        n = len(answers)
        agree, disagree = sum(each > 3 for each in answers), sum(each < 3 for each in answers)
        assert (found.agree.count, found.disagree.count, found.n) == (agree, disagree, n)
        assert found.agree.value == Fraction(agree, n)
        assert found.net == Fraction(agree - disagree, n)
        assert found.median_category == statistics.median_low(answers)


def test_matched_change(draws):
    for draw in draws:
        people = [
            (draw.choice((None, 1, 2, 3, 4, 5)), draw.choice((None, 1, 2, 3, 4, 5)))
            for _ in range(draw.randint(1, 40))
        ]
        table = m.MatchedTable.from_answers(people)
        both = [(before, after) for before, after in people if before and after]
        change = m.matched_change(table, -1)
        assert change == m.MatchedChange(
            improved=sum(after < before for before, after in both),
            same=sum(after == before for before, after in both),
            worse=sum(after > before for before, after in both),
        )
        assert table.pairs(m.Side.AGREE) == m.PairedProportions(
            yes_yes=sum(before > 3 and after > 3 for before, after in both),
            yes_no=sum(before > 3 >= after for before, after in both),
            no_yes=sum(before <= 3 < after for before, after in both),
            no_no=sum(before <= 3 and after <= 3 for before, after in both),
        )


def test_net_promoter_score(draws):
    for draw in draws:
        scores = [draw.randint(0, 10) for _ in range(draw.randint(1, 80))]
        found = m.NetPromoter.from_scores([scores.count(score) for score in range(11)])
        signs = [1 if score > 8 else -1 if score < 7 else 0 for score in scores]
        assert found.score == Fraction(sum(signs), len(signs))
        # The adjustment is three more answers: 3/4 up, 3/4 down, and the rest in between.
        n = len(signs) + 3
        mean = sum(signs) / n
        square = (sum(map(abs, signs)) + 1.5) / n
        half = Z * sqrt((square - mean**2) / n)
        assert close(found.interval, (max(mean - half, -1), min(mean + half, 1)))
