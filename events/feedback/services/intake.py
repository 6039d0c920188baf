"""How answers come in so that nobody can be linked to them: see decision 32.

An answer changes the form's ``Intake`` row and nothing else. There it waits, among others and in no
order, until :func:`mix_in` writes all responses of the form anew, in one transaction and in a
random order. Locks are taken in the order form, intake.
"""

import uuid
from collections.abc import Iterable, Sequence
from functools import partial
from random import SystemRandom
from typing import Any, TypedDict

from django.db import models, transaction
from django.utils import timezone

from events.feedback.models import (
    Answer,
    Condition,
    FeedbackForm,
    Intake,
    Invitation,
    Option,
    Question,
    Response,
)
from events.feedback.services.answers import Given, checked
from events.feedback.services.errors import FormClosed, InvitationUsed, SubmissionConflict
from gpx_site.outbox import services as outbox

#: The name of the task that mixes in and counts; its app imports this one.
COUNT_TASK = "events.evaluation.tasks.bring_up_to_date"
#: So many answers are mixed in together, or a tenth of those stored where that is more: then the
#: rows that are written to store n answers, in ever larger batches, are about 11 n, not n squared.
FEWEST, SHARE = 5, 10
BATCH = 1000
ANSWER_FIELDS = (
    "question_id",
    "condition_id",
    "moment",
    "status",
    "value_int",
    "option_id",
    "text",
)
_random = SystemRandom()


class Submission(TypedDict):
    """One person's answers as they wait. An answer is the list of its ``ANSWER_FIELDS``."""

    submission_id: str
    language: str
    source: str
    consent_open: bool
    participant_key: str
    received_at: str | None
    answers: list[list[Any]]


def submission(
    *,
    form: FeedbackForm,
    answers: Iterable[Given],
    language: str,
    submission_id: uuid.UUID,
    source: str = Response.Source.WEB,
    consent_open: bool = False,
    participant_key: str = "",
) -> Submission:
    """Return the answers ready to be taken; questions that they leave out are skipped.

    Raises:
        InvalidAnswer: an answer does not fit its question.
        NothingAnswered: every question was left blank.
    """
    return {
        "submission_id": str(submission_id),
        "language": language,
        "source": str(source),
        "consent_open": consent_open,
        "participant_key": participant_key,
        "received_at": None if form.anonymous else timezone.now().isoformat(),
        "answers": [_content(row) for row in checked(form, list(answers))],
    }


def _content(row: Answer) -> list[Any]:
    content = [getattr(row, name) for name in ANSWER_FIELDS]
    return [str(each) if isinstance(each, models.Choices) else each for each in content]


# Taking -------------------------------------------------------------------------------------------


def submit_response(
    *, form: FeedbackForm, invitation: Invitation | None = None, **given: Any
) -> None:
    """Hold one person's answers and use up the invitation, all or nothing.

    ``given`` is what :func:`submission` takes. The same ``submission_id`` again changes nothing.

    Raises:
        InvalidAnswer: an answer does not fit its question.
        NothingAnswered: every question was left blank.
        SubmissionConflict: this submission was taken before, with other answers.
        InvitationUsed: the link was used meanwhile, as in another tab.
        FormClosed: the form takes no answers now.
    """
    taken = submission(form=form, **given)
    with transaction.atomic():
        intake = _lock(form.pk)
        if _is_repeated(intake, taken):
            return
        # Read under the lock: the form may have been closed since the page was opened.
        if not FeedbackForm.objects.open().filter(pk=form.pk).exists():
            raise FormClosed
        if invitation is not None:
            _use_up(intake, invitation)
        _hold(intake, taken)
        if _is_due(intake):
            intake.changed = True
            _nudge(form.pk)
        _save(intake)


@transaction.atomic
def import_responses(*, form: FeedbackForm, submissions: Sequence[Submission]) -> int:
    """Store answers from a file, all or none; return how many had not been taken before.

    Raises SubmissionConflict with those that were taken before with other answers.
    """
    _lock_form(form.pk)
    intake = _lock(form.pk)
    conflicts: list[uuid.UUID] = []
    added = 0
    for each in submissions:
        try:
            if not _is_repeated(intake, each):
                _hold(intake, each)
                added += 1
        except SubmissionConflict as conflict:
            conflicts += conflict.submissions
    if conflicts:
        raise SubmissionConflict(conflicts)
    _save(intake)
    mix_in(form_id=form.pk, at_once=True)
    return added


def was_received(*, form_code: str, submission_id: uuid.UUID) -> bool:
    """Whether this submission to this form is held or stored."""
    if Response.objects.filter(form__code=form_code, submission_id=submission_id).exists():
        return True
    intake = Intake.objects.filter(form__code=form_code).first()
    return intake is not None and _held(intake, str(submission_id)) is not None


def _lock_form(form_id: int) -> FeedbackForm:
    """Lock the form's row; on SQLite the transaction holds the one write lock from its start."""
    form: FeedbackForm = FeedbackForm.objects.select_for_update(no_key=True).get(pk=form_id)
    return form


def _lock(form_id: int) -> Intake:
    """Return the form's intake, locked and made if need be."""
    rows = Intake.objects.select_for_update(no_key=True)
    intake: Intake = rows.get_or_create(form_id=form_id)[0]
    return intake


