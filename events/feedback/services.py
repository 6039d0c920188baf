"""Services of feedback: invite attendees and store answers. Only they write to its tables."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from events.feedback.models import Answer, FeedbackForm, Invitation, Question, Response
from events.models import EventSession
from events.registration.models import Registration
from gpx_site.core.text import plain
from gpx_site.mail import services as mail
from gpx_site.ops import tokens
from gpx_site.outbox import services as outbox

PURPOSE = "feedback"
Status = Answer.Status
Kind = Question.Kind


class FeedbackError(Exception):
    """An answer or a link was refused."""


class FormClosed(FeedbackError):
    """The form takes no answers now."""


class LinkUnknown(FeedbackError):
    """No invitation has this token."""


class InvitationUsed(FeedbackError):
    """The one-time link has been used."""


class SubmissionConflict(FeedbackError):
    """This submission was stored before, with other answers."""


class InvalidAnswer(FeedbackError):
    """An answer does not fit its question; ``column`` names it as an import does."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


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


# Invitations --------------------------------------------------------------------------------------


def invite_attendees(*, form: FeedbackForm) -> int:
    """Invite each attendee of the event's ended sessions once; return how many were added.

    Where attendance was recorded, those who came; elsewhere, those with a confirmed place. Safe to
    repeat: nobody is invited twice.
    """
    if not form.is_open or form.delivery != FeedbackForm.Delivery.INVITED:
        return 0
    ended = EventSession.objects.past().filter(event_id=form.event_id)
    added = 0
    for session in ended:
        attendees = Registration.objects.of_attendees(session).order_by("pk")
        for registration in attendees.exclude(_invited(form)):
            added += _invite(form, registration)
    return added


def _invited(form: FeedbackForm) -> Exists:
    return Exists(Invitation.objects.filter(form=form, registration=OuterRef("pk")))


@transaction.atomic
def _invite(form: FeedbackForm, registration: Registration) -> bool:
    nonce = tokens.new_nonce()
    invitation, made = Invitation.objects.get_or_create(
        form=form,
        registration=registration,
        defaults={"nonce": nonce, "token_hash": tokens.digest(tokens.derive(nonce, PURPOSE))},
    )
    if made:
        mail.send("feedback.invitation", key=str(invitation.pk), invitation=invitation.pk)
    return made


def open_invitation(*, token: str) -> Invitation:
    """Return the invitation that ``token`` opens.

    Raises:
        LinkUnknown: no invitation has this token.
        InvitationUsed: the link has been used.
        FormClosed: the form takes no answers now.
    """
    found = Invitation.objects.select_related("form").filter(token_hash=tokens.digest(token))
    invitation: Invitation | None = found.first()
    if invitation is None:
        raise LinkUnknown
    if invitation.used:
        raise InvitationUsed
    if not invitation.form.is_open:
        raise FormClosed
    return invitation


# Responses ----------------------------------------------------------------------------------------


def submit_response(
    *,
    form: FeedbackForm,
    answers: Iterable[Given],
    language: str,
    submission_id: uuid.UUID,
    source: str = Response.Source.WEB,
    invitation: Invitation | None = None,
    consent_open: bool = False,
    participant_key: str = "",
) -> Response:
    """Store one person's answers, use up the invitation and enqueue the tally, all or nothing.

    Questions that ``answers`` leave out are stored as skipped. The same ``submission_id`` again
    returns the response that was stored first.

    Raises:
        InvalidAnswer: an answer does not fit its question.
        SubmissionConflict: this submission was stored before, with other answers.
        InvitationUsed: the link was used meanwhile, as in another tab.
        FormClosed: the form takes no answers now.
    """
    rows = _rows(form, list(answers))
    response = Response(
        form=form,
        submission_id=submission_id,
        language=language,
        source=source,
        consent_open=consent_open,
        participant_key=participant_key,
        received_at=None if form.anonymous else timezone.now(),
    )
    try:
        return _stored(response, rows) or _store(response, rows, invitation)
    except (InvitationUsed, FormClosed, IntegrityError):
        # The same submission may have been stored by another process in the meantime.
        first = _stored(response, rows)
        if first is None:
            raise
        return first


@transaction.atomic
def _store(response: Response, rows: Sequence[Answer], invitation: Invitation | None) -> Response:
    form = response.form
    imported = response.source in {Response.Source.IMPORT, Response.Source.PAPER}
    # Read inside the transaction: the form may have been closed since the page was opened.
    if not imported and not FeedbackForm.objects.open().filter(pk=form.pk).exists():
        raise FormClosed
    if invitation is not None and not _use_up(invitation, form):
        raise InvitationUsed
    response.save(force_insert=True)
    for row in rows:
        row.response = response
    Answer.objects.bulk_create(rows)
    # A random key: the row has a time, which must not lead to an anonymous response.
    outbox.enqueue("tally", key=f"{form.pk}:{uuid.uuid4().hex}", payload={"form": form.pk})
    return response


def _use_up(invitation: Invitation, form: FeedbackForm) -> bool:
    """Mark the link as used; return False if another transaction already has."""
    unused = Invitation.objects.unused().filter(pk=invitation.pk, form=form)
    return bool(unused.update(used=True))


def _stored(response: Response, rows: Sequence[Answer]) -> Response | None:
    """Return the response stored under this submission before; None if there is none.

    Raises SubmissionConflict if its answers differ.
    """
    first = Response.objects.filter(submission_id=response.submission_id).first()
    if first is None:
        return None
    same_form = first.form_id == response.form_id
    if not same_form or {*map(_content, first.answers.all())} != {*map(_content, rows)}:
        raise SubmissionConflict
    return first


def _content(row: Answer) -> tuple[object, ...]:
    return (
        row.question_id,
        row.condition_id,
        row.moment,
        str(row.status),
        row.value_int,
        row.option_id,
        row.text,
    )


def _rows(form: FeedbackForm, answers: list[Given]) -> list[Answer]:
    """Check the answers and return their rows, at least one for each answer that is asked for."""
    given = {answer.column: answer for answer in answers}
    if len(given) != len(answers):
        twice = next(each for each in answers if given[each.column] is not each)
        raise InvalidAnswer(twice.column)
    rows: list[Answer] = []
    for question in form.questions.all():
        for blank in slots(form, question):
            rows += _checked(form, question, given.pop(blank.column, blank))
    if given:
        raise InvalidAnswer(next(iter(given)))
    return rows


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


def mark_changed(*, form: FeedbackForm) -> None:
    """Enqueue the tally of a form that was opened or closed, or whose screen was changed."""
    outbox.enqueue("tally", key=f"{form.pk}:{uuid.uuid4().hex}", payload={"form": form.pk})
