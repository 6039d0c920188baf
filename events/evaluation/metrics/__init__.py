"""From integer tables to metrics: pure functions that know no database and no framework.

Values are proportions (0 to 1) or points of the scale; displays are made by ``rounding`` alone.
A figure over an empty base raises ``NoAnswers``.
"""

from .answers import StatusCounts
from .attendance import Attendance, Rate, rate
from .change_tests import SignedRank, mcnemar_exact, sign_test, wilcoxon_signed_rank
from .groups import MeanDifference, RankComparison, compare_ranks, welch
from .intervals import (
    Interval,
    PairedProportions,
    newcombe_paired,
    newcombe_unpaired,
    wilson,
)
from .likert import (
    POINTS,
    LikertDistribution,
    MatchedChange,
    MatchedTable,
    Side,
    matched_change,
)
from .moments import Moments
from .participants import PairedComparison, paired_comparison
from .recommend import NetPromoter
from .rounding import NoAnswers, Percentage, percent, points, round_half_up
from .sliders import (
    DENSITY_BASE,
    SCALE,
    SliderSummary,
    bandwidth,
    density,
    histogram,
    quantile,
    slider_moments,
    slider_summary,
    ten_bins,
)
from .statement import (
    PairedChange,
    Shift,
    StatementSummary,
    paired_change,
    paired_shift,
    summarise_statement,
    unpaired_shift,
)

__all__ = [
    "DENSITY_BASE",
    "POINTS",
    "SCALE",
    "Attendance",
    "Interval",
    "LikertDistribution",
    "MatchedChange",
    "MatchedTable",
    "MeanDifference",
    "Moments",
    "NetPromoter",
    "NoAnswers",
    "PairedChange",
    "PairedComparison",
    "PairedProportions",
    "Percentage",
    "RankComparison",
    "Rate",
    "Shift",
    "Side",
    "SignedRank",
    "SliderSummary",
    "StatementSummary",
    "StatusCounts",
    "bandwidth",
    "compare_ranks",
    "density",
    "histogram",
    "matched_change",
    "mcnemar_exact",
    "newcombe_paired",
    "newcombe_unpaired",
    "paired_change",
    "paired_comparison",
    "paired_shift",
    "percent",
    "points",
    "quantile",
    "rate",
    "round_half_up",
    "sign_test",
    "slider_moments",
    "slider_summary",
    "summarise_statement",
    "ten_bins",
    "unpaired_shift",
    "welch",
    "wilcoxon_signed_rank",
    "wilson",
]