def _is_repeated(intake: Intake, taken: Submission) -> bool:
    """Whether this submission is held or stored. Raises SubmissionConflict if others came then."""
    submission_id = uuid.UUID(taken["submission_id"])
    first = _held(intake, taken["submission_id"])
    if first is not None:
        before = first["answers"]
    else:
        stored = Response.objects.filter(form=intake.pk, submission_id=submission_id)
        response = stored.prefetch_related("answers").first()
        if response is None:
            return False
        before = [_content(row) for row in response.answers.all()]
    if {*map(tuple, before)} != {*map(tuple, taken["answers"])}:
        raise SubmissionConflict([submission_id])
    return True


def _held(intake: Intake, submission_id: str) -> Submission | None:
    return next((each for each in intake.held if each["submission_id"] == submission_id), None)


def _use_up(intake: Intake, invitation: Invitation) -> None:
    if invitation.form_id != intake.pk or invitation.pk in intake.used:
        raise InvitationUsed
    intake.used = sorted([*intake.used, invitation.pk])


def _hold(intake: Intake, taken: Submission) -> None:
    intake.held.insert(_random.randint(0, len(intake.held)), taken)


def _is_due(intake: Intake) -> bool:
    """Whether enough answers are held to be mixed in."""
    held = len(intake.held)
    return held >= FEWEST and (held >= Response.objects.filter(form=intake.pk).count() // SHARE)


def _save(intake: Intake) -> None:
    """Store the row without signals, as a receiver might write a row for each answer."""
    Intake.objects.filter(pk=intake.pk).update(
        used=intake.used, held=intake.held, changed=intake.changed
    )


def _nudge(form_id: int) -> None:
    transaction.on_commit(partial(outbox.nudge, COUNT_TASK, form_id), robust=True)


# Mixing in ----------------------------------------------------------------------------------------


@transaction.atomic
def mix_in(*, form_id: int, at_once: bool = False) -> bool:
    """Store what is held, if that is enough, the form is closed, or ``at_once``; return whether.

    All responses and answers of the form are written anew, in one random order, so that neither
    their place nor their transaction says which came last.
    """
    form = _lock_form(form_id)
    intake = Intake.objects.select_for_update(no_key=True).filter(pk=form_id).first()
    if intake is None or not intake.held:
        return False
    if not (at_once or not form.is_open or _is_due(intake)):
        return False
    responses = list(Response.objects.filter(form=form))
    answers = list(Answer.objects.filter(response__form=form))
    asked = _asked(form)
    for each in intake.held:
        response, rows = _rows(form, each)
        responses.append(response)
        answers += [row for row in rows if asked.issuperset(_keys(row))]
    # The answers go with their responses: by key, as a subquery over the same table may be slow.
    Response.objects.filter(form=form).delete()
    for written in (responses, answers):
        _random.shuffle(written)
    Response.objects.bulk_create(responses, batch_size=BATCH)
    Answer.objects.bulk_create(answers, batch_size=BATCH)
    intake.held, intake.changed = [], True
    _save(intake)
    return True


def _rows(form: FeedbackForm, held: Submission) -> tuple[Response, list[Answer]]:
    values: dict[str, Any] = {**held}
    rows = [dict(zip(ANSWER_FIELDS, each, strict=True)) for each in values.pop("answers")]
    response = Response(form=form, **values)
    return response, [Answer(response=response, **row) for row in rows]


def _asked(form: FeedbackForm) -> set[tuple[str, int | None]]:
    """Return the keys that an answer may have: what was removed takes what is held with it."""
    options = Option.objects.filter(question__form=form)
    return {
        ("condition", None),
        ("option", None),
        *(("question", pk) for pk in form.questions.values_list("pk", flat=True)),
        *(("condition", pk) for pk in form.conditions.values_list("pk", flat=True)),
        *(("option", pk) for pk in options.values_list("pk", flat=True)),
    }


def _keys(row: Answer) -> set[tuple[str, int | None]]:
    return {
        ("question", row.question_id),
        ("condition", row.condition_id),
        ("option", row.option_id),
    }


def is_held(asked: Question | Condition) -> bool:
    """Whether an answer to it is held. Once stored, the database keeps what it refers to."""
    intake = Intake.objects.filter(pk=asked.form_id).first()
    place = ANSWER_FIELDS.index(f"{asked._meta.model_name}_id")
    answers = (answer for each in (intake.held if intake else []) for answer in each["answers"])
    return any(answer[place] == asked.pk for answer in answers)


# The mark -----------------------------------------------------------------------------------------


def mark_changed(*, form: FeedbackForm) -> None:
    """Let the tally follow: stored answers changed, or the form was opened, closed or shown."""
    if Intake.objects.filter(pk=form.pk).update(changed=True):
        _nudge(form.pk)


def clear_mark(*, form_id: int) -> None:
    """Take the mark off. In the transaction that counts, before it does: changes wait for both."""
    Intake.objects.filter(pk=form_id).update(changed=False)


def is_marked(*, form_id: int) -> bool:
    """Whether the tally is due."""
    return _due().filter(pk=form_id).exists()


def marked_forms() -> list[int]:
    """Return the ids of the forms whose tally is due."""
    return list(_due().order_by("pk").values_list("pk", flat=True))


def _due() -> models.QuerySet[Intake]:
    # An answer that came in while its form was being closed may have missed the mark.
    late = ~models.Q(form__status=FeedbackForm.Status.OPEN) & ~models.Q(held=[])
    return Intake.objects.filter(models.Q(changed=True) | late)
