"""Import answers from paper or from another system: a CSV file, accepted or refused as a whole.

Columns: ``response`` (anything that tells the rows apart and stays the same when the file is sent
again), ``language`` (en or cy), optionally ``consent`` (yes or no), and one for each answer:
``question``, ``question:before``, ``question:after`` or ``question@condition``. An empty cell was
left blank; ``n/a`` is not applicable; several options are joined by ``|``.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from events.feedback import services
from events.feedback.models import Answer, FeedbackForm, Question, Response
from events.feedback.services import Given
from gpx_site.core.tables import Table, read_table

NAMESPACE = uuid.UUID("6f1c1a60-9d0e-4d0f-8f5e-51a3c0a5b7d4")
NOT_APPLICABLE = "n/a"
YES_NO = {"yes": True, "no": False, "": False}
Slots = dict[str, tuple[Question, Given]]
Cells = Mapping[str, str]
REQUIRED_COLUMNS = ("response", "language")
ROW_COLUMNS = (*REQUIRED_COLUMNS, "consent")


@dataclass(frozen=True)
class Problem:
    """Why a file was refused: the line, the column and the reason."""

    line: int
    column: str
    reason: str


class ImportRefused(Exception):
    """The file was refused; nothing of it was stored."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Imported:
    """How many rows were new, and how many were stored before."""

    added: int
    repeated: int


def import_file(*, form: FeedbackForm, content: bytes) -> Imported:
    """Read a CSV file and store all of its rows; rows that were stored before are recognised.

    Raises:
        TableError: the file is no CSV file in UTF-8 or UTF-16.
        ImportRefused: a column is unknown or missing, or a row cannot be stored; then none is.
    """
    form = FeedbackForm.objects.with_questions().get(pk=form.pk)
    slots = _slots(form)
    known = {*ROW_COLUMNS, *slots}
    table = read_table(
        content, recognise=lambda cells: sum(cell.strip() in known for cell in cells)
    )
    columns = [name.strip() for name in table.columns]
    problems = _column_problems(columns, known)
    if problems:
        raise ImportRefused(problems)
    return _import_rows(form, slots, columns, table)


def _import_rows(form: FeedbackForm, slots: Slots, columns: list[str], table: Table) -> Imported:
    problems: list[Problem] = []
    submissions: dict[uuid.UUID, services.Submission] = {}
    lines: dict[uuid.UUID, int] = {}
    for row in table.body:
        cells = dict(zip(columns, (cell.strip() for cell in row.cells), strict=False))
        submission_id = uuid.uuid5(NAMESPACE, f"{form.code}:{cells.get('response', '')}")
        found = _row_problems(row.line, cells)
        if len(row.cells) != len(columns):
            reason = _("The row has more or fewer cells than the first line.")
            found.insert(0, Problem(row.line, "", reason))
        if submission_id in lines:
            found.append(Problem(row.line, "response", _("This row is in the file twice.")))
        if not found:
            taken, found = _submission(form, slots, row.line, cells, submission_id)
            submissions |= {submission_id: taken} if taken else {}
        problems += found
        lines[submission_id] = row.line
    if problems:
        raise ImportRefused(problems)
    try:
        added = services.import_responses(form=form, submissions=[*submissions.values()])
    except services.SubmissionConflict as conflict:
        reason = _("This row was imported before with other answers.")
        again = [Problem(lines[each], "response", reason) for each in conflict.submissions]
        raise ImportRefused(again) from conflict
    return Imported(added=added, repeated=len(submissions) - added)


def _slots(form: FeedbackForm) -> Slots:
    """Return the answer columns of a form."""
    return {
        slot.column: (question, slot)
        for question in form.asked_questions
        for slot in services.slots(form, question)
    }


def _column_problems(columns: list[str], known: set[str]) -> list[Problem]:
    """Return what is wrong with the headings."""
    problems = [
        Problem(1, name, _("The form has no such question."))
        for name in columns
        if name not in known
    ]
    problems += [
        Problem(1, name, _("This column is missing."))
        for name in REQUIRED_COLUMNS
        if name not in columns
    ]
    if len(set(columns)) != len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        problems.append(Problem(1, twice, _("This column is in the file twice.")))
    return problems


def _row_problems(line: int, cells: Cells) -> list[Problem]:
    """Return what is wrong with a row apart from its answers."""
    problems = []
    if not cells.get("response"):
        problems.append(Problem(line, "response", _("Give the row a number or a name.")))
    if cells.get("language") not in Response.Language.values:
        problems.append(Problem(line, "language", _("Write “en” or “cy”.")))
    if cells.get("consent", "").lower() not in YES_NO:
        problems.append(Problem(line, "consent", _("Write “yes” or “no”.")))
    return problems


def _submission(
    form: FeedbackForm, slots: Slots, line: int, cells: Cells, submission_id: uuid.UUID
) -> tuple[services.Submission | None, list[Problem]]:
    """Return the answers of one row, or why they cannot be stored."""
    answers, problems = [], []
    for column, (question, slot) in slots.items():
        try:
            answers.append(_answer(question, slot, cells.get(column, "")))
        except ValueError:
            problems.append(_out_of_range(line, column, question))
    if problems:
        return None, problems
    try:
        taken = services.submission(
            form=form,
            answers=answers,
            language=cells["language"],
            submission_id=submission_id,
            source=Response.Source.IMPORT,
            consent_open=YES_NO[cells.get("consent", "").lower()],
        )
    except services.InvalidAnswer as error:
        return None, [_out_of_range(line, error.column, slots[error.column][0])]
    except services.NothingAnswered:
        return None, [Problem(line, "", _("This row has no answer."))]
    return taken, []


def _answer(question: Question, slot: Given, cell: str) -> Given:
    """Return the answer in one cell. Raises ValueError where a number is expected and missing."""
    if not cell:
        return slot
    if cell.lower() == NOT_APPLICABLE:
        return replace(slot, status=Answer.Status.NOT_APPLICABLE)
    answered = replace(slot, status=Answer.Status.ANSWERED)
    if question.has_options:
        return replace(answered, options=tuple(part.strip() for part in cell.split("|")))
    if question.kind == Question.Kind.TEXT:
        return replace(answered, text=cell)
    return replace(answered, value=int(cell))


def _out_of_range(line: int, column: str, question: Question) -> Problem:
    """Return the problem that names what the column accepts."""
    if question.has_options:
        slugs = ", ".join(option.slug for option in question.options.all())
        return Problem(line, column, _("Use these options: %(options)s.") % {"options": slugs})
    low, high = Question.RANGES.get(Question.Kind(question.kind), (0, 0))
    reason = _("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
    return Problem(line, column, reason)
