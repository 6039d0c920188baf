"""Turn a tally into results: one question's metrics as plain data, worded in one language."""

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from events.evaluation import metrics
from events.evaluation.codebook import Codebook, CodebookQuestion
from events.evaluation.metrics import LikertDistribution, Percentage, StatusCounts
from events.evaluation.result_types import (
    AttendanceResult,
    BeforeAfterResult,
    Distribution,
    Group,
    GroupFigures,
    IndependentGroups,
    Interval,
    Option,
    OptionsResult,
    PairedChange,
    QuestionResult,
    SamePeople,
    ScaleResult,
    Share,
    Shift,
    Shown,
    SliderComparisons,
    SliderResult,
    StatementResult,
    Statuses,
)
from events.evaluation.tally import Tally
from events.feedback.models import Question
from gpx_site.charts import Design

Kind = Question.Kind
#: The fewest people whom public figures may tell apart from the rest by a difference, if any.
MIN_APART = 5


def question_result(
    codebook: Codebook, question: CodebookQuestion, tally: Tally, *, base: int, public: bool
) -> QuestionResult:
    """Return one question's metrics in the active language; under ``base`` answers, withhold them.

    A statement asked twice is withheld by its waves: each has its own answers. With ``public``,
    leave out what only staff may see.
    """
    moments = {
        moment or "once": tally.statuses(question.slug, moment) for moment in question.moments
    }
    moments = {moment: status for moment, status in moments.items() if status.answered >= base}
    if not moments:
        return {
            "slug": question.slug,
            "kind": question.kind,
            "text": question.text,
            "n": None if base > 1 else 0,
            "withheld": True,
        }
    shown: Shown = {
        "slug": question.slug,
        "text": question.text,
        "n": min(status.answered for status in moments.values()),
        "withheld": False,
    }
    if not public:
        shown["statuses"] = {moment: _statuses(status) for moment, status in moments.items()}
    return _metrics(codebook, question, tally, shown, base=base, public=public)


def _statuses(counts: StatusCounts) -> Statuses:
    return {
        "answered": counts.answered,
        "not_applicable": counts.not_applicable,
        "prefer_not_to_say": counts.prefer_not_to_say,
        "skipped": counts.skipped,
        "not_asked": counts.not_asked,
    }


def _metrics(
    codebook: Codebook,
    question: CodebookQuestion,
    tally: Tally,
    shown: Shown,
    *,
    base: int,
    public: bool,
) -> QuestionResult:
    match question.kind:
        case Kind.STATEMENT_BEFORE_AFTER:
            return _before_after(question, tally, shown, base=base, public=public)
        case Kind.STATEMENT:
            return _statement(question, tally, shown)
        case Kind.CHOICE:
            return _options(question, tally, shown, several=False)
        case Kind.MULTI_CHOICE:
            return _options(question, tally, shown, several=True)
        case Kind.SCALE:
            return _scale(question, tally, shown)
        case Kind.SLIDER:
            return _slider(codebook, question, tally, shown, base=base, public=public)
        case _:
            return {"slug": question.slug, "kind": "text", **shown}


def share(value: Percentage) -> Share:
    """Return a proportion with its counts, its Wilson interval and its printed form."""
    return {
        "count": value.count,
        "base": value.base,
        "value": float(value.value),
        "display": value.display,
        "interval": interval(metrics.wilson(value.count, value.base)),
    }


def interval(value: metrics.Interval) -> Interval:
    """Return both ends of a 95% confidence interval."""
    return [value.low, value.high]


# Statements ---------------------------------------------------------------------------------------


def distribution(counts: Sequence[int]) -> Distribution:
    """Return the distribution over the five points, strongly disagree first."""
    found = LikertDistribution(tuple(counts))
    return {
        "n": found.n,
        "counts": list(counts),
        "disagree": share(found.disagree),
        "agree": share(found.agree),
        "net": float(found.net),
        "median": found.median_category,
    }


def _statement(question: CodebookQuestion, tally: Tally, shown: Shown) -> StatementResult:
    return {
        "slug": question.slug,
        "kind": "statement",
        **shown,
        "design": cast(Design, question.design),
        "desired_direction": question.desired_direction,
        "after": distribution(tally.agreement(question.slug)),
    }


