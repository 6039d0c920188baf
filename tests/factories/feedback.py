"""Feedback forms with every kind of question, and answers to them."""

import uuid
from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction

from events.evaluation import editions
from events.evaluation.models import PublishedEdition
from events.feedback import services
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
from events.feedback.services import Given
from events.feedback.services.intake import ANSWER_FIELDS
from events.models import EventSession
from events.registration.models import Attendance, Registration
from events.registration.states import State
from gpx_site.ops import tokens
from tests import factories
from tests.factories.numbers import next_number

STATEMENT = "statement_before_after"


def feedback_form(**fields) -> FeedbackForm:
    """An open form of an event, without questions."""
    n = next_number()
    defaults = {
        "code": f"feedback-{n}",
        "title_en": f"Your feedback {n}",
        "title_cy": f"Eich adborth {n}",
        "status": "open",
    }
    if fields.get("delivery") != "live":
        fields.setdefault("event", factories.event())
    return FeedbackForm.objects.create(**defaults | fields)


def question(form: FeedbackForm, slug: str, kind: str = STATEMENT, options=(), **fields):
    """A question; ``options`` are slugs."""
    made = Question.objects.create(
        form=form,
        slug=slug,
        kind=kind,
        text_en=f"English {slug}",
        text_cy=f"Cymraeg {slug}",
        sort_order=form.questions.count(),
        **fields,
    )
    for place, option in enumerate(options):
        Option.objects.create(
            question=made,
            slug=option,
            label_en=option.title(),
            label_cy=f"Cy {option}",
            sort_order=place,
            counts_in_base=option != "dont-know",
        )
    return made


def full_form(**fields) -> FeedbackForm:
    """Two statements, one choice, one of several choices, a score and a comment."""
    form = feedback_form(**fields)
    question(form, "no-say", desired_direction=-1)
    question(form, "confidence")
    question(form, "again", "choice", ["yes", "no", "dont-know"])
    question(form, "why", "multi_choice", ["motivation", "trigger"])
    question(form, "recommend", "scale")
    question(form, "comments", "text")
    return form


def capture(**fields) -> FeedbackForm:
    """A slider under two framings of three situations, answered in the room."""
    form = feedback_form(delivery="live", **fields)
    question(
        form,
        "reporting",
        "slider",
        low_en="fired",
        low_cy="diswyddo",
        high_en="promoted",
        high_cy="dyrchafu",
    )
    for f in (1, 2):
        for s in (1, 2, 3):
            Condition.objects.create(
                form=form,
                slug=f"f{f}-s{s}",
                framing=f"f{f}",
                framing_name_en=f"Framework {f}",
                framing_name_cy=f"Fframwaith {f}",
                situation=f"s{s}",
                situation_name_en=f"Situation {s}",
                situation_name_cy=f"Sefyllfa {s}",
                sort_order=3 * f + s,
            )
    return form


def both(slug: str, before: int, after: int) -> list[Given]:
    """A statement's two answers."""
    return [
        Given(question=slug, moment="before", value=before),
        Given(question=slug, moment="after", value=after),
    ]


def declined(form: FeedbackForm) -> list[Given]:
    """The least that counts: to the form's last question, that somebody prefers not to say."""
    slot = services.slots(form, form.questions.last())[-1]
    return [replace(slot, status="prefer_not_to_say")]


def send(form: FeedbackForm, answers=(), **fields) -> uuid.UUID:
    """Send a response in English, as a web page does; return its submission id."""
    answers = answers or declined(form)
    fields = {"language": "en", "submission_id": uuid.uuid4()} | fields
    services.submit_response(form=form, answers=answers, **fields)
    return fields["submission_id"]


@transaction.atomic
def submit(form: FeedbackForm, answers=(), **fields) -> Response:
    """A response in English, stored beside the others; to mix all of them anew would take long."""
    submission_id = send(form, answers, **fields)
    intake = Intake.objects.select_for_update().get(pk=form.pk)
    for held in intake.held:
        values = {**held}
        rows = values.pop("answers")
        response = Response.objects.create(form=form, **values)
        Answer.objects.bulk_create(
            Answer(response=response, **dict(zip(ANSWER_FIELDS, row, strict=True))) for row in rows
        )
    Intake.objects.filter(pk=form.pk).update(held=[], changed=True)
    return form.responses.get(submission_id=submission_id)


def mix_in(form: FeedbackForm) -> None:
    """Store what is held, however little it is."""
    services.mix_in(form_id=form.pk, at_once=True)


def published(form: FeedbackForm, *questions: str) -> PublishedEdition:
    """The next public edition, of all questions that may be published or of these."""
    slugs = questions or form.questions.values_list("slug", flat=True)
    publisher, _made = User.objects.get_or_create(username="publisher")
    return editions.publish_edition(form=form, questions=slugs, note="Read.", by=publisher)


def people(matrix) -> list[tuple[int, int]]:
    """(before, after) of everyone in a matrix of pairs."""
    return [
        (before, after)
        for before, row in enumerate(matrix, 1)
        for after, n in enumerate(row, 1)
        for _ in range(n)
    ]


def past_session(form: FeedbackForm, **fields) -> EventSession:
    """A session of the form's event that ended yesterday."""
    return factories.session(event=form.event, starts_at=factories.in_days(-1.2), **fields)


def attendee(session: EventSession, outcome: str = "", mail_locale: str = "en", **fields):
    """A registration of a past session, with what happened on the day."""
    person = factories.person()
    fields.setdefault("state", State.CONFIRMED)
    made = Registration.objects.create(
        session=session,
        person=person,
        name=person.name,
        email_key=person.email_key,
        mail_locale=mail_locale,
        **fields,
    )
    if outcome:
        Attendance.objects.create(registration=made, outcome=outcome, source="manual")
    return made


def invitation(form: FeedbackForm, **fields) -> tuple[Invitation, str]:
    """An invitation and the token of its link."""
    registration = attendee(form.event.sessions.first() or past_session(form), "attended", **fields)
    nonce = tokens.new_nonce()
    token = tokens.derive(nonce, services.PURPOSE)
    made = Invitation.objects.create(
        form=form, registration=registration, nonce=nonce, token_hash=tokens.digest(token)
    )
    return made, token
