"""Services of evaluation: tally answers, evaluate a form. ``editions`` has those of publishing."""

import logging

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import override

from events.evaluation import editions, results
from events.evaluation.codebook import codebook_of
from events.evaluation.gate import READERS, Rule, figures
from events.evaluation.models import TallyVersion
from events.evaluation.result_types import AttendanceResult, Comment, Evaluation
from events.evaluation.tally import Tally, count_cells
from events.feedback import services as feedback
from events.feedback.models import Answer, FeedbackForm
from events.models import EventSession
from events.registration.models import Registration
from events.registration.states import State

logger = logging.getLogger(__name__)


# Tallies ------------------------------------------------------------------------------------------


@transaction.atomic
def rebuild_tally(*, form_id: int) -> TallyVersion:
    """Count the form's answers again, replace its tally and publish the editions that are due.

    Answers that wait and are due are mixed in first. Safe to repeat, in any order and at any time:
    the lock is taken first and one statement counts everything after it, so a later rebuild has
    seen at least as much, and the version only rises.
    """
    # On PostgreSQL the row lock queues rebuilds; on SQLite the transaction holds the one write lock
    # from its start.
    form = FeedbackForm.objects.select_for_update(no_key=True).get(pk=form_id)
    feedback.mix_in(form_id=form_id)
    # From here on whatever changes the answers waits for the commit, and then sets the mark again.
    feedback.clear_mark(form_id=form_id)
    cells = [list(cell) for cell in count_cells(form)]
    tally = TallyVersion.objects.filter(form=form).first() or TallyVersion(form=form)
    if tally.version == 0 or cells != tally.cells:
        tally.version += 1
        tally.cells = cells
    tally.responses = Tally(cells).responses
    tally.built_at = timezone.now()
    tally.save()
    _publish(form)
    return tally


def bring_up_to_date(*, form_id: int) -> None:
    """Rebuild the tally if it is due; publish the editions that are due.

    Of a burst of messages, the first does the work of all.
    """
    if feedback.is_marked(form_id=form_id):
        rebuild_tally(form_id=form_id)
        return
    with transaction.atomic():
        form = FeedbackForm.objects.select_for_update(no_key=True).get(pk=form_id)
        if TallyVersion.objects.filter(form=form).exists():
            _publish(form)


def sweep_tallies() -> int:
    """Rebuild every tally that is due, as after a lost message; return how many were due.

    One that fails is logged and stays due.
    """
    due = feedback.marked_forms()
    for form_id in due:
        try:
            rebuild_tally(form_id=form_id)
        except Exception as error:
            # Log the class only: the text of an exception may quote an answer.
            logger.error("tally of form %s: %s", form_id, type(error).__name__)
    return len(due)


def check_tallies() -> int:
    """Recount every form; log and repair the tallies that are wrong though not due.

    That happens where something changes answers without ``feedback.mark_changed``.
    """
    counted = Q(responses__isnull=False) | Q(tally__isnull=False)
    forms = FeedbackForm.objects.filter(counted).distinct().order_by("pk")
    return sum(_check_tally(form_id) for form_id in forms.values_list("pk", flat=True))


@transaction.atomic
def _check_tally(form_id: int) -> bool:
    form = FeedbackForm.objects.select_for_update(no_key=True).get(pk=form_id)
    tally = TallyVersion.objects.filter(form=form).first()
    right = [list(cell) for cell in count_cells(form)] == (tally.cells if tally else [])
    if right or feedback.is_marked(form_id=form_id):
        return False
    logger.error("the tally of form %s did not agree with its answers", form.code)
    rebuild_tally(form_id=form_id)
    return True


def _publish(form: FeedbackForm) -> None:
    """Move the screen in the room on, where a step of people has answered since."""
    live = form.delivery == FeedbackForm.Delivery.LIVE
    if live and form.screen == FeedbackForm.Screen.LIVE:
        editions.move_screen(form=form)


# Evaluation ---------------------------------------------------------------------------------------


def evaluate(*, form: FeedbackForm, language: str, rule: Rule = READERS) -> Evaluation:
    """Return every metric of a form that ``rule`` lets out, worded in ``language``, for staff."""
    stored = TallyVersion.objects.filter(form=form).first()
    tally = Tally(stored.cells if stored else [])
    codebook = codebook_of(form)
    with override(language):
        return {
            "form": codebook.form,
            "title": codebook.title,
            "language": language,
            "version": stored.version if stored else 0,
            "updated_at": stored.built_at.isoformat() if stored else None,
            "responses": tally.responses,
            "languages": tally.languages(),
            "questions": figures(codebook, tally, rule),
        }


def evaluate_attendance(*, form: FeedbackForm) -> AttendanceResult:
    """Return attendance at the event's ended sessions, and the response rate of the form."""
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
    # Of those who were erased neither the invitation nor its use counts.
    invited = set(form.invitations.values_list("pk", flat=True))
    used = invited & feedback.used_ids(form_id=form.pk)
    return results.attendance_result(**counts, invited=len(invited), used=len(used))


def comments(*, form: FeedbackForm) -> list[Comment]:
    """Return what people wrote, in an order that does not disclose when they wrote it.

    The caller checks the permission ``feedback.view_comments``.
    """
    rows = Answer.objects.comments().filter(response__form=form)
    return [
        {"question": question, "language": language, "text": text}
        for question, language, text in rows.values_list(
            "question__slug", "response__language", "text"
        )
    ]
