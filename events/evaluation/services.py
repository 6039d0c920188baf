"""The verbs of evaluation: tally, publish, evaluate."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import override

from events.evaluation import results
from events.evaluation.models import PublishedEdition, TallyVersion
from events.evaluation.querysets import forms_behind
from events.evaluation.tally import Tally, count_cells
from events.feedback.models import Answer, FeedbackForm
from events.models import EventSession
from events.registration.models import Registration
from events.registration.states import State

Audience = PublishedEdition.Audience
#: For each audience: no edition under this many responses, and none for fewer new ones than that.
STEPS = {Audience.PUBLIC: (10, 5), Audience.ROOM: (5, 3)}
#: What staff without the permission to read comments see of a question: nothing under this base.
STAFF_BASE = 5
PUBLIC_BASE = 10


# Tallies ------------------------------------------------------------------------------------------


@transaction.atomic
def rebuild_tally(*, form_id: int) -> TallyVersion:
    """Count the form's answers again and replace its tally; publish what is due.

    Safe to repeat, in any order and at any time: the lock is taken first and everything is counted
    by one statement after it, so whoever comes later has seen at least as much, and the version
    moves forward.
    """
    # The row lock queues rebuilds on PostgreSQL without holding up answers; SQLite's transaction
    # holds the one write lock from its beginning.
    form = FeedbackForm.objects.select_for_update(no_key=True).get(pk=form_id)
    cells = [list(cell) for cell in count_cells(form)]
    tally = TallyVersion.objects.filter(form=form).first() or TallyVersion(form=form)
    if tally.version == 0 or cells != tally.cells:
        tally.version += 1
        tally.cells = cells
    tally.responses = Tally(cells).responses
    tally.built_at = timezone.now()
    tally.save()
    _publish(form, tally)
    return tally


def bring_up_to_date(*, form_id: int) -> None:
    """Rebuild the tally if responses have come since; publish what is due.

    Of a burst of messages the first does the work for all.
    """
    if forms_behind().filter(pk=form_id).exists():
        rebuild_tally(form_id=form_id)
        return
    with transaction.atomic():
        form = FeedbackForm.objects.select_for_update(no_key=True).get(pk=form_id)
        tally = TallyVersion.objects.filter(form=form).first()
        if tally is not None:
            _publish(form, tally)


def sweep_tallies() -> int:
    """Rebuild every tally that has fallen behind, whatever message was lost; return how many."""
    behind = list(forms_behind().values_list("pk", flat=True))
    for form_id in behind:
        rebuild_tally(form_id=form_id)
    return len(behind)


def _publish(form: FeedbackForm, tally: TallyVersion) -> None:
    """Number a new edition for each audience that may have one."""
    live = form.delivery == FeedbackForm.Delivery.LIVE
    audiences = [Audience.PUBLIC]
    if live and form.screen == FeedbackForm.Screen.LIVE:
        audiences.append(Audience.ROOM)
    for audience in audiences:
        # What was said in a room leaves it only where whoever said it agreed.
        consenting = live and audience == Audience.PUBLIC
        responses = _consenting(form) if consenting else tally.responses
        last = PublishedEdition.objects.newest(form, audience)
        if _is_due(form, responses, audience, last.responses if last else None):
            PublishedEdition.objects.create(
                form=form,
                audience=audience,
                number=last.number + 1 if last else 1,
                responses=responses,
                cells=count_cells(form, consenting=True) if consenting else tally.cells,
                published_at=timezone.now(),
            )


def _consenting(form: FeedbackForm) -> int:
    consenting: int = form.responses.filter(consent_open=True).count()
    return consenting


def _is_due(
    form: FeedbackForm, responses: int, audience: PublishedEdition.Audience, last: int | None
) -> bool:
    least, step = STEPS[audience]
    if responses < least:
        return False
    if last is None:
        return True
    closed = form.status == FeedbackForm.Status.CLOSED
    # The room gets the remainder when the presenter closes the form; the public never does.
    enough = 1 if audience == Audience.ROOM and closed else step
    return abs(responses - last) >= enough


# Evaluation ---------------------------------------------------------------------------------------


def evaluate(
    *,
    form: FeedbackForm,
    language: str,
    cells: Iterable[Iterable[object]] | None = None,
    base: int = 1,
    public: bool = False,
) -> dict[str, Any]:
    """Return every metric of a form as plain data, worded in ``language``.

    ``cells`` are those of an edition, otherwise of the newest tally. Questions with fewer than
    ``base`` answers are withheld, and with ``public`` also whatever would tell of a few people by
    a difference. Proportions are 0 to 1; each has its base and its printed form beside it.
    """
    stored = TallyVersion.objects.filter(form=form).first() if cells is None else None
    tally = Tally(cells if cells is not None else stored.cells if stored else [])
    form = FeedbackForm.objects.with_questions().get(pk=form.pk)
    with override(language):
        return {
            "form": form.code,
            "title": form.title,
            "language": language,
            "version": stored.version if stored else 0,
            "updated_at": stored.built_at.isoformat() if stored else None,
            "responses": tally.responses,
            "languages": None if public else tally.languages(),
            "questions": [
                results.question_result(form, question, tally, base=base, public=public)
                for question in form.questions.all()
            ],
        }


def evaluate_attendance(*, form: FeedbackForm) -> dict[str, Any]:
    """Return attendance at the event's ended sessions and the response rates, as plain data."""
    sessions = EventSession.objects.past().filter(event_id=form.event_id)
    ended = Registration.objects.filter(session__in=sessions.order_by())
    walked_in = Q(attendance__walk_in=True)
    came = Q(attendance__outcome__in=["attended", "partial"])
    gave_up = Q(state__in=[State.CANCELLED_BY_ATTENDEE, State.CANCELLED_BY_ORGANISER])
    counts = ended.aggregate(
        booked=Count("pk", filter=~walked_in | Q(attendance=None)),
        cancelled=Count("pk", filter=gave_up),
        confirmed=Count("pk", filter=Q(state=State.CONFIRMED) & (~walked_in | Q(attendance=None))),
        came_booked=Count("pk", filter=came & ~walked_in),
        walk_ins=Count("pk", filter=came & walked_in),
    )
    invitations = form.invitations.aggregate(
        invited=Count("pk"), used=Count("pk", filter=Q(used=True))
    )
    return results.attendance_result(**counts, **invitations)


def comments(*, form: FeedbackForm) -> list[dict[str, str]]:
    """Return what people wrote, in an order that tells nothing of when; for those who may read it.

    The caller checks the permission ``feedback.view_comments``.
    """
    rows = Answer.objects.comments().filter(response__form=form)
    return [
        {"question": question, "language": language, "text": text}
        for question, language, text in rows.values_list(
            "question__slug", "response__language", "text"
        )
    ]
