"""Answers as they are given, checked against the questions of their form."""

from dataclasses import dataclass

from events.feedback.models import Answer, FeedbackForm, Question
from events.feedback.services.errors import InvalidAnswer, NothingAnswered
from gpx_site.core.text import plain

Status = Answer.Status
Kind = Question.Kind


@dataclass(frozen=True, kw_only=True)
class Given:
    """One answer as it was given, in slugs and numbers, which are the same in both languages."""

    question: str
    moment: str = ""
    condition: str = ""
    value: int | None = None
    options: tuple[str, ...] = ()
    text: str = ""
    status: str = Status.ANSWERED

    @property
    def column(self) -> str:
        """Its name in an import: ``question``, ``question:moment`` or ``question@condition``."""
        moment = f":{self.moment}" if self.moment else ""
        return self.question + moment + (f"@{self.condition}" if self.condition else "")


def checked(form: FeedbackForm, answers: list[Given]) -> list[Answer]:
    """Return the rows of the answers, at least one for each answer that is asked for.

    Raises:
        InvalidAnswer: one does not fit its question.
        NothingAnswered: every question was left blank.
    """
    given = {answer.column: answer for answer in answers}
    if len(given) != len(answers):
        twice = next(each for each in answers if given[each.column] is not each)
        raise InvalidAnswer(twice.column)
    rows: list[Answer] = []
    for question in form.asked_questions:
        for blank in slots(form, question):
            rows += _checked(form, question, given.pop(blank.column, blank))
    if given:
        raise InvalidAnswer(next(iter(given)))
    if not any(map(is_answer, rows)):
        raise NothingAnswered
    return rows


def is_answer(given: Given | Answer) -> bool:
    """Whether something was answered, be it only that the question does not apply."""
    return given.status not in {Status.SKIPPED, Status.NOT_ASKED}


def slots(form: FeedbackForm, question: Question) -> list[Given]:
    """Return the blank answers to a question: one, one per moment, or one per condition."""
    conditions = [condition.slug for condition in form.conditions.all()]
    if question.kind == Kind.SLIDER and conditions:
        return [
            Given(question=question.slug, condition=slug, status=Status.SKIPPED)
            for slug in conditions
        ]
    return [
        Given(question=question.slug, moment=moment, status=Status.SKIPPED)
        for moment in question.moments
    ]


def _checked(form: FeedbackForm, question: Question, given: Given) -> list[Answer]:
    """Return the rows of one answer."""
    condition = next((c for c in form.conditions.all() if c.slug == given.condition), None)

    def row(**value: object) -> Answer:
        return Answer(
            question=question,
            condition=condition,
            moment=given.moment,
            status=given.status,
            **value,
        )

    if given.status != Status.ANSWERED:
        return [row()]
    if question.has_options:
        return [row(option_id=pk) for pk in _option_ids(question, given)]
    if question.kind == Kind.TEXT:
        words = plain(given.text)
        if not words:
            raise InvalidAnswer(given.column)
        return [row(text=words)]
    low, high = Question.RANGES[Kind(question.kind)]
    if given.value is None or not low <= given.value <= high:
        raise InvalidAnswer(given.column)
    return [row(value_int=given.value)]


def _option_ids(question: Question, given: Given) -> list[int]:
    known = {option.slug: option.pk for option in question.options.all()}
    chosen = dict.fromkeys(given.options)
    most = 1 if question.kind == Kind.CHOICE else len(known)
    if not 1 <= len(chosen) <= most or not chosen.keys() <= known.keys():
        raise InvalidAnswer(given.column)
    return [known[slug] for slug in chosen]
