"""The chart of one question's result."""

from fractions import Fraction
from typing import Any

from events.evaluation import metrics
from events.feedback.models import Question
from gpx_site.charts import (
    BeforeAfterChart,
    DistributionChart,
    GroupInTens,
    SliderChart,
    SliderGroup,
)
from gpx_site.core.questions.choices import agreement_labels

Kind = Question.Kind
Chart = BeforeAfterChart | DistributionChart | SliderChart


def chart_of(result: dict[str, Any]) -> Chart | None:
    """Build the chart in the active language; None where there is nothing to draw."""
    if result["withheld"]:
        return None
    match result["kind"]:
        case Kind.STATEMENT_BEFORE_AFTER | Kind.STATEMENT:
            return _statement(result)
        case Kind.CHOICE | Kind.MULTI_CHOICE:
            shown = [option for option in result["options"] if option["share"]]
            counts, labels = [o["count"] for o in shown], [o["label"] for o in shown]
            return DistributionChart.build(result["text"], counts, labels, base=result["base"])
        case Kind.SCALE:
            labels = [str(score) for score in range(len(result["counts"]))]
            return DistributionChart.build(result["text"], result["counts"], labels)
        case Kind.SLIDER:
            return _slider(result)
    return None


def _statement(result: dict[str, Any]) -> BeforeAfterChart:
    after = result["after"]["counts"]
    before = result["before"]["counts"] if "before" in result else [0] * len(after)
    return BeforeAfterChart.build(
        statement=result["text"],
        before=before,
        after=after,
        n_pairs=result.get("n_pairs"),
        design=result["design"],
        labels=agreement_labels(),
        desired_direction=result["desired_direction"],
    )


def _slider(result: dict[str, Any]) -> SliderChart | None:
    groups = [_group(group) for group in result["groups"] if group.get("bins")]
    if not groups:
        return None
    return SliderChart.build(result["text"], result["low"], result["high"], groups)


def _group(group: dict[str, Any]) -> SliderGroup | GroupInTens:
    """Single answers are there only for those who may see them."""
    if group["histogram"] is None:
        return GroupInTens(group["label"], group["bins"], Fraction(group["mean"]))
    return SliderGroup(group["label"], group["histogram"], _density(group["histogram"]))


def _density(histogram: list[int]) -> list[float] | None:
    try:
        return [float(each) for each in metrics.density(histogram, range(metrics.SCALE))]
    except metrics.NoAnswers:
        return None
