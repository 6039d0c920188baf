"""Inviting people and taking their answers."""

import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from events.feedback import services, tasks
from events.feedback.models import Answer, Intake, Invitation, Response
from events.feedback.services import Given, intake
from gpx_site.outbox.models import OutboxMessage
from tests.factories import feedback as make
from tests.factories import in_days, session

pytestmark = pytest.mark.django_db


def stored(response):
    return {
        (row.question.slug, row.moment, row.status, row.value_int, row.option and row.option.slug)
        for row in response.answers.select_related("question", "option")
    }


# Inviting


def test_those_who_came_are_invited_where_attendance_was_recorded():
    form = make.feedback_form()
    held = make.past_session(form)
    came = make.attendee(held, "attended")
    partly = make.attendee(held, "partial")
    make.attendee(held, "no_show")
    make.attendee(held)
    assert services.invite_attendees(form=form) == 2
    assert {i.registration for i in form.invitations.all()} == {came, partly}


def test_confirmed_places_are_invited_where_attendance_was_not_recorded():
    form = make.feedback_form()
    held = make.past_session(form)
    confirmed = make.attendee(held)
    make.attendee(held, state="cancelled_by_attendee")
    make.attendee(held, state="waitlisted", queued_at=in_days(-3))
    assert services.invite_attendees(form=form) == 1
    assert form.invitations.get().registration == confirmed


def test_inviting_twice_invites_nobody_twice(drain):
    form = make.feedback_form()
    held = make.past_session(form)
    make.attendee(held, "attended")
    assert services.invite_attendees(form=form) == 1
    assert services.invite_attendees(form=form) == 0
    drain()
    assert Invitation.objects.count() == len(mail.outbox) == 1


@pytest.mark.parametrize(
    "fields", [{"status": "draft"}, {"status": "closed"}, {"delivery": "live"}]
)
def test_only_an_open_form_that_is_sent_invites(fields):
    form = make.feedback_form(**fields)
    if form.event:
        make.attendee(make.past_session(form), "attended")
    assert services.invite_attendees(form=form) == 0


def test_the_task_waits_until_a_session_has_ended():
    form = make.feedback_form()
    to_come = session(event=form.event)
    make.attendee(to_come)
    tasks.invite_attendees()
    assert Invitation.objects.count() == 0
    make.attendee(make.past_session(form))
    tasks.invite_attendees()
    assert Invitation.objects.get().registration.session != to_come


@pytest.mark.parametrize(
    ("locale", "paths"),
    [("en", ["/en/"]), ("cy", ["/cy/"]), ("both", ["/cy/", "/en/"])],
)
def test_the_mail_is_in_the_registrants_language_and_welsh_comes_first(drain, locale, paths):
    form = make.feedback_form()
    make.attendee(make.past_session(form), "attended", mail_locale=locale)
    services.invite_attendees(form=form)
    drain()
    body = mail.outbox[0].body
    links = [line for line in body.splitlines() if line.startswith("http") and len(line) > 50]
    assert [p for link in links for p in ("/en/", "/cy/") if p in link] == paths
    token = links[0].rstrip("/").rsplit("/", 1)[1]
    assert services.open_invitation(token=token) == Invitation.objects.get()


def test_no_mail_goes_to_someone_erased_in_the_meantime(drain):
    form = make.feedback_form()
    registration = make.attendee(make.past_session(form), "attended")
    services.invite_attendees(form=form)
    registration.email_key = ""
    registration.save()
    drain()
    assert mail.outbox == []
    assert OutboxMessage.objects.get(kind="mail").state == "dropped"


# Answers


def test_what_is_left_out_is_stored_as_skipped():
    form = make.full_form()
    response = make.submit(
        form, [*make.both("no-say", 4, 2), Given(question="again", options=("yes",))]
    )
    assert stored(response) == {
        ("no-say", "before", "answered", 4, None),
        ("no-say", "after", "answered", 2, None),
        ("confidence", "before", "skipped", None, None),
        ("confidence", "after", "skipped", None, None),
        ("again", "", "answered", None, "yes"),
        ("why", "", "skipped", None, None),
        ("recommend", "", "skipped", None, None),
        ("comments", "", "skipped", None, None),
    }


def test_several_options_have_a_row_each():
    form = make.full_form()
    response = make.submit(form, [Given(question="why", options=("motivation", "trigger"))])
    assert response.answers.filter(question__slug="why").count() == 2


