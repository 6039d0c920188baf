"""Answered questions keep their wording: mistakes are corrected on record, and a change of meaning
makes another question. See decision 34.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from events.feedback.models import Condition, Option, Question
from gpx_site.privacy.models import AuditEntry

REWORDED = "feedback.reworded"
REPLACED = "feedback.replaced"
#: What is left of a code's 50 characters beside the number of a successor.
STEM = 46


@dataclass(frozen=True, kw_only=True)
class Rewording:
    """One field that is worded anew: of a question or condition, or of the option with a code."""

    field: str
    old: str
    new: str
    option: str = ""


def log_correction(
    *, asked: Question | Condition, changes: Sequence[Rewording], by: AbstractBaseUser | None
) -> None:
    """Record that mistakes in an answered wording were corrected."""
    AuditEntry.record(
        asked,
        REWORDED,
        actor=by,
        form=asked.form.code,
        code=asked.slug,
        changes=[asdict(each) for each in changes],
    )


@transaction.atomic
def replace_question(
    *, question: Question, changes: Sequence[Rewording], by: AbstractBaseUser | None
) -> Question:
    """Ask another question, worded anew, in the place of an answered one, which keeps its answers.

    The new one follows directly, under the next free code.
    """
    asked = list(Question.objects.filter(form=question.form_id))
    old = next(each for each in asked if each.pk == question.pk)
    new = _successor(old, asked, changes)
    old.superseded_by = new
    asked.insert(asked.index(old) + 1, new)
    for place, each in enumerate(asked):
        each.sort_order = place
    Question.objects.bulk_update(asked, ["sort_order", "superseded_by"])
    AuditEntry.record(old, REPLACED, actor=by, form=old.form.code, code=old.slug, by=new.slug)
    return new


def _successor(old: Question, asked: list[Question], changes: Sequence[Rewording]) -> Question:
    """Store a question like ``old`` with its options, apart from ``changes``."""
    worded = {each.field: each.new for each in changes if not each.option}
    new: Question = Question.objects.create(
        **_values(old) | worded | {"slug": _next_code(old, asked), "superseded_by_id": None}
    )
    for option in Option.objects.filter(question=old):
        labels = {each.field: each.new for each in changes if each.option == option.slug}
        Option.objects.create(**_values(option) | labels | {"question_id": new.pk})
    return new


def _values(row: Question | Option) -> dict[str, object]:
    fields = (field for field in row._meta.concrete_fields if not field.primary_key)
    return {field.attname: getattr(row, field.attname) for field in fields}


def _next_code(old: Question, asked: list[Question]) -> str:
    """Return ``code-2``, or the next that is free, from the code of the first in the line."""
    first = old
    while before := next((each for each in asked if each.superseded_by_id == first.pk), None):
        first = before
    taken = {each.slug for each in asked}
    return next(code for code in _numbered(first.slug[:STEM]) if code not in taken)


def _numbered(stem: str) -> Iterator[str]:
    return (f"{stem}-{number}" for number in count(2))
