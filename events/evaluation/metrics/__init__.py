"""From integer tables to metrics: pure functions that know no database and no framework.

Values are proportions (0 to 1) or points of the scale; displays are made by ``rounding`` alone.
A figure over an empty base raises ``NoAnswers``.
"""

from .answers import AnswerStatus, ResponseRate, StatusCounts, response_rate
from .attendance import Attendance, Rate, first_time_rate, rate
from .change_tests import SignedRank, mcnemar_exact, sign_test, wilcoxon_signed_rank
from .groups import (
    MeanDifference,
    RankComparison,
    compare_ranks,
    hedges_g,
    welch,
)
from .intervals import (
    Interval,
    PairedProportions,
    bonett_price,
    goodman,
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
from .network import Network, network
from .participants import (
    PairedComparison,
    bootstrap_interval,
    paired_comparison,
    participant_differences,
)
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
from .triads import TriadPoint, triad_point

__all__ = [
    "DENSITY_BASE",
    "POINTS",
    "SCALE",
    "AnswerStatus",
    "Attendance",
    "Interval",
    "LikertDistribution",
    "MatchedChange",
    "MatchedTable",
    "MeanDifference",
    "Moments",
    "NetPromoter",
    "Network",
    "NoAnswers",
    "PairedChange",
    "PairedComparison",
    "PairedProportions",
    "Percentage",
    "RankComparison",
    "Rate",
    "ResponseRate",
    "Shift",
    "Side",
    "SignedRank",
    "SliderSummary",
    "StatementSummary",
    "StatusCounts",
    "TriadPoint",
    "bandwidth",
    "bonett_price",
    "bootstrap_interval",
    "compare_ranks",
    "density",
    "first_time_rate",
    "goodman",
    "hedges_g",
    "histogram",
    "matched_change",
    "mcnemar_exact",
    "network",
    "newcombe_paired",
    "newcombe_unpaired",
    "paired_change",
    "paired_comparison",
    "paired_shift",
    "participant_differences",
    "percent",
    "points",
    "quantile",
    "rate",
    "response_rate",
    "round_half_up",
    "sign_test",
    "slider_moments",
    "slider_summary",
    "summarise_statement",
    "ten_bins",
    "triad_point",
    "unpaired_shift",
    "welch",
    "wilcoxon_signed_rank",
    "wilson",
]
