"""Two tabs of one invitation, and one submission sent twice at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from events.feedback import services
from events.feedback.models import Invitation, Response
from gpx_site.outbox.models import OutboxMessage
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
            lambda n=n, form=form, invitation=invitation: make.submit(
                form, make.both("no-say", n, n), invitation=invitation
            )
            for n in (1, 2, 3, 4)
        ]
        results = at_once(tabs)
        assert sorted(type(each).__name__ for each in results) == [
            *["InvitationUsed"] * 3,
            "Response",
        ]
        assert form.responses.count() == Invitation.objects.filter(form=form, used=True).count()
        assert form.responses.get().answers.count() == 8


def test_one_submission_sent_many_times_at_once_is_stored_once():
    form = make.full_form()
    invitation, _token = make.invitation(form)
    submission = uuid.uuid4()

    def send():
        return make.submit(
            form, make.both("no-say", 4, 2), submission_id=submission, invitation=invitation
        )

    results = at_once([send] * 6)
    assert {each.pk for each in results} == {Response.objects.get().pk}
    assert OutboxMessage.objects.filter(kind="tally").count() == 1
