"""Somebody with the whole database cannot tell who gave which answer, or when."""

import uuid
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client

from events.evaluation import tasks
from events.feedback import services
from events.feedback.importing import NAMESPACE, import_file
from events.feedback.models import Answer, FeedbackForm, Intake, Invitation, Response
from events.feedback.services import Given, intake
from tests.events.feedback import attacker
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db
for_good = pytest.mark.django_db(transaction=True)

PEOPLE = 200
# By chance one of 200 is found, and orders correlate by 0 ± 0.07. Some 200 pairs of orders are
# compared; one of them exceeds these bounds less than once in ten thousand runs.
MOST_FOUND, MOST_CORRELATED = 10, 0.4


def question_form(**fields):
    form = make.feedback_form(**fields)
    make.question(form, "again", "choice", ["yes", "no"])
    make.question(form, "comments", "text")
    return form


def answer(text="Da iawn"):
    return [Given(question="again", options=("yes",)), Given(question="comments", text=text)]


def invited(form, count):
    """Invitations in an order that is not that of their making."""
    found = [make.invitation(form)[0] for _ in range(count)]
    Random(3).shuffle(found)  # noqa: S311 - the same every time
    return found


class Truth:
    """Who gave which answer: what the attacker wants to know. People are numbered as they came."""

    def __init__(self, invitations):
        self.invitations = invitations
        self.by_invitation = {each.pk: n for n, each in enumerate(invitations)}
        self.by_submission: dict[uuid.UUID, int] = {}

    def of_people(self):
        """Every order of people: as they came, and those that the database has to offer."""
        found = {"as they came": list(range(len(self.invitations)))}
        stored = attacker.orders("feedback_invitation", "id")
        stored |= {"used": used} if (used := Intake.objects.get().used) else {}
        return found | {
            name: [self.by_invitation[pk] for pk in order] for name, order in stored.items()
        }

    def of_answers(self):
        """Every order of answers that the database has to offer."""
        people = {
            str(pk).replace("-", ""): self.by_submission[submission]
            for pk, submission in Response.objects.values_list("pk", "submission_id")
        }
        found = attacker.orders("feedback_response", "id")
        found |= attacker.orders("feedback_answer", "response_id")
        return {
            name: [people[str(pk).replace("-", "")] for pk in order]
            for name, order in found.items()
        }

    def attacks(self):
        """The number of people found and the correlation, for every pair of orders."""
        return {
            (one, other): (attacker.matched(people, found), attacker.correlation(people, found))
            for one, people in self.of_people().items()
            for other, found in self.of_answers().items()
        }


@for_good
def test_no_order_that_the_database_keeps_leads_from_people_to_answers():
    form = question_form()
    truth = Truth(invited(form, PEOPLE))
    before = {name: len(rows) for name, rows in attacker.tables().items()}
    for number, invitation in enumerate(truth.invitations):
        sent = make.send(form, answer(f"Sylw {number % 9}"), invitation=invitation)
        truth.by_submission[sent] = number
        if number % 7 == 3 or number in {10, 11, 150}:
            tasks.bring_up_to_date(form.pk)
    FeedbackForm.objects.update(status="closed")
    services.mark_changed(form=form)
    tasks.sweep_tallies()

    assert form.responses.count() == PEOPLE
    attacks = truth.attacks()
    assert ("as they came", "feedback_response.place") in attacks
    assert {
        pair: found
        for pair, found in attacks.items()
        if found[0] > MOST_FOUND or abs(found[1]) > MOST_CORRELATED
    } == {}
    if connection.vendor == "postgresql":
        assert attacker.written_together("feedback_invitation", "feedback_response") == []
        for table in ("feedback_response", "feedback_answer"):
            assert len({row["transaction"] for row in attacker.rows(table)}) == 1
    after = {name: len(rows) for name, rows in attacker.tables().items()}
    grown = {name for name in after if after[name] - before[name] >= PEOPLE / 2}
    assert grown == {"feedback_response", "feedback_answer"}


@for_good
def test_the_same_attacks_find_everybody_where_answers_are_stored_as_they_come():
    form = question_form()
    truth = Truth(invited(form, PEOPLE))
    question = form.questions.get(slug="comments")
    Intake.objects.create(form=form)
    for number, invitation in enumerate(truth.invitations):
        with transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(nonce=F("nonce"))
            response = Response.objects.create(form=form, submission_id=uuid.uuid4(), language="en")
            Answer.objects.create(response=response, question=question, text="Da iawn")
        truth.by_submission[response.submission_id] = number
    attacks = truth.attacks()
    for table in ("feedback_response", "feedback_answer"):
        assert attacks["as they came", f"{table}.place"] == (PEOPLE, 1)
    if connection.vendor == "postgresql":
        together = attacker.written_together("feedback_invitation", "feedback_response")
        people = {
            response.pk: truth.by_submission[response.submission_id]
            for response in Response.objects.all()
        }
        assert len(together) == PEOPLE
        assert all(truth.by_invitation[one] == people[other] for one, other in together)


@pytest.mark.usefixtures("site_tree")
def test_an_answer_changes_the_row_of_its_form_and_nothing_else():
    form = question_form()
    make.send(form, answer())
    _invitation, token = make.invitation(form)
    client = Client()
    client.get(f"/en/feedback/{token}/")
    asked = client.get("/en/feedback/").context["form"]
    posted = {name: asked[name].value() for name in ("submission_id", "form_code")}
    before = attacker.tables()
    assert client.post("/en/feedback/", posted | {"again": "yes"}).status_code == 302
    after = attacker.tables()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"feedback_intake", "django_session"}
    assert (len(after["feedback_intake"]), after["django_session"]) == (1, [])


