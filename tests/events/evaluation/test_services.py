"""Tallies: made again at any time, from any answer on, with the same result."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from events.evaluation import services, tasks
from events.evaluation.models import PublishedEdition, TallyVersion
from events.evaluation.tally import Tally, count_cells
from events.feedback.models import FeedbackForm
from events.feedback.services import Given, mark_changed
from tests.events.evaluation.reference import SLIDERS, STATEMENT_A, STATEMENT_B
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference():
    """The 24 people of the two statements, every third of them in Welsh, some with a comment."""
    form = make.full_form(code="reference")
    pairs = zip(make.people(STATEMENT_A.matrix), make.people(STATEMENT_B.matrix), strict=True)
    for number, (no_say, confidence) in enumerate(pairs):
        answers = [*make.both("no-say", *no_say), *make.both("confidence", *confidence)]
        if number < 2:
            answers.append(Given(question="comments", text=f"Sylw {number}"))
        make.submit(form, answers, language="cy" if number % 3 == 0 else "en")
    return form


def by_slug(form, **options):
    found = services.evaluate(form=form, **{"language": "en"} | options)
    return {each["slug"]: each for each in found["questions"]}


def interval(pair):
    return tuple(round(100 * end, 1) for end in pair)


# The numbers that are known, through the whole stack


def test_statement_a(reference):
    services.rebuild_tally(form_id=reference.pk)
    found = by_slug(reference)["no-say"]
    assert (found["before"]["disagree"]["count"], found["after"]["disagree"]["count"]) == (0, 16)
    assert found["after"]["disagree"]["display"] == "67%"
    assert interval(found["after"]["disagree"]["interval"]) == (46.7, 82.0)
    assert interval(found["before"]["disagree"]["interval"]) == (0.0, 13.8)
    assert found["shift"]["disagree"]["points"] == "+66.7"
    assert interval(found["shift"]["disagree"]["interval"]) == (42.4, 82.0)
    assert found["paired"]["disagree_mcnemar_p"] == pytest.approx(3.05e-05, rel=1e-2)
    assert interval(found["paired"]["disagree"]["interval"]) == (42.4, 82.0)


def test_statement_b(reference):
    services.rebuild_tally(form_id=reference.pk)
    found = by_slug(reference)["confidence"]
    assert found["before"]["counts"] == [4, 8, 5, 6, 1]
    assert found["after"]["counts"] == [0, 1, 2, 16, 5]
    assert found["before"]["disagree"]["display"] == "50%"
    assert found["after"]["agree"]["display"] == "88%"
    assert found["shift"]["agree"]["points"] == "+58.3"
    assert found["shift"]["disagree"]["points"] == "−45.8"
    assert interval(found["shift"]["agree"]["interval"]) == (31.1, 74.8)
    paired = found["paired"]
    assert (paired["improved"], paired["same"], paired["worse"]) == (19, 4, 1)
    assert interval(paired["agree"]["interval"]) == (30.6, 75.0)
    assert paired["sign_test_p"] == pytest.approx(4.005e-05, rel=1e-3)
    assert paired["wilcoxon"] == {
        "plus": 204.5,
        "minus": 5.5,
        "p": pytest.approx(2.098e-05, 1e-3),
        "method": "exact",
        "effect": pytest.approx(0.948, abs=5e-4),
    }
    assert paired["mean"] == 1.375
    assert [round(end, 3) for end in paired["mean_interval"]] == [0.880, 1.870]


def test_missing_answers_stay_out_of_the_pairs():
    form = make.full_form()
    before = [2, 2, 3, 1, 2, 3, 4, 2, None, 3]
    after = [4, 3, 4, 2, 4, 3, 5, 4, 5, None]
    for pair in zip(before, after, strict=True):
        answers = [
            Given(question="confidence", moment=moment, value=value)
            for moment, value in zip(("before", "after"), pair, strict=True)
            if value
        ]
        make.submit(form, answers)
    services.rebuild_tally(form_id=form.pk)
    found = by_slug(form)["confidence"]
    assert (found["before"]["n"], found["after"]["n"]) == (9, 9)
    assert found["shift"]["agree"]["points"] == "+55.6"
    assert (found["n_pairs"], found["n_before_only"], found["n_after_only"]) == (8, 1, 1)
    assert found["paired"]["agree"]["points"] == "+50.0"
    assert found["paired"]["sign_test_p"] == found["paired"]["wilcoxon"]["p"] == 0.015625
    assert found["statuses"]["before"]["skipped"] == 1


def test_the_markers_of_37_people():
    form = make.capture()
    people: dict[int, list[Given]] = {}
    for person, framework, scenario, value in SLIDERS:
        given = Given(question="reporting", condition=f"f{framework}-s{scenario}", value=value)
        people.setdefault(person, []).append(given)
    for answers in people.values():
        make.submit(form, answers, source="live", participant_key=uuid.uuid4().hex)
    services.rebuild_tally(form_id=form.pk)
    found = by_slug(form)["reporting"]
    first, second = found["groups"]
    assert (found["n"], found["statuses"]["once"]["skipped"]) == (218, 4)
    assert (first["n"], first["mean_display"], first["quartiles"][1]) == (109, "40.6", 41)
    assert first["bins"] == [1, 5, 19, 26, 30, 19, 9, 0, 0, 0]
    assert second["bins"] == [0, 0, 3, 6, 21, 25, 28, 20, 6, 0]
    assert round(found["independent"]["difference"], 4) == 18.0459
    same = found["same_people"]
    assert (same["n"], same["higher"], round(same["difference"], 4)) == (37, 36, 17.6081)
    assert [round(end, 2) for end in same["interval"]] == [14.73, 20.48]


def test_dont_know_has_a_count_and_stays_out_of_the_base():
    form = make.full_form()
    for answer in ["yes"] * 5 + ["no"] * 3 + ["dont-know"] * 2:
        make.submit(form, [Given(question="again", options=(answer,))])
    make.submit(form)
    services.rebuild_tally(form_id=form.pk)
    found = by_slug(form)["again"]
    assert (found["n"], found["base"]) == (10, 8)
    shares = {option["slug"]: option["share"] for option in found["options"]}
    assert shares["yes"]["display"] == "63%"
    assert shares["dont-know"] is None


def test_the_base_of_several_options_is_people():
    form = make.full_form()
    for chosen in (("motivation",), ("motivation", "trigger"), ("trigger",)):
        make.submit(form, [Given(question="why", options=chosen)])
    services.rebuild_tally(form_id=form.pk)
    found = by_slug(form)["why"]
    assert found["base"] == 3
    assert [option["count"] for option in found["options"]] == [2, 2]


def test_the_language_of_an_answer_changes_nothing_but_its_count(reference):
    services.rebuild_tally(form_id=reference.pk)
    found = services.evaluate(form=reference, language="cy")
    assert found["languages"] == {"cy": 8, "en": 16}
    english = services.evaluate(form=reference, language="en")
    words = {"text", "label", "title", "language"}

    def figures(value):
        if isinstance(value, dict):
            return {key: figures(each) for key, each in value.items() if key not in words}
        return [figures(each) for each in value] if isinstance(value, list) else value

    assert figures(found) == figures(english)


# Rebuilding


def test_rebuilding_twice_is_rebuilding_once(reference):
    first = services.rebuild_tally(form_id=reference.pk)
    second = services.rebuild_tally(form_id=reference.pk)
    assert (first.version, first.cells, first.responses) == (second.version, second.cells, 24)
    make.submit(reference, make.both("no-say", 3, 3))
    assert services.rebuild_tally(form_id=reference.pk).version == 2


def test_of_a_burst_of_messages_the_first_does_the_work_of_all(reference, monkeypatch):
    rebuilt = []
    rebuild = services.rebuild_tally
    monkeypatch.setattr(
        services, "rebuild_tally", lambda **named: rebuilt.append(1) or rebuild(**named)
    )
    for _ in range(3):
        tasks.bring_up_to_date(reference.pk)
    assert len(rebuilt) == 1
    assert TallyVersion.objects.get(form=reference).responses == 24


def test_answers_are_counted_when_five_have_come():
    form = make.full_form()
    for value in (1, 2, 3, 4):
        make.send(form, make.both("confidence", value, value))
    assert services.sweep_tallies() == 0
    make.send(form, make.both("confidence", 5, 5))
    assert services.sweep_tallies() == 1
    assert by_slug(form)["confidence"]["after"]["counts"] == [1, 1, 1, 1, 1]
    assert services.sweep_tallies() == 0


def test_a_form_whose_tally_fails_holds_up_no_other(reference, monkeypatch, caplog):
    other = make.full_form()
    make.submit(other, make.both("no-say", 3, 3))
    publish = services._publish

    def fail(form):
        if form == reference:
            raise RuntimeError("an answer")
        publish(form)

    with monkeypatch.context() as patch:
        patch.setattr(services, "_publish", fail)
        assert services.sweep_tallies() == 2
    assert TallyVersion.objects.get().form == other
    assert caplog.messages == [f"tally of form {reference.pk}: RuntimeError"]
    assert services.sweep_tallies() == 1
    assert TallyVersion.objects.get(form=reference).responses == 24


# Drift


def test_a_tally_that_drifted_is_reported_and_repaired(reference, caplog):
    services.sweep_tallies()
    tasks.check_tallies()
    assert caplog.messages == []
    reference.responses.first().delete()
    tasks.check_tallies()
    assert caplog.messages == ["the tally of form reference did not agree with its answers"]
    assert TallyVersion.objects.get().responses == 23
    assert services.check_tallies() == 0


def test_a_change_that_is_still_to_be_counted_is_no_drift(reference, caplog):
    services.sweep_tallies()
    reference.responses.first().delete()
    mark_changed(form=reference)
    assert services.check_tallies() == 0
    assert caplog.messages == []
    services.sweep_tallies()
    assert TallyVersion.objects.get().responses == 23


def test_a_worker_that_dies_leaves_the_old_tally_and_the_sweep_mends_it(reference, monkeypatch):
    services.rebuild_tally(form_id=reference.pk)
    make.submit(reference, make.both("no-say", 3, 3))

    def die(*_args):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(services, "_publish", die)
        with pytest.raises(SystemExit):
            services.rebuild_tally(form_id=reference.pk)
    assert TallyVersion.objects.get(form=reference).responses == 24
    tasks.sweep_tallies()
    tally = TallyVersion.objects.get(form=reference)
    assert (tally.responses, tally.version) == (25, 2)
    assert tally.cells == [list(cell) for cell in count_cells(reference)]
    assert services.sweep_tallies() == 0


def test_a_form_without_answers_can_be_evaluated():
    form = make.full_form()
    assert services.evaluate(form=form, language="en")["responses"] == 0
    services.rebuild_tally(form_id=form.pk)
    assert {each["n"] for each in by_slug(form).values()} == {0}
    assert Tally([]).responses == 0


@pytest.mark.django_db(transaction=True)
def test_many_answers_and_many_rebuilds_at_once_agree_with_a_fresh_count():
    form = make.full_form()

    def work(number):
        try:
            make.submit(form, make.both("confidence", 1 + number % 5, 1 + number % 3))
            services.bring_up_to_date(form_id=form.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(30)))
    tally = TallyVersion.objects.get(form=form)
    assert tally.responses == 30
    assert tally.cells == [list(cell) for cell in count_cells(form)]


# What is published, and when


def editions(form, audience):
    found = PublishedEdition.objects.filter(form=form, audience=audience)
    return list(found.order_by("number").values_list("number", "responses"))


def test_nothing_is_published_by_itself():
    form = make.full_form()
    for _ in range(21):
        make.submit(form, make.both("confidence", 2, 4))
        services.bring_up_to_date(form_id=form.pk)
    assert editions(form, "public") == editions(form, "room") == []


def test_the_room_begins_at_five_and_moves_by_three_also_at_the_end():
    form = make.capture()
    marker = [Given(question="reporting", condition="f1-s1", value=40)]
    for _ in range(10):
        make.submit(form, marker, consent_open=True)
        tasks.sweep_tallies()
    assert editions(form, "room") == [(1, 5), (2, 8)]
    FeedbackForm.objects.filter(pk=form.pk).update(status="closed")
    mark_changed(form=form)
    tasks.sweep_tallies()
    assert editions(form, "room") == [(1, 5), (2, 8)]


def test_the_room_does_not_count_those_who_refuse_to_be_published():
    form = make.capture()
    for number in range(10):
        marker = Given(question="reporting", condition="f1-s1", value=40)
        make.submit(form, [marker], consent_open=number % 2 == 0)
        tasks.sweep_tallies()
    assert editions(form, "room") == [(1, 5)]


# The command


def test_the_command_prints_what_the_report_shows(reference, capsys):
    call_command("evaluation", "reference", "--lang", "cy", "--json")
    printed = json.loads(capsys.readouterr().out)
    shown = services.evaluate(form=reference, language="cy")
    assert {key: printed[key] for key in shown} == json.loads(json.dumps(shown))
    assert printed["attendance"] == services.evaluate_attendance(form=reference)
    call_command("evaluation", reference.event.slug, "--json")
    assert json.loads(capsys.readouterr().out)["form"] == "reference"
    call_command("evaluation", "reference")
    assert "agree: 29% -> 88%" in capsys.readouterr().out


def test_the_command_knows_what_it_does_not_know():
    with pytest.raises(CommandError, match="called 'nothing'"):
        call_command("evaluation", "nothing")


# Attendance


def test_attendance_and_response_rate():
    form = make.full_form()
    held = make.past_session(form, capacity=None)
    came = [make.attendee(held, "attended") for _ in range(7)]
    make.attendee(held, "no_show")
    make.attendee(held, state="cancelled_by_attendee")
    walk_in = make.attendee(held, "attended")
    walk_in.attendance.walk_in = True
    walk_in.attendance.save()
    found = services.evaluate_attendance(form=form)
    assert {key: found[key] for key in ("booked", "cancelled", "confirmed", "attended")} == {
        "booked": 9,
        "cancelled": 1,
        "confirmed": 8,
        "attended": 8,
    }
    assert found["attendance"]["display"] == "87.5%"
    assert found["no_show"]["display"] == "12.5%"
    assert found["response_rate"] is None
    assert len(came) == 7


def test_whoever_was_erased_counts_neither_as_invited_nor_as_having_answered():
    form = make.full_form()
    invitations = [make.invitation(form)[0] for _ in range(6)]
    for invitation in invitations[:3]:
        make.submit(form, invitation=invitation)
    assert services.evaluate_attendance(form=form)["response_rate"]["count"] == 3
    invitations[0].registration.delete()
    rate = services.evaluate_attendance(form=form)["response_rate"]
    assert (rate["count"], rate["base"]) == (2, 5)
