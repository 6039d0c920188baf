"""Count answers into cells, and read the cells as the tables that metrics take.

A cell is ``(question, segment, kind, a, b, n)``; slugs and numbers only, so that an answer counts
the same in either language. Its kinds:

========== ============== ============ ======== ===========================
kind       segment        a            b        n
========== ============== ============ ======== ===========================
response                  language     source   responses
status     condition      status       moment   people
value      condition      number       moment   answers
option                    option                answers
in_base                                         people who chose an option that counts
pair                      before       after    people who answered both
difference                difference            people
========== ============== ============ ======== ===========================
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from django.db.models import CharField, Count, F, Model, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from events.evaluation.metrics import POINTS, SCALE, MatchedTable, StatusCounts
from events.feedback.models import Answer, FeedbackForm, Question, Response

#: Rows of the six columns of a cell.
CellRows = QuerySet[Model, tuple[str, str, str, str, str, int]]
COLUMNS = ("cell_question", "cell_segment", "cell_kind", "cell_a", "cell_b", "cell_n")


class Cell(NamedTuple):
    """One count."""

    question: str
    segment: str
    kind: str
    a: str
    b: str
    n: int


def count_cells(form: FeedbackForm, *, consenting: bool = False) -> list[Cell]:
    """Count all answers of a form, or those of people who consent to publication.

    One statement, so that every cell comes from the same snapshot of the database.
    """
    responses = Response.objects.filter(form=form)
    answers = Answer.objects.filter(response__form=form)
    if consenting:
        responses = responses.filter(consent_open=True)
        answers = answers.filter(response__consent_open=True)
    parts = [_responses(responses), *_answers(answers), _pairs(answers), _people(answers)]
    first, *others = parts
    rows = [Cell(*row) for row in first.union(*others, all=True)]
    people = [row for row in rows if row.kind == "person"]
    return sorted([*_differences(form, people), *(row for row in rows if row.kind != "person")])


def _differences(form: FeedbackForm, people: list[Cell]) -> Iterator[Cell]:
    """Count by how much people's means differ between the first and second of two framings.

    ``people`` have the sum and the number of each person's answers under each framing; what is
    stored of them names nobody and links no two answers of one person to their other ones.
    """
    framings = list(dict.fromkeys(condition.framing for condition in form.conditions.all()))
    if len(framings) != 2:
        return
    means = {(row.question, row.a, row.segment): Fraction(int(row.b), row.n) for row in people}
    first, second = framings
    counts = Counter(
        (question, means[question, person, second] - mean)
        for (question, person, framing), mean in means.items()
        if framing == first and (question, person, second) in means
    )
    for (question, difference), n in counts.items():
        yield Cell(question, "", "difference", str(difference), "", n)


def _text(expression: Combinable) -> Cast:
    return Cast(expression, CharField())


def _cells(
    rows: QuerySet[Answer] | QuerySet[Response], kind: str, n: Count, **where: Combinable
) -> CellRows:
    """Return the six columns of a cell; those that ``where`` does not name are empty."""
    columns = {
        f"cell_{name}": _text(where.get(name, Value("")))
        for name in ("question", "segment", "a", "b")
    }
    grouped = rows.order_by().annotate(**columns, cell_kind=_text(Value(kind)))
    named = grouped.values(*COLUMNS[:-1]).annotate(cell_n=n)
    cells: CellRows = named.values_list(*COLUMNS)
    return cells


def _responses(rows: QuerySet[Response]) -> CellRows:
    return _cells(rows, "response", Count("pk"), a=F("language"), b=F("source"))


def _answers(rows: QuerySet[Answer]) -> list[CellRows]:
    answered = rows.filter(status=Answer.Status.ANSWERED)
    at: dict[str, Combinable] = {
        "question": F("question__slug"),
        "segment": Coalesce(F("condition__slug"), Value("")),
        "b": F("moment"),
    }
    people = Count("response", distinct=True)
    numbers = answered.filter(value_int__isnull=False)
    chosen = answered.filter(option__isnull=False)
    several = Question.Kind.MULTI_CHOICE
    counting = chosen.filter(question__kind=several, option__counts_in_base=True)
    return [
        _cells(rows, "status", people, **at, a=F("status")),
        _cells(numbers, "value", Count("pk"), **at, a=F("value_int")),
        _cells(chosen, "option", Count("pk"), question=at["question"], a=F("option__slug")),
        _cells(counting, "in_base", people, question=at["question"]),
    ]


def _pairs(rows: QuerySet[Answer]) -> CellRows:
    other = "response__answers"
    # One call of filter, so that all of it is about one other answer of the same response.
    paired = rows.filter(
        moment="before",
        value_int__isnull=False,
        **{
            f"{other}__question": F("question"),
            f"{other}__moment": "after",
            f"{other}__value_int__isnull": False,
        },
    )
    return _cells(
        paired,
        "pair",
        Count("pk"),
        question=F("question__slug"),
        a=F("value_int"),
        b=F(f"{other}__value_int"),
    )


def _people(answers: QuerySet[Answer]) -> CellRows:
    """Return the number and sum of each participant's answers under each framing."""
    placed = answers.filter(condition__isnull=False, value_int__isnull=False)
    rows = placed.exclude(response__participant_key="")
    columns = {
        "cell_question": _text(F("question__slug")),
        "cell_segment": _text(F("condition__framing")),
        "cell_kind": _text(Value("person")),
        "cell_a": _text(F("response__participant_key")),
    }
    grouped = rows.order_by().annotate(**columns).values(*columns)
    summed = grouped.annotate(cell_b=_text(Sum("value_int")), cell_n=Count("pk"))
    cells: CellRows = summed.values_list(*COLUMNS)
    return cells


