"""Two tabs of one invitation, and one submission sent twice at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from events.feedback import services
from events.feedback.models import Answer, Intake
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls):
    """Run ``calls`` from one starting line; return results and named errors in order."""
    line = Barrier(len(calls))

    def run(call):
        try:
            connection.ensure_connection()
            line.wait(timeout=30)
            return call()
        except services.FeedbackError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_of_several_tabs_exactly_one_wins():
    for _ in range(5):
        form = make.full_form()
        invitation, _token = make.invitation(form)
        tabs = [
            lambda n=n, form=form, invitation=invitation: make.send(
                form, make.both("no-say", n, n), invitation=invitation
            )
            for n in (1, 2, 3, 4)
        ]
        results = at_once(tabs)
        assert sorted(type(each).__name__ for each in results) == ["InvitationUsed"] * 3 + ["UUID"]
        intake = Intake.objects.get(form=form)
        assert intake.used == [invitation.pk]
        assert len(intake.held) == 1
        make.mix_in(form)
        assert form.responses.get().answers.count() == 8


def test_one_submission_sent_many_times_at_once_is_stored_once():
    form = make.full_form()
    invitation, _token = make.invitation(form)
    submission = uuid.uuid4()

    def send():
        return make.send(
            form, make.both("no-say", 4, 2), submission_id=submission, invitation=invitation
        )

    assert at_once([send] * 6) == [submission] * 6
    assert [each["submission_id"] for each in Intake.objects.get().held] == [str(submission)]


def test_answers_that_come_while_others_are_mixed_in_are_all_kept():
    form = make.full_form()

    def send(n):
        sent = make.send(form, make.both("no-say", 1 + n % 5, 3))
        services.mix_in(form_id=form.pk)
        return sent

    sent = at_once([lambda n=n: send(n) for n in range(12)])
    make.mix_in(form)
    stored = form.responses.values_list("submission_id", flat=True)
    assert sorted(stored) == sorted(sent)
    assert Answer.objects.count() == 8 * 12
