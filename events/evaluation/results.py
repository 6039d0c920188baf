"""From a tally to plain data: one question's metrics, each with its base and its printed form."""

from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from events.evaluation import metrics
from events.evaluation.metrics import Interval, LikertDistribution, Percentage
from events.evaluation.tally import Tally
from events.feedback.models import FeedbackForm, Question

Kind = Question.Kind
Data = dict[str, Any]
#: Publicly, people told apart from the rest by a difference must be none or at least this many.
APART = 5


def question_result(
    form: FeedbackForm, question: Question, tally: Tally, *, base: int, public: bool
) -> Data:
    """One question's metrics, in the active language; withheld under ``base`` answers."""
    moments = {
        moment or "once": tally.statuses(question.slug, moment) for moment in question.moments
    }
    answered = min(status.answered for status in moments.values())
    result: Data = {
        "slug": question.slug,
        "kind": question.kind,
        "text": question.text,
        "n": answered,
        "withheld": answered < base,
    }
    if result["withheld"]:
        return result | {"n": None if base > 1 else answered}
    if not public:
        result["statuses"] = {moment: asdict(status) for moment, status in moments.items()}
    if question.kind == Kind.TEXT:
        return result
    return result | _metrics(form, question, tally, answered, base=base, public=public)


def _metrics(
    form: FeedbackForm, question: Question, tally: Tally, answered: int, *, base: int, public: bool
) -> Data:
    match question.kind:
        case Kind.STATEMENT_BEFORE_AFTER:
            return _before_after(question, tally, public=public)
        case Kind.STATEMENT:
            counts = tally.agreement(question.slug)
            return {**_statement_facts(question), "after": distribution(counts)}
        case Kind.CHOICE | Kind.MULTI_CHOICE:
            return _options(question, tally, answered)
        case Kind.SCALE:
            return _recommendation(tally.values(question.slug, size=11))
        case _:
            return _slider(form, question, tally, base=base, public=public)


def percentage(value: Percentage) -> Data:
    """A share with its counts, its Wilson interval and its printed form."""
    return {
        "count": value.count,
        "base": value.base,
        "value": float(value.value),
        "display": value.display,
        "interval": interval(metrics.wilson(value.count, value.base)),
    }


def interval(value: Interval) -> list[float]:
    """Both ends of a 95% confidence interval."""
    return [value.low, value.high]


# Statements ---------------------------------------------------------------------------------------


def distribution(counts: Sequence[int]) -> Data:
    """The five points, strongly disagree first."""
    found = LikertDistribution(tuple(counts))
    return {
        "n": found.n,
        "counts": list(counts),
        "disagree": percentage(found.disagree),
        "agree": percentage(found.agree),
        "net": float(found.net),
        "median": found.median_category,
    }


def _statement_facts(question: Question) -> Data:
    return {"design": question.design, "desired_direction": question.desired_direction}


def _before_after(question: Question, tally: Tally, *, public: bool) -> Data:
    table = tally.matched(question.slug)
    summary = metrics.summarise_statement(table, question.desired_direction)
    result = {
        **_statement_facts(question),
        "before": distribution(summary.before.counts),
        "after": distribution(summary.after.counts),
        "shift": {"agree": _shift(summary.agree), "disagree": _shift(summary.disagree)},
        "n_pairs": summary.n_pairs,
        "n_before_only": summary.n_before_only,
        "n_after_only": summary.n_after_only,
        "paired": None,
    }
    if public and _tells_a_few_apart(summary):
        return result | {"n_pairs": None, "n_before_only": None, "n_after_only": None}
    return result | {"paired": _paired(summary.paired)}


def _tells_a_few_apart(summary: metrics.StatementSummary) -> bool:
    """Whether the pairs beside all answers would single out those who answered once."""
    once = (summary.n_before_only, summary.n_after_only)
    return summary.n_pairs < 2 * APART or any(0 < n < APART for n in once)


def _shift(shift: metrics.Shift | None) -> Data | None:
    if shift is None:
        return None
    return {
        "value": float(shift.difference),
        "points": metrics.points(shift.difference),
        "interval": interval(shift.interval),
    }


def _paired(change: metrics.PairedChange | None) -> Data | None:
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
        "wilcoxon": {"plus": ranks.plus, "minus": ranks.minus, "p": ranks.pvalue},
        "mean": mean.mean,
        "sd": mean.sd if mean.n > 1 else None,
        "mean_interval": interval(mean.mean_interval) if mean.n > 1 else None,
    }


