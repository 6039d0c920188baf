"""Answers to the event's own questions."""

from collections.abc import Iterable
from dataclasses import dataclass

from events.registration.models import Registration, RegistrationAnswer, RegistrationQuestion
from events.registration.services.errors import InvalidAnswer

Row = tuple[int, int | None, int | None, str]


@dataclass(frozen=True, kw_only=True)
class AnswerInput:
    """One answer as it was given: slugs, a number or words, whatever the language."""

    question: str
    options: tuple[str, ...] = ()
    value: int | None = None
    text: str = ""


def save_answers(registration: Registration, answers: Iterable[AnswerInput]) -> bool:
    """Replace the answers of a registration; return whether anything changed.

    Call it inside the transaction that changes the registration.

    Raises:
        InvalidAnswer: a question or an option is not one of the event's.
    """
    asked = RegistrationQuestion.objects.filter(event_id=registration.session.event_id)
    questions = {each.slug: each for each in asked.prefetch_related("options")}
    given = [row for reply in answers for row in _rows(questions.get(reply.question), reply)]
    kept = RegistrationAnswer.objects.filter(registration=registration)
    before = kept.values_list("question_id", "option_id", "value_int", "text")
    if set(before) == set(given):
        return False
    kept.delete()
    names = ("question_id", "option_id", "value_int", "text")
    RegistrationAnswer.objects.bulk_create(
        RegistrationAnswer(registration=registration, **dict(zip(names, row, strict=True)))
        for row in given
    )
    return True


def _rows(question: RegistrationQuestion | None, reply: AnswerInput) -> list[Row]:
    if question is None:
        raise InvalidAnswer
    known = {option.slug: option.pk for option in question.options.all()}
    if not known.keys() >= set(reply.options):
        raise InvalidAnswer
    rows: list[Row] = [(question.pk, known[slug], None, "") for slug in reply.options]
    if reply.value is not None:
        rows.append((question.pk, None, reply.value, ""))
    if reply.text:
        rows.append((question.pk, None, None, reply.text))
    return rows