class Tally:
    """Cells, read as tables."""

    def __init__(self, cells: Iterable[Iterable[object]]) -> None:
        self._cells: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for row in cells:
            cell = Cell._make(row)
            self._cells[cell.kind, cell.question].append(cell)

    @property
    def responses(self) -> int:
        """The number of responses."""
        return sum(cell.n for cell in self._cells["response", ""])

    def languages(self) -> dict[str, int]:
        """Return the number of responses in each language."""
        counts = {"cy": 0, "en": 0}
        for cell in self._cells["response", ""]:
            counts[cell.a] += cell.n
        return counts

    def statuses(self, question: str, moment: str = "") -> StatusCounts:
        """Return how many people are in each state, or with conditions, how many answers."""
        counts: dict[str, int] = defaultdict(int)
        for cell in self._cells["status", question]:
            if cell.b == moment:
                counts[cell.a] += cell.n
        return StatusCounts(**counts)

    def answered_by_segment(self, question: str) -> dict[str, int]:
        """Return how many people answered a question under each condition ("" without one)."""
        counts: dict[str, int] = defaultdict(int)
        for cell in self._cells["status", question]:
            counts[cell.segment] += cell.n if cell.a == "answered" else 0
        return counts

    def options(self, question: str) -> dict[str, int]:
        """Return how often each option was chosen."""
        return {cell.a: cell.n for cell in self._cells["option", question]}

    def in_base(self, question: str) -> int:
        """Return how many people chose at least one option that counts, where several may be."""
        return sum(cell.n for cell in self._cells["in_base", question])

    def values(
        self, question: str, *, size: int, moment: str = "", segments: set[str] | None = None
    ) -> list[int]:
        """Return how many gave each number below ``size``, under some conditions or all."""
        counts = [0] * size
        for cell in self._cells["value", question]:
            if cell.b == moment and (segments is None or cell.segment in segments):
                counts[int(cell.a)] += cell.n
        return counts

    def agreement(self, question: str, moment: str = "") -> list[int]:
        """Return how many chose each of the five points."""
        return self.values(question, size=POINTS + 1, moment=moment)[1:]

    def markers(self, question: str, segments: set[str] | None = None) -> list[int]:
        """Return the 101 bins of a slider."""
        return self.values(question, size=SCALE, segments=segments)

    def matched(self, question: str) -> MatchedTable:
        """Return the people who answered before and after, and those who answered once."""
        matrix = [[0] * POINTS for _ in range(POINTS)]
        for cell in self._cells["pair", question]:
            matrix[int(cell.a) - 1][int(cell.b) - 1] += cell.n
        before, after = self.agreement(question, "before"), self.agreement(question, "after")
        columns = zip(*matrix, strict=True)
        return MatchedTable(
            matrix=tuple(map(tuple, matrix)),
            before_only=tuple(n - sum(row) for n, row in zip(before, matrix, strict=True)),
            after_only=tuple(n - sum(col) for n, col in zip(after, columns, strict=True)),
        )

    def differences(self, question: str) -> list[Fraction]:
        """Return each person's mean under the second framing minus that under the first, sorted."""
        cells = self._cells["difference", question]
        return sorted(Fraction(cell.a) for cell in cells for _ in range(cell.n))