def _before_after(
    question: CodebookQuestion, tally: Tally, shown: Shown, *, base: int, public: bool
) -> BeforeAfterResult:
    table = tally.matched(question.slug)
    summary = metrics.summarise_statement(table, question.desired_direction)
    few = min(summary.before.n, summary.after.n) < base
    hidden = few or (public and _tells_a_few_apart(summary))
    return {
        "slug": question.slug,
        "kind": "statement_before_after",
        **shown,
        "design": cast(Design, question.design),
        "desired_direction": question.desired_direction,
        "before": _wave(summary.before, base),
        "after": _wave(summary.after, base),
        "shift": {
            "agree": None if few else _shift(summary.agree),
            "disagree": None if few else _shift(summary.disagree),
        },
        "n_pairs": None if hidden else summary.n_pairs,
        "n_before_only": None if hidden else summary.n_before_only,
        "n_after_only": None if hidden else summary.n_after_only,
        "paired": None if hidden else _paired(summary.paired),
    }


def _wave(found: LikertDistribution, base: int) -> Distribution | None:
    return distribution(found.counts) if found.n >= base else None


def _tells_a_few_apart(summary: metrics.StatementSummary) -> bool:
    """Whether the pairs beside all answers would single out those who answered once."""
    once = (summary.n_before_only, summary.n_after_only)
    return summary.n_pairs < 2 * MIN_APART or any(0 < n < MIN_APART for n in once)


def _shift(shift: metrics.Shift | None) -> Shift | None:
    if shift is None:
        return None
    return {
        "value": float(shift.difference),
        "points": metrics.points(shift.difference),
        "interval": interval(shift.interval),
    }


def _paired(change: metrics.PairedChange | None) -> PairedChange | None:
    if change is None:
        return None
    moved = change.change
    ranks, mean = change.signed_rank, change.mean_change
    return {
        "n": moved.n,
        "improved": moved.improved,
        "same": moved.same,
        "worse": moved.worse,
        "net": float(moved.net),
        "agree": _shift(change.agree),
        "disagree": _shift(change.disagree),
        "agree_mcnemar_p": change.agree_mcnemar_p,
        "disagree_mcnemar_p": change.disagree_mcnemar_p,
        "sign_test_p": change.sign_test_p,
        "wilcoxon": {
            "plus": ranks.plus,
            "minus": ranks.minus,
            "p": ranks.pvalue,
            "method": ranks.method,
            "effect": ranks.rank_biserial if ranks.n else None,
        },
        "mean": mean.mean,
        "sd": mean.sd if mean.n > 1 else None,
        "mean_interval": interval(mean.mean_interval) if mean.n > 1 else None,
    }


# Options and scores -------------------------------------------------------------------------------


def _options(
    question: CodebookQuestion, tally: Tally, shown: Shown, *, several: bool
) -> OptionsResult:
    """Return the share of each option; an option outside the base has its count alone.

    Whoever chose nothing else is outside the base too.
    """
    counts = tally.options(question.slug)
    options = question.options
    in_base = [counts.get(option.slug, 0) for option in options if option.counts_in_base]
    # An option may have come into the base since the answers were counted.
    base = max(tally.in_base(question.slug), *in_base, 0) if several else sum(in_base)
    rows: list[Option] = []
    for option in options:
        count = counts.get(option.slug, 0)
        has_share = option.counts_in_base and base > 0
        rows.append(
            {
                "slug": option.slug,
                "label": option.label,
                "count": count,
                "in_base": option.counts_in_base,
                "share": share(metrics.percent(count, base)) if has_share else None,
            }
        )
    return {
        "slug": question.slug,
        "kind": "multi_choice" if several else "choice",
        **shown,
        "base": base,
        "options": rows,
    }


def _scale(question: CodebookQuestion, tally: Tally, shown: Shown) -> ScaleResult:
    counts = tally.values(question.slug, size=11)
    score = metrics.NetPromoter.from_scores(counts)
    return {
        "slug": question.slug,
        "kind": "scale",
        **shown,
        "counts": counts,
        "promoters": score.promoters,
        "passives": score.passives,
        "detractors": score.detractors,
        "score": float(score.score),
        "points": metrics.points(score.score),
        "interval": interval(score.interval),
    }


