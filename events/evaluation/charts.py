"""Build the chart of one question's result."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from events.evaluation import metrics
from events.evaluation.result_types import (
    BeforeAfterResult,
    Group,
    QuestionResult,
    SliderResult,
    StatementResult,
)
from gpx_site.charts import (
    BeforeAfterChart,
    Change,
    DistributionChart,
    GroupInTens,
    SliderChart,
    SliderGroup,
)
from gpx_site.core.questions.choices import agreement_labels

Chart = BeforeAfterChart | DistributionChart | SliderChart


def chart_of(result: QuestionResult) -> Chart | None:
    """Return the chart in the active language, or None where there is nothing to draw."""
    if result["withheld"]:
        return None
    match result["kind"]:
        case "statement" | "statement_before_after":
            return _statement(result)
        case "choice" | "multi_choice":
            shown = [option for option in result["options"] if option["share"]]
            counts, labels = [o["count"] for o in shown], [o["label"] for o in shown]
            return DistributionChart.build(result["text"], counts, labels, base=result["base"])
        case "scale":
            labels = [str(score) for score in range(len(result["counts"]))]
            return DistributionChart.build(result["text"], result["counts"], labels)
        case "slider":
            return _slider(result)
        case "text":
            return None


@dataclass(frozen=True)
class DrawnQuestion:
    """A chart and the kind of question that it answers, which decides its template."""

    kind: str
    chart: Chart


def draw(results: Iterable[QuestionResult]) -> list[DrawnQuestion]:
    """Return the charts of the questions that have one, in their order."""
    charts = ((result["kind"], chart_of(result)) for result in results)
    return [DrawnQuestion(kind, chart) for kind, chart in charts if chart]


def _statement(result: StatementResult | BeforeAfterResult) -> BeforeAfterChart:
    waves, n_pairs, change = [None, result["after"]], None, None
    if result["kind"] == "statement_before_after":
        waves[0], n_pairs, change = result["before"], result["n_pairs"], _change(result)
    before, after = (wave["counts"] if wave else [0] * metrics.POINTS for wave in waves)
    return BeforeAfterChart.build(
        statement=result["text"],
        before=before,
        after=after,
        n_pairs=n_pairs,
        design=result["design"],
        labels=agreement_labels(),
        desired_direction=result["desired_direction"],
        change=change,
    )


def _change(result: BeforeAfterResult) -> Change | None:
    """Return the change of the desired side: of the same people, if they are at least half."""
    waves = (result["before"], result["after"])
    paired = result["paired"]
    if paired and any(wave and 2 * paired["n"] < wave["n"] for wave in waves):
        paired = None
    found = paired or result["shift"]
    shift = found["agree"] if result["desired_direction"] > 0 else found["disagree"]
    if shift is None:
        return None
    low, high = shift["interval"]
    ends = (metrics.points(low), metrics.points(high))
    return Change(low, high, shift["points"], ends, paired["n"] if paired else None)


def _slider(result: SliderResult) -> SliderChart | None:
    groups = [_group(group) for group in result["groups"] if "bins" in group]
    if not groups:
        return None
    return SliderChart.build(result["text"], result["low"], result["high"], groups)


def _group(group: Group) -> SliderGroup | GroupInTens:
    """Return the group to draw; single answers are in the result only where they may be shown."""
    histogram = group["histogram"]
    if histogram is None:
        return GroupInTens(group["label"], group["bins"], Fraction(group["mean"]))
    return SliderGroup(group["label"], histogram, _density(histogram))


def _density(histogram: list[int]) -> list[float] | None:
    try:
        return [float(each) for each in metrics.density(histogram, range(metrics.SCALE))]
    except metrics.NoAnswers:
        return None