def test_what_waits_and_what_is_used_have_no_order():
    form = question_form()
    truth = Truth(invited(form, 40))
    for number, invitation in enumerate(truth.invitations):
        sent = make.send(form, answer(), invitation=invitation)
        truth.by_submission[sent] = number
    row = Intake.objects.get()
    assert row.used == sorted(each.pk for each in truth.invitations)
    waiting = [truth.by_submission[uuid.UUID(each["submission_id"])] for each in row.held]
    assert sorted(waiting) == list(range(40))
    # One of 40 by chance; 5.6 standard deviations of 0.16.
    assert attacker.matched(list(range(40)), waiting) <= MOST_FOUND
    assert abs(attacker.correlation(list(range(40)), waiting)) < 0.9


@for_good
def test_the_rows_of_a_file_are_mixed_with_each_other_and_with_what_waits():
    form = question_form(code="paper")
    waiting = make.send(form, answer())
    lines = [f"{n},en,yes,Sylw" for n in range(PEOPLE)]
    content = "\n".join(["response,language,again,comments", *lines]).encode()
    assert import_file(form=form, content=content).added == PEOPLE
    assert import_file(form=form, content=content).repeated == PEOPLE
    assert form.responses.filter(submission_id=waiting).count() == 1
    assert Intake.objects.get().held == []
    place = {uuid.uuid5(NAMESPACE, f"paper:{n}"): n for n in range(PEOPLE)} | {waiting: PEOPLE}
    submissions = dict(form.responses.values_list("pk", "submission_id"))
    for table, key in (("feedback_response", "id"), ("feedback_answer", "response_id")):
        order = attacker.orders(table, key)[f"{table}.place"]
        found = [place[submissions[uuid.UUID(str(pk))]] for pk in order]
        assert attacker.matched(list(range(PEOPLE + 1)), found) <= MOST_FOUND
        assert abs(attacker.correlation(list(range(PEOPLE + 1)), found)) < MOST_CORRELATED


# How long answers wait


def test_four_wait_and_the_fifth_brings_all_in():
    form = question_form()
    for expected in (0, 0, 0, 0, 5, 5):
        make.send(form, answer())
        tasks.bring_up_to_date(form.pk)
        assert form.responses.count() == expected


def test_of_a_hundred_answers_ten_more_have_to_come():
    form = question_form()
    for _ in range(100):
        make.send(form, answer())
    make.mix_in(form)
    for expected in [100] * 9 + [110]:
        make.send(form, answer())
        tasks.sweep_tallies()
        assert form.responses.count() == expected


def test_one_that_waits_comes_in_when_the_form_is_closed():
    form = question_form()
    make.send(form, answer())
    assert services.mix_in(form_id=form.pk) is False
    FeedbackForm.objects.update(status="closed")
    services.mark_changed(form=form)
    tasks.sweep_tallies()
    assert form.responses.count() == 1
    assert services.mix_in(form_id=form.pk) is False


def test_an_answer_that_slipped_in_while_the_form_was_closed_comes_in_as_well():
    form = question_form()
    make.send(form, answer())
    FeedbackForm.objects.update(status="closed")
    tasks.sweep_tallies()
    assert form.responses.count() == 1
    assert services.marked_forms() == []


@pytest.mark.parametrize("answers", ["taken", "refused"])
def test_a_worker_is_asked_as_soon_as_enough_wait(
    answers, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []

    def send_task(name, arguments, **options):
        asked.append((name, arguments))
        if answers == "refused":
            raise ConnectionRefusedError

    monkeypatch.setattr("gpx_site.celery.app.send_task", send_task)
    form = question_form()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(4):
            make.send(form, answer())
    assert asked == []
    with django_capture_on_commit_callbacks(execute=True):
        make.send(form, answer())
    assert asked == [(tasks.bring_up_to_date.name, (form.pk,))]


# What may go wrong


def test_a_worker_that_dies_while_it_mixes_leaves_everything_as_it_was(monkeypatch):
    form = question_form()
    for _ in range(5):
        make.send(form, answer())
    make.mix_in(form)
    for _ in range(5):
        make.send(form, answer())

    def content():
        return {name: rows for name, rows in attacker.tables().items() if "feedback" in name}

    def die(*_args, **_named):
        raise SystemExit

    before = content()
    with monkeypatch.context() as patch:
        patch.setattr(intake, "_save", die)
        with pytest.raises(SystemExit):
            services.mix_in(form_id=form.pk)
    assert content() == before
    assert services.mix_in(form_id=form.pk) is True
    assert (form.responses.count(), Answer.objects.count()) == (10, 20)


def test_what_is_stored_keeps_its_content_and_its_ids_when_it_is_mixed_again():
    form = make.full_form(anonymous=False)
    response = make.submit(
        form,
        [*make.both("no-say", 4, 2), Given(question="why", options=("motivation", "trigger"))],
        language="cy",
        consent_open=True,
        participant_key="key",
    )
    answers = list(response.answers.order_by("pk").values())
    fields = Response.objects.values().get()
    make.submit(form)
    assert Response.objects.filter(pk=response.pk).values().get() == fields
    assert list(response.answers.order_by("pk").values()) == answers


def test_an_answer_to_a_question_that_was_removed_goes_with_it():
    form = question_form()
    make.send(form, answer())
    form.questions.get(slug="again").delete()
    make.mix_in(form)
    assert [row.question.slug for row in Answer.objects.all()] == ["comments"]
