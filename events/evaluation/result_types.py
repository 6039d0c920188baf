"""The shapes of evaluation's results: plain data, as reports, pages and the JSON interface read it.

Shares and differences are proportions from 0 to 1 (or -1 to 1), unless they end in ``display`` or
``points``, which are printed forms. An interval is ``[low, high]`` at 95% confidence. The order of
the keys in JSON is the order in which ``results`` writes them.
"""

from typing import Literal, NotRequired, TypedDict

from gpx_site.charts import Design

Interval = list[float]


class Share(TypedDict):
    """``count`` of ``base``, with its Wilson interval."""

    count: int
    base: int
    value: float
    display: str
    interval: Interval


class Shift(TypedDict):
    """The change of a share; ``points`` is it in signed percentage points."""

    value: float
    points: str
    interval: Interval


class Statuses(TypedDict):
    """How many people are in each state of a question."""

    answered: int
    not_applicable: int
    prefer_not_to_say: int
    skipped: int
    not_asked: int


# Statements ---------------------------------------------------------------------------------------


class Distribution(TypedDict):
    """Answers on the five points, strongly disagree first; ``median`` is a point from 1 to 5."""

    n: int
    counts: list[int]
    disagree: Share
    agree: Share
    net: float
    median: int


class Shifts(TypedDict):
    """The change of both sides between all answers before and all after; None without answers."""

    agree: Shift | None
    disagree: Shift | None


class SignedRanks(TypedDict):
    """Wilcoxon's signed-rank test: rank sums, p-value, how it was computed.

    ``effect`` is the matched rank-biserial correlation, above 0 where agreement rose; None if
    nobody changed.
    """

    plus: float
    minus: float
    p: float
    method: Literal["exact", "normal"]
    effect: float | None


class PairedChange(TypedDict):
    """The change of those who answered before and after; ``mean`` is in points of the scale."""

    n: int
    improved: int
    same: int
    worse: int
    net: float
    agree: Shift | None
    disagree: Shift | None
    agree_mcnemar_p: float
    disagree_mcnemar_p: float
    sign_test_p: float
    wilcoxon: SignedRanks
    mean: float
    sd: float | None
    mean_interval: Interval | None


# Options, scores and sliders ----------------------------------------------------------------------


class Option(TypedDict):
    """One option; ``share`` is None where it is outside the base or the base is empty."""

    slug: str
    label: str
    count: int
    in_base: bool
    share: Share | None


class GroupFigures(TypedDict, total=False):
    """Markers from 0 to 100; empty where they are withheld or there are none.

    ``bins`` counts in tens, ``histogram`` for each of the 101 values (None for the public);
    ``quartiles`` are the lower one, the median and the upper one.
    """

    mean: float
    mean_display: str
    sd: float | None
    interval: Interval | None
    quartiles: list[float]
    bins: list[int]
    histogram: list[int] | None


class Group(GroupFigures):
    """One framing of a slider, with its figures; ``n`` is None where they are withheld."""

    slug: str
    label: str
    n: int | None
    withheld: bool


class IndependentGroups(TypedDict):
    """Two framings compared as if different people had answered: Welch's test, Cliff's delta."""

    difference: float
    interval: Interval
    p: float
    delta: float
    delta_interval: Interval


class SamePeople(TypedDict):
    """Two framings compared within each person: the paired t test."""

    n: int
    difference: float
    sd: float
    interval: Interval
    p: float
    higher: int
    lower: int


class SliderComparisons(TypedDict, total=False):
    """The comparisons of two framings; empty unless there are two and both are shown."""

    independent: IndependentGroups | None
    same_people: SamePeople | None


# Questions ----------------------------------------------------------------------------------------


class Withheld(TypedDict):
    """A question with too few answers; ``n`` is None where even their number is withheld."""

    slug: str
    kind: str
    text: str
    n: int | None
    withheld: Literal[True]


class Shown(TypedDict):
    """What every question has whose figures are shown.

    ``n`` is the smallest of its waves that are shown; ``statuses`` is by those, for staff alone.
    """

    slug: str
    text: str
    n: int
    withheld: Literal[False]
    statuses: NotRequired[dict[str, Statuses]]


class TextResult(Shown):
    """What people wrote in their own words is no figure."""

    kind: Literal["text"]


class StatementResult(Shown):
    """A statement that was asked once, after."""

    kind: Literal["statement"]
    design: Design
    desired_direction: int
    after: Distribution


class BeforeAfterResult(Shown):
    """A statement that was asked before and after.

    A wave is None where it has too few answers of its own; one of the two never is. The numbers of
    pairs and ``paired`` are None where they would tell a few people apart.
    """

    kind: Literal["statement_before_after"]
    design: Design
    desired_direction: int
    before: Distribution | None
    after: Distribution | None
    shift: Shifts
    n_pairs: int | None
    n_before_only: int | None
    n_after_only: int | None
    paired: PairedChange | None


class OptionsResult(Shown):
    """A choice of one or several options.

    ``base`` is the denominator of their shares: who chose at least one option that counts.
    """

    kind: Literal["choice", "multi_choice"]
    base: int
    options: list[Option]


class ScaleResult(Shown):
    """Scores from 0 to 10 and the net promoter score, ``points`` being its printed form."""

    kind: Literal["scale"]
    counts: list[int]
    promoters: int
    passives: int
    detractors: int
    score: float
    points: str
    interval: Interval


class SliderResult(Shown, SliderComparisons):
    """Markers between two extremes, under each framing."""

    kind: Literal["slider"]
    low: str
    high: str
    groups: list[Group]


QuestionResult = (
    Withheld
    | TextResult
    | StatementResult
    | BeforeAfterResult
    | OptionsResult
    | ScaleResult
    | SliderResult
)


# Forms --------------------------------------------------------------------------------------------


class Evaluation(TypedDict):
    """Every metric of a form, worded in ``language``; ``languages`` is None for the public."""

    form: str
    title: str
    language: str
    version: int
    updated_at: str | None
    responses: int
    languages: dict[str, int] | None
    questions: list[QuestionResult]


class PublicEvaluation(TypedDict):
    """An edition's metrics, without what people wrote, as the JSON interface gives them."""

    form: str
    title: str
    language: str
    updated_at: str
    responses: int
    questions: list[QuestionResult]
    edition: int


class AttendanceResult(TypedDict):
    """Attendance of a form's event and responses to its invitations; None for an empty base."""

    booked: int
    cancelled: int
    confirmed: int
    attended: int
    walk_ins: int
    invited: int
    attendance: Share | None
    no_show: Share | None
    response_rate: Share | None


class Comment(TypedDict):
    """What somebody wrote, with the code of the question and the language of the response."""

    question: str
    language: str
    text: str