# Sliders ------------------------------------------------------------------------------------------


def _slider(
    codebook: Codebook,
    question: CodebookQuestion,
    tally: Tally,
    shown: Shown,
    *,
    base: int,
    public: bool,
) -> SliderResult:
    framings: dict[str, tuple[str, set[str]]] = {}
    for condition in codebook.conditions:
        _name, slugs = framings.setdefault(condition.framing, (condition.framing_name, set()))
        slugs.add(condition.slug)
    groups = [
        slider_group(slug, name, tally.markers(question.slug, segments), base=base, public=public)
        for slug, (name, segments) in framings.items()
    ] or [slider_group("", "", tally.markers(question.slug), base=base, public=public)]
    comparisons: SliderComparisons = {}
    if len(groups) == 2 and not any(group["withheld"] for group in groups):
        first, second = (tally.markers(question.slug, each) for _, each in framings.values())
        comparisons = {
            "independent": _independent(first, second),
            "same_people": _same_people(tally.differences(question.slug)),
        }
    return {
        "slug": question.slug,
        "kind": "slider",
        **shown,
        "low": question.low,
        "high": question.high,
        "groups": groups,
        **comparisons,
    }


def slider_group(slug: str, label: str, counts: Sequence[int], *, base: int, public: bool) -> Group:
    """Return one framing's distribution, withheld under ``base`` answers; publicly in tens only."""
    n = sum(counts)
    withheld = n < base
    figures = _figures(counts, public=public) if n and not withheld else GroupFigures()
    return {
        "slug": slug,
        "label": label,
        "n": None if withheld else n,
        "withheld": withheld,
        **figures,
    }


def _figures(counts: Sequence[int], *, public: bool) -> GroupFigures:
    summary = metrics.slider_summary(counts)
    moments = summary.moments
    several = moments.n > 1
    return {
        "mean": moments.mean,
        "mean_display": str(metrics.round_half_up(moments.mean, 1)),
        "sd": moments.sd if several else None,
        "interval": interval(moments.mean_interval) if several else None,
        "quartiles": [summary.lower_quartile, summary.median, summary.upper_quartile],
        "bins": list(summary.bins),
        "histogram": None if public else list(counts),
    }


def _independent(first: Sequence[int], second: Sequence[int]) -> IndependentGroups | None:
    """Compare the groups as if different people had answered; None for a group under two."""
    one, two = metrics.slider_moments(first), metrics.slider_moments(second)
    if min(one.n, two.n) < 2:
        return None
    found, ranks = metrics.welch(one, two), metrics.compare_ranks(first, second)
    return {
        "difference": found.difference,
        "interval": interval(found.interval),
        "p": found.pvalue,
        "delta": ranks.delta,
        "delta_interval": interval(ranks.delta_interval),
    }


def _same_people(differences: list[Fraction]) -> SamePeople | None:
    """Compare each person's mean under the second framing with that under the first."""
    if len(differences) < 2:
        return None
    found = metrics.paired_comparison(differences)
    return {
        "n": found.moments.n,
        "difference": found.moments.mean,
        "sd": found.moments.sd,
        "interval": interval(found.interval),
        "p": found.pvalue,
        "higher": found.higher,
        "lower": found.lower,
    }


# Attendance ---------------------------------------------------------------------------------------


def attendance_result(
    *,
    booked: int,
    cancelled: int,
    confirmed: int,
    came_booked: int,
    walk_ins: int,
    invited: int,
    used: int,
) -> AttendanceResult:
    """Return attendance and response rates; a rate over an empty base is None."""
    came = min(came_booked, confirmed)
    return {
        "booked": booked,
        "cancelled": cancelled,
        "confirmed": confirmed,
        "attended": came_booked + walk_ins,
        "walk_ins": walk_ins,
        "invited": invited,
        "attendance": _rate(came, confirmed),
        "no_show": _rate(confirmed - came, confirmed),
        "response_rate": _rate(used, invited),
    }


def _rate(count: int, base: int) -> Share | None:
    return share(metrics.percent(count, base, 1)) if base else None
