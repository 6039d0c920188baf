"""What was pressed without a network, by more than one phone."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import EventSession
from events.registration import services
from events.registration.models import CheckIn
from tests import factories
from tests.events.registration.check_in.phone import address, outcome
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db
PHONES = ["0b0e9a44-6f1c-4c43-9b8e-5b7f5a9d0001", "0b0e9a44-6f1c-4c43-9b8e-5b7f5a9d0002"]


def sync(client, session, *presses, ahead=0):
    """Send presses as a phone does whose clock is ``ahead`` seconds before ours."""
    html = client.get(address("check-in", session)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    sent_at = int((timezone.now().timestamp() + ahead) * 1000)
    return client.post(
        address("check-in-sync", session),
        json.dumps({"sent_at": sent_at, "presses": list(presses)}),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )


def kept(row, number, *, ago, arrived="yes", device=0, **changes):
    """A press that a phone made ``ago`` seconds ago and kept."""
    return {
        "id": f"0b0e9a44-6f1c-4c43-9b8e-00000000{number:04}",
        "reference": row.reference,
        "arrived": arrived,
        "device": PHONES[device],
        "made_at": int((timezone.now().timestamp() - ago) * 1000),
        **changes,
    }


class TestSync:
    def test_what_was_kept_is_noted_with_the_time_of_the_press(self, phone, session):
        row = registration(session)
        answer = sync(phone, session, kept(row, 1, ago=600)).json()
        assert list(answer["results"].values()) == ["done"]
        assert answer["state"]["summary"] == "1 of 1 have arrived."
        noted = CheckIn.objects.get()
        assert abs(noted.made_at - (timezone.now() - timedelta(seconds=600))) < timedelta(seconds=5)

    def test_sent_again_it_is_kept_once(self, phone, session):
        row = registration(session)
        press_ = kept(row, 1, ago=60)
        answers = [sync(phone, session, press_).json()["results"] for _ in range(2)]
        assert answers[0] == answers[1] == {press_["id"]: "done"}
        assert CheckIn.objects.count() == 1

    @pytest.mark.parametrize("first", [0, 1])
    def test_the_later_press_wins_whichever_comes_first(self, phone, session, first):
        row = registration(session, name="Siân")
        presses = [
            kept(row, 1, ago=600, arrived="yes", device=0),
            kept(row, 2, ago=300, arrived="no", device=1),
        ]
        for number in (first, 1 - first):
            answer = sync(phone, session, presses[number]).json()
        assert outcome(row) == "unknown"
        (line,) = answer["state"]["overwritten"]
        assert line.startswith("Siân: arrival noted at ")
        if first == 1:
            assert answer["results"] == {presses[0]["id"]: "overwritten"}

    def test_one_phone_that_corrects_itself_overwrites_nobody(self, phone, session):
        row = registration(session)
        presses = [kept(row, 1, ago=60), kept(row, 2, ago=30, arrived="no")]
        assert sync(phone, session, *presses).json()["state"]["overwritten"] == []

    def test_of_two_members_of_staff_too(self, client, session):
        row = registration(session, name="Siân")
        first, second = factories.administrator(), factories.administrator("second")
        services.check_in(registration_id=row.pk, actor=first)
        services.undo_check_in(registration_id=row.pk, actor=first)
        client.force_login(first)
        url = address("check-in-state", session)
        assert client.get(url).json()["overwritten"] == []
        services.check_in(registration_id=row.pk, actor=second)
        (line,) = client.get(url).json()["overwritten"]
        assert line.startswith("Siân: arrival undone at ")

    @pytest.mark.parametrize("ahead", [-7200, 7200])
    def test_a_clock_that_is_wrong_wins_nothing(self, phone, session, ahead):
        row = registration(session)
        right = kept(row, 1, ago=300, arrived="no", device=0)
        wrong = kept(row, 2, ago=600, arrived="yes", device=1)
        wrong["made_at"] += ahead * 1000
        sync(phone, session, right)
        assert list(sync(phone, session, wrong, ahead=ahead).json()["results"].values()) == [
            "overwritten"
        ]
        assert outcome(row) == "unknown"

    def test_nothing_was_pressed_in_the_future(self, phone, session):
        sync(phone, session, kept(registration(session), 1, ago=-3600))
        assert CheckIn.objects.get().made_at <= timezone.now()

    def test_one_that_cannot_be_taken_holds_up_no_other(self, phone, session):
        good, cancelled = registration(session), registration(session)
        services.cancel(registration_id=cancelled.pk)
        bad = [
            kept(cancelled, 1, ago=9),
            kept(registration(factories.session()), 2, ago=9),
            kept(good, 3, ago=9, made_at="noon"),
            kept(good, 4, ago=9) | {"device": "<script>"},
            kept(good, 5, ago=9, arrived=["yes"]),
            kept(good, 6, ago=9, id="six"),
            None,
            [],
        ]
        results = sync(phone, session, *bad, kept(good, 7, ago=9)).json()["results"]
        assert results.pop(kept(good, 7, ago=9)["id"]) == "done"
        assert set(results.values()) == {"refused"}

    @pytest.mark.parametrize(
        "body", ["", "[]", "{", "null", '{"presses": []}', '{"sent_at": 1, "presses": 2}', "\xff"]
    )
    def test_nonsense_is_an_error_in_words(self, session, body):
        client = Client()
        client.force_login(factories.administrator())
        url = address("check-in-sync", session)
        answer = client.post(url, body.encode("latin-1"), content_type="application/json")
        assert (answer.status_code, answer.json()["field"]) == (400, "presses")

    def test_a_forged_request_is_refused(self, phone, session):
        url = address("check-in-sync", session)
        answer = phone.post(url, "{}", content_type="application/json")
        assert answer.status_code == 403

    def test_is_forgotten_thirty_days_after_the_session(self, phone, session):
        row = registration(session)
        services.check_in(registration_id=row.pk)
        assert services.purge_check_ins() == 0
        EventSession.objects.update(
            starts_at=factories.in_days(-32), ends_at=factories.in_days(-31)
        )
        assert services.purge_check_ins() == 1
        assert outcome(row) == "attended"