# Options and scores -------------------------------------------------------------------------------


def _options(question: Question, tally: Tally, answered: int) -> Data:
    """Shares of the base; an option outside the base has its count alone."""
    counts = tally.options(question.slug)
    options = list(question.options.all())
    in_base = sum(counts.get(option.slug, 0) for option in options if option.counts_in_base)
    base = answered if question.kind == Kind.MULTI_CHOICE else in_base
    rows = []
    for option in options:
        count = counts.get(option.slug, 0)
        share = option.counts_in_base and base > 0
        rows.append(
            {
                "slug": option.slug,
                "label": option.label,
                "count": count,
                "in_base": option.counts_in_base,
                "share": percentage(metrics.percent(count, base)) if share else None,
            }
        )
    return {"base": base, "options": rows}


def _recommendation(counts: Sequence[int]) -> Data:
    score = metrics.NetPromoter.from_scores(counts)
    return {
        "counts": list(counts),
        "promoters": score.promoters,
        "passives": score.passives,
        "detractors": score.detractors,
        "score": float(score.score),
        "points": metrics.points(score.score),
        "interval": interval(score.interval),
    }


# Sliders ------------------------------------------------------------------------------------------


def _slider(
    form: FeedbackForm, question: Question, tally: Tally, *, base: int, public: bool
) -> Data:
    framings: dict[str, tuple[str, set[str]]] = {}
    for condition in form.conditions.all():
        _name, slugs = framings.setdefault(condition.framing, (condition.framing_name, set()))
        slugs.add(condition.slug)
    groups = [
        slider_group(slug, name, tally.markers(question.slug, segments), base=base, public=public)
        for slug, (name, segments) in framings.items()
    ] or [slider_group("", "", tally.markers(question.slug), base=base, public=public)]
    result: Data = {"low": question.low, "high": question.high, "groups": groups}
    if len(groups) == 2 and not any(group["withheld"] for group in groups):
        first, second = (tally.markers(question.slug, each) for _, each in framings.values())
        result["independent"] = _independent(first, second)
        result["same_people"] = _same_people(tally.people(question.slug), *framings)
    return result


def slider_group(slug: str, label: str, counts: Sequence[int], *, base: int, public: bool) -> Data:
    """One framing's distribution; the public sees it in tens."""
    result: Data = {"slug": slug, "label": label, "n": sum(counts), "withheld": sum(counts) < base}
    if result["withheld"] or not sum(counts):
        return result | {"n": None if result["withheld"] else 0}
    summary = metrics.slider_summary(counts)
    several = summary.moments.n > 1
    return result | {
        "mean": summary.moments.mean,
        "mean_display": str(metrics.round_half_up(summary.moments.mean, 1)),
        "sd": summary.moments.sd if several else None,
        "interval": interval(summary.moments.mean_interval) if several else None,
        "quartiles": [summary.lower_quartile, summary.median, summary.upper_quartile],
        "bins": list(summary.bins),
        "histogram": None if public else list(counts),
    }


def _independent(first: Sequence[int], second: Sequence[int]) -> Data | None:
    """The groups compared as if different people had answered."""
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


def _same_people(rows: list[tuple[int, str, int, int]], first: str, second: str) -> Data | None:
    """Each person's mean under one framing less that under the other."""
    means = {(person, framing): Fraction(total, n) for person, framing, total, n in rows}
    people = {person for person, framing in means if framing == first}
    differences = [
        means[person, second] - means[person, first]
        for person in sorted(people)
        if (person, second) in means
    ]
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
) -> Data:
    """Attendance and response rates; a rate without a base is None."""
    came = min(came_booked, confirmed)
    return {
        "booked": booked,
        "cancelled": cancelled,
        "confirmed": confirmed,
        "attended": came_booked + walk_ins,
        "walk_ins": walk_ins,
        "invited": invited,
        "attendance": percentage(metrics.percent(came, confirmed, 1)) if confirmed else None,
        "no_show": percentage(metrics.percent(confirmed - came, confirmed, 1))
        if confirmed
        else None,
        "response_rate": percentage(metrics.percent(used, invited, 1)) if invited else None,
    }
