"""The reference numbers of the 218 slider answers, and the traps around them."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from events.evaluation import metrics as m
from tests.events.evaluation.reference import FRAMEWORK_VALUES, FRAMEWORKS, SLIDERS


class TestSliders:
    everyone = tuple(a + b for a, b in zip(FRAMEWORKS[1], FRAMEWORKS[2], strict=True))

    def test_all_together(self):
        summary = m.slider_summary(self.everyone)
        assert summary.moments.n == 218
        assert summary.moments.mean == pytest.approx(49.6651, abs=5e-5)
        assert (summary.median, summary.moments.sd) == (49, pytest.approx(16.3437, abs=5e-5))
        values = FRAMEWORK_VALUES[1] + FRAMEWORK_VALUES[2]
        assert stats.shapiro(values).pvalue == pytest.approx(0.76, abs=5e-3)

    @pytest.mark.parametrize(
        ("framework", "sums", "mean", "median", "sd", "interval", "bins"),
        [
            (
                1,
                (109, 4430, 199854),
                40.6422,
                41,
                13.5432,
                (38.07, 43.21),
                (1, 5, 19, 26, 30, 19, 9, 0, 0, 0),
            ),
            (
                2,
                (109, 6397, 395835),
                58.6881,
                59,
                13.7462,
                (56.08, 61.30),
                (0, 0, 3, 6, 21, 25, 28, 20, 6, 0),
            ),
        ],
    )
    def test_each_framework(self, framework, sums, mean, median, sd, interval, bins):
        summary = m.slider_summary(FRAMEWORKS[framework])
        moments = summary.moments
        assert (moments.n, moments.total, moments.sum_squares) == sums
        assert moments.mean == pytest.approx(mean, abs=5e-5)
        assert moments.sd == pytest.approx(sd, abs=5e-5)
        found = (moments.mean_interval.low, moments.mean_interval.high)
        assert found == pytest.approx(interval, abs=5e-3)
        assert (summary.median, summary.bins) == (median, bins)

    def test_cells(self):
        cells = {}
        for _, f, s, value in SLIDERS:
            cells.setdefault((f, s), []).append(value)
        found = {key: (len(v), round(sum(v) / len(v), 3)) for key, v in cells.items()}
        assert found == {
            (1, 1): (36, 37.500),
            (1, 2): (36, 40.722),
            (1, 3): (37, 43.622),
            (2, 1): (36, 55.861),
            (2, 2): (37, 58.514),
            (2, 3): (36, 61.694),
        }

    def test_as_if_independent(self):
        first, second = (m.slider_moments(FRAMEWORKS[f]) for f in (1, 2))
        test = m.welch(first, second)
        assert test.difference == pytest.approx(18.0459, abs=5e-5)
        assert test.t == pytest.approx(9.7634, abs=5e-5)
        assert test.df == pytest.approx(215.952, abs=5e-4)
        found = (test.interval.low, test.interval.high)
        assert found == pytest.approx((14.40, 21.69), abs=5e-3)
        ranks = m.compare_ranks(FRAMEWORKS[1], FRAMEWORKS[2])
        assert ranks.u == 9741.0
        assert ranks.pvalue == pytest.approx(3.29e-16, abs=5e-19)
        assert ranks.delta == pytest.approx(0.6398, abs=5e-5)
        found = (ranks.delta_interval.low, ranks.delta_interval.high)
        assert found == pytest.approx((0.531, 0.749), abs=5e-4)

    def test_the_same_people(self):
        of = {(p, f): [] for p, f, _, _ in SLIDERS}
        for p, f, _, value in SLIDERS:
            of[p, f].append(value)
        means = {key: Fraction(sum(values), len(values)) for key, values in of.items()}
        test = m.paired_comparison([means[p, 2] - means[p, 1] for p in range(37)])
        assert test.moments.n == 37
        assert test.moments.mean == pytest.approx(17.6081, abs=5e-5)
        assert test.moments.sd == pytest.approx(8.6180, abs=5e-5)
        assert test.moments.standard_error == pytest.approx(1.417, abs=5e-4)
        assert test.t == pytest.approx(12.428, abs=5e-4)
        assert (test.interval.low, test.interval.high) == pytest.approx((14.73, 20.48), abs=5e-3)
        assert (test.higher, test.lower) == (36, 1)

    def test_naive_standard_error_is_larger_here(self):
        first, second = (m.slider_moments(FRAMEWORKS[f]) for f in (1, 2))
        naive = (first.standard_error**2 + second.standard_error**2) ** 0.5
        assert naive == pytest.approx(1.848, abs=5e-4)

    def test_density_uses_the_number_of_answers(self):
        counts = FRAMEWORKS[1]
        assert m.bandwidth(m.slider_moments(counts)) == pytest.approx(5.2995, abs=5e-5)
        density = float(m.density(counts, [50])[0])
        assert density == pytest.approx(0.022199, abs=5e-7)
        raw = stats.gaussian_kde(FRAMEWORK_VALUES[1])(50)[0]
        assert density == pytest.approx(raw, rel=1e-6)
        weighted = stats.gaussian_kde(np.arange(101), weights=counts)
        assert weighted.neff == pytest.approx(44.8, abs=0.05)
        assert weighted(50)[0] == pytest.approx(0.021798, abs=5e-7)
        assert density != pytest.approx(weighted(50)[0], rel=1e-3)

    def test_density_needs_thirty(self):
        with pytest.raises(m.NoAnswers):
            m.density(m.histogram(range(29)), [50])

    def test_ends_of_the_scale(self):
        assert m.ten_bins(m.histogram([0, 9, 10, 90, 99, 100])) == (2, 1, 0, 0, 0, 0, 0, 0, 0, 3)
        with pytest.raises(ValueError, match="not on the scale"):
            m.histogram([101])
