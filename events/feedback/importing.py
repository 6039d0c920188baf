"""Answers from paper or from another system: a CSV file, taken whole or refused whole.

Columns: ``response`` (anything that tells the rows apart, and stays the same when the file is sent
again), ``language`` (en or cy), optionally ``consent`` (yes or no), and one for each answer:
``question``, ``question:before``, ``question:after`` or ``question@condition``. An empty cell was
left blank; ``n/a`` is not applicable; several options are joined by ``|``.
"""

import csv
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TextIO

from django.db import transaction
from django.utils.translation import gettext as _

from events.feedback import services
from events.feedback.models import Answer, FeedbackForm, Question, Response
from events.feedback.services import Given

NAMESPACE = uuid.UUID("6f1c1a60-9d0e-4d0f-8f5e-51a3c0a5b7d4")
NOT_APPLICABLE = "n/a"
YES_NO = {"yes": True, "no": False, "": False}
Slots = dict[str, tuple[Question, Given]]
ROW_COLUMNS = ("response", "language", "consent")


@dataclass(frozen=True)
class Problem:
    """Why a file was refused: at which line, in which column, for what reason."""

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
    """How many rows were new and how many had been stored before."""

    added: int
    repeated: int


def import_file(*, form: FeedbackForm, file: TextIO) -> Imported:
    """Read a CSV file and store all of its rows.

    Raises:
        ImportRefused: a row cannot be taken; then none is.
    """
    reader = csv.DictReader(file, restkey="")
    columns = [name.strip() for name in reader.fieldnames or []]
    reader.fieldnames = columns
    problems = _column_problems(form, columns)
    if problems:
        raise ImportRefused(problems)
    return import_rows(form=form, rows=((reader.line_num, row) for row in reader))


@transaction.atomic
def import_rows(*, form: FeedbackForm, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Imported:
    """Store ``rows`` of (line number, cells by column); sent again, they are recognised.

    Raises:
        ImportRefused: a row cannot be taken; then none is.
    """
    form = FeedbackForm.objects.with_questions().get(pk=form.pk)
    known = set(form.responses.values_list("submission_id", flat=True))
    columns = _slots(form)
    problems: list[Problem] = []
    seen: set[uuid.UUID] = set()
    repeated = 0
    for line, cells in rows:
        submission_id = uuid.uuid5(
            NAMESPACE, f"{form.code}:{(cells.get('response') or '').strip()}"
        )
        found = _row_problems(line, cells)
        if submission_id in seen:
            found.append(Problem(line, "response", _("This row is in the file twice.")))
        found = found or _take(form, columns, line, cells, submission_id)
        problems += found
        repeated += submission_id in known and not found
        seen.add(submission_id)
    if problems:
        raise ImportRefused(problems)
    return Imported(added=len(seen) - repeated, repeated=repeated)


def _slots(form: FeedbackForm) -> Slots:
    """Every answer column of a form."""
    return {
        slot.column: (question, slot)
        for question in form.questions.all()
        for slot in services.slots(form, question)
    }


def _column_problems(form: FeedbackForm, columns: list[str]) -> list[Problem]:
    known = {*ROW_COLUMNS, *_slots(form)}
    problems = [
        Problem(1, name, _("The form has no such question."))
        for name in columns
        if name not in known
    ]
    for name in ROW_COLUMNS[:2]:
        if name not in columns:
            problems.append(Problem(1, name, _("This column is missing.")))
    if len(set(columns)) != len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        problems.append(Problem(1, twice, _("This column is in the file twice.")))
    return problems


def _row_problems(line: int, cells: Mapping[str, str]) -> list[Problem]:
    """What is wrong with a row before its answers are looked at."""
    problems = []
    if "" in cells or None in cells.values():
        problems.append(
            Problem(line, "", _("The row has more or fewer cells than the first line."))
        )
    if not (cells.get("response") or "").strip():
        problems.append(Problem(line, "response", _("Give the row a number or a name.")))
    if (cells.get("language") or "").strip() not in Response.Language.values:
        problems.append(Problem(line, "language", _("Write “en” or “cy”.")))
    if (cells.get("consent") or "").strip().lower() not in YES_NO:
        problems.append(Problem(line, "consent", _("Write “yes” or “no”.")))
    return problems


def _take(
    form: FeedbackForm,
    columns: Slots,
    line: int,
    cells: Mapping[str, str],
    submission_id: uuid.UUID,
) -> list[Problem]:
    """Store one row; return why it could not be."""
    answers, problems = [], []
    for column, (question, slot) in columns.items():
        try:
            answers.append(_answer(question, slot, (cells.get(column) or "").strip()))
        except ValueError:
            problems.append(_out_of_range(line, column, question))
    if problems:
        return problems
    try:
        services.submit_response(
            form=form,
            answers=answers,
            language=cells["language"].strip(),
            submission_id=submission_id,
            source=Response.Source.IMPORT,
            consent_open=YES_NO[(cells.get("consent") or "").strip().lower()],
        )
    except services.InvalidAnswer as error:
        return [_out_of_range(line, error.column, columns[error.column][0])]
    except services.SubmissionConflict:
        reason = _("This row was imported before with other answers.")
        return [Problem(line, "response", reason)]
    return []


def _answer(question: Question, slot: Given, cell: str) -> Given:
    """What one cell says. Raises ValueError where a number is wanted and something else stands."""
    where = {"question": slot.question, "moment": slot.moment, "condition": slot.condition}
    if not cell:
        return slot
    if cell.lower() == NOT_APPLICABLE:
        return Given(**where, status=Answer.Status.NOT_APPLICABLE)
    if question.has_options:
        return Given(**where, options=tuple(part.strip() for part in cell.split("|")))
    if question.kind == Question.Kind.TEXT:
        return Given(**where, text=cell)
    return Given(**where, value=int(cell))


def _out_of_range(line: int, column: str, question: Question) -> Problem:
    """Say what the column takes."""
    if question.has_options:
        slugs = ", ".join(option.slug for option in question.options.all())
        return Problem(line, column, _("Use these options: %(options)s.") % {"options": slugs})
    low, high = Question.RANGES.get(question.kind, (0, 0))
    reason = _("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
    return Problem(line, column, reason)