@pytest.mark.parametrize(
    "answer",
    [
        Given(question="no-say", moment="before", value=0),
        Given(question="no-say", moment="before", value=6),
        Given(question="no-say", value=3),
        Given(question="recommend", value=11),
        Given(question="recommend", value=-1),
        Given(question="again", options=("yes", "no")),
        Given(question="again", options=("perhaps",)),
        Given(question="again", options=()),
        Given(question="comments", text=" \x0b "),
        Given(question="nothing", value=1),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_nothing_is_stored(answer):
    form = make.full_form()
    with pytest.raises(services.InvalidAnswer) as refused:
        make.submit(form, [answer])
    assert refused.value.column == answer.column
    assert not Intake.objects.exists()


def test_a_submission_without_an_answer_is_refused_and_the_link_stays_unused():
    form = make.full_form()
    invitation, _token = make.invitation(form)
    blank = [Given(question="again", status="skipped")]
    fields = {"language": "en", "submission_id": uuid.uuid4(), "invitation": invitation}
    for answers in ([], blank):
        with pytest.raises(services.NothingAnswered):
            services.submit_response(form=form, answers=answers, **fields)
    assert not Intake.objects.exists()


def test_control_characters_are_taken_out_of_words():
    form = make.full_form()
    response = make.submit(form, [Given(question="comments", text=" Da\x00\x0b iawn\r\nwir ")])
    assert response.answers.get(question__slug="comments").text == "Da iawn\nwir"


def test_0_and_100_are_answers_and_blank_is_not():
    form = make.capture()
    response = make.submit(
        form,
        [
            Given(question="reporting", condition="f1-s1", value=0),
            Given(question="reporting", condition="f1-s2", value=100),
            Given(question="reporting", condition="f1-s3", status="not_applicable"),
        ],
        source="live",
    )
    rows = response.answers.order_by("condition__slug").values_list("status", "value_int")
    assert list(rows) == [
        ("answered", 0),
        ("answered", 100),
        ("not_applicable", None),
        *[("skipped", None)] * 3,
    ]


def test_an_anonymous_response_has_no_time_and_no_way_to_a_person():
    form = make.full_form()
    invitation, _token = make.invitation(form)
    response = make.submit(form, make.both("no-say", 4, 2), invitation=invitation)
    assert response.received_at is None
    fields = {field.name for field in Response._meta.get_fields()}
    assert not fields & {"invitation", "registration", "person"}


def test_a_confidential_form_notes_when():
    assert make.submit(make.full_form(anonymous=False)).received_at is not None


def test_the_same_submission_again_returns_the_first():
    form = make.full_form()
    invitation, _token = make.invitation(form)
    sent = {"submission_id": uuid.uuid4(), "invitation": invitation}
    first = make.submit(form, make.both("no-say", 4, 2), **sent)
    make.send(form, make.both("no-say", 4, 2), **sent)
    assert Intake.objects.get().held == []
    assert Response.objects.get() == first


def test_the_same_submission_again_while_the_first_is_held_changes_nothing():
    form = make.full_form()
    invitation, _token = make.invitation(form)
    sent = {"submission_id": uuid.uuid4(), "invitation": invitation}
    make.send(form, make.both("no-say", 4, 2), **sent)
    held = Intake.objects.get().held
    make.send(form, make.both("no-say", 4, 2), **sent)
    assert Intake.objects.get().held == held
    assert len(held) == 1


def test_the_same_submission_with_other_answers_conflicts():
    form = make.full_form()
    submission = uuid.uuid4()
    make.send(form, make.both("no-say", 4, 2), submission_id=submission)
    for _ in range(2):  # while it is held, and when it is stored
        with pytest.raises(services.SubmissionConflict):
            make.send(form, make.both("no-say", 4, 3), submission_id=submission)
        make.mix_in(form)
    assert Response.objects.count() == 1


def test_one_submission_id_may_be_sent_to_two_forms():
    submission = uuid.uuid4()
    for _ in range(2):
        make.submit(make.full_form(), submission_id=submission)
    assert Response.objects.count() == 2


def test_a_link_takes_one_set_of_answers():
    form = make.full_form()
    invitation, token = make.invitation(form)
    make.send(form, invitation=invitation)
    for _ in range(2):  # while the answers are held, and when they are stored
        with pytest.raises(services.InvitationUsed):
            make.send(form, invitation=invitation)
        with pytest.raises(services.InvitationUsed):
            services.open_invitation(token=token)
        make.mix_in(form)
    assert Response.objects.count() == 1


def test_a_link_to_another_form_is_not_taken():
    invitation, _token = make.invitation(make.full_form())
    with pytest.raises(services.InvitationUsed):
        make.send(make.full_form(), invitation=invitation)
    assert not Intake.objects.exists()


def test_a_closed_form_takes_nothing_and_the_link_stays_unused():
    form = make.full_form(status="closed")
    invitation, token = make.invitation(form)
    with pytest.raises(services.FormClosed):
        make.submit(form, invitation=invitation)
    with pytest.raises(services.FormClosed):
        services.open_invitation(token=token)
    assert not services.is_used(invitation)


def test_a_failure_half_way_leaves_nothing_behind(monkeypatch):
    form = make.full_form()
    invitation, _token = make.invitation(form)

    def fail(*_args, **_kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr(intake, "_save", fail)
    with pytest.raises(RuntimeError):
        make.send(form, make.both("no-say", 4, 2), invitation=invitation)
    assert not services.is_used(invitation)
    assert not Intake.objects.exists()


# The database's own rules


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "answered"},
        {"status": "skipped", "value_int": 3},
        {"status": "answered", "value_int": 3, "text": "x"},
        {"status": "answered", "value_int": 101},
        {"status": "unheard-of"},
    ],
)
def test_the_database_refuses_answers_that_contradict_themselves(fields):
    form = make.full_form()
    response = make.submit(form)
    question = make.question(form, "later", "scale")
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(response=response, question=question, **fields)


def test_the_database_refuses_a_second_answer_although_its_nulls_are_equal():
    response = make.submit(form := make.full_form(), [Given(question="recommend", value=9)])
    question = form.questions.get(slug="recommend")
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(response=response, question=question, value_int=8)
