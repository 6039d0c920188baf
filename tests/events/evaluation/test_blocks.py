"""Published answers in the middle of a text: what everybody may see, and nothing else."""

import pytest
from django.utils.translation import override

from events.evaluation import editions, services
from events.evaluation.blocks import (
    CaptureBlock,
    ChartBlock,
    capture_choices,
    question_choices,
)
from events.feedback.models import FeedbackForm, Response
from tests.factories import administrator
from tests.factories import feedback as make
from tests.factories.blocks import answered_capture, answered_form, mark

pytestmark = pytest.mark.django_db


def chart(question, note=""):
    block = ChartBlock()
    return block.render(block.to_python({"question": question, "note": note}))


def capture(code, note=""):
    block = CaptureBlock()
    return block.render(block.to_python({"capture": code, "note": note}))


def test_a_chart_shows_what_the_json_interface_says(client):
    form = answered_form(code="involvement")
    html = chart("involvement/confidence", note="What changed.")
    (published,) = client.get(f"/api/events/{form.event.slug}/evaluation/").json()["forms"]
    found = next(each for each in published["questions"] if each["slug"] == "confidence")
    agree = found["after"]["agree"]
    assert f"{agree['display']} ({agree['count']})" in html
    assert "Agree rose from 0% to 100% of 12 people." in html
    assert f"From the answers to “{form.title_en}”." in html
    assert "<p>What changed.</p>" in html
    with override("cy"):
        assert "Cymraeg confidence" in chart("involvement/confidence")
        assert f"O’r atebion i “{form.title_cy}”." in chart("involvement/confidence")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("involvement/recommend", "Too few people have answered this for the result to be shown."),
        ("few/confidence", "The results appear here once they are published."),
    ],
)
def test_what_too_few_have_answered_is_not_shown(question, sentence):
    answered_form(code="involvement")
    answered_form(code="few", people=9)
    html = chart(question)
    assert sentence in html
    assert "<svg" not in html


@pytest.mark.parametrize("question", ["", "gone/confidence", "draft/confidence"])
def test_nothing_is_left_of_a_form_that_is_gone_or_a_draft(question):
    answered_form(code="draft")
    FeedbackForm.objects.filter(code="draft").update(status="draft")
    assert chart(question).strip() == ""
    assert capture(question.partition("/")[0]).strip() == ""


def test_pairs_that_may_not_be_told_are_not_said_to_be_none():
    form = answered_form(code="involvement", people=0)
    for _ in range(14):
        make.submit(form, make.both("confidence", 2, 4))
    make.submit(form, [make.both("confidence", 5, 5)[0]])
    make.published(form)
    html = chart("involvement/confidence")
    assert "answered both questions" not in html
    assert "<svg" in html


def test_editors_are_offered_published_questions_and_opened_captures():
    form = answered_form(code="involvement")
    answered_form(code="few", people=9)
    room = make.capture(code="risk")
    make.capture(code="later", status="draft")
    ((title, questions),) = question_choices()
    assert title == form.title_en
    assert [key for key, _text in questions] == ["involvement/confidence", "involvement/again"]
    assert capture_choices() == [("risk", room.title_en)]


def test_a_room_sees_itself_in_tens_and_never_one_by_one():
    form = answered_capture(code="risk")
    html = capture("risk", note="The pilot.")
    assert form.title_en in html
    assert "<circle" not in html  # the room's own screen draws each of so few answers
    assert html.count("12 answers, mean 30.0") == html.count("12 answers, mean 70.0") == 1
    assert "24 answers are counted." in html
    assert "12 people agreed to publication." in html
    with override("cy"):
        assert "Cyfrifwyd 24 ateb." in capture("risk")


def test_only_those_who_agreed_are_counted(client):
    form = answered_capture(code="risk", people=0)
    for _ in range(12):
        mark(form, consent_open=True)
    for _ in range(20):
        mark(form, low=90, high=90, consent_open=False)
    services.rebuild_tally(form_id=form.pk)
    make.published(form)
    assert "12 people agreed to publication." in capture("risk")
    assert client.get("/api/captures/risk/results/").json()["responses"] == 12
    assert "mean 30.0" in capture("risk")


def test_consent_that_nobody_gave_shows_nothing():
    answered_capture(code="risk", consent=False)
    html = capture("risk")
    assert "The results appear here once they are published." in html
    assert "<svg" not in html


def test_what_the_presenter_does_changes_nothing_that_is_published():
    form = answered_capture(code="risk")
    shown = capture("risk")
    for screen in ("hidden", "frozen", "live"):
        FeedbackForm.objects.update(screen=screen)
        for _ in range(10):
            mark(form, consent_open=True)
        services.rebuild_tally(form_id=form.pk)
        assert capture("risk") == shown


def test_a_withdrawn_edition_leaves_a_sentence():
    form = answered_form(code="involvement")
    assert "<svg" in chart("involvement/confidence")
    editions.withdraw_edition(form=form, number=1, by=administrator(), reason="Counted twice.")
    html = chart("involvement/confidence")
    assert "These results were published and have been withdrawn." in html
    assert "<svg" not in html
    assert question_choices() == []


def test_any_number_of_charts_takes_one_query(django_assert_num_queries):
    answered_form(code="first")
    answered_form(code="second")
    block = ChartBlock()
    asked = [
        {"question": f"{code}/{slug}", "note": ""}
        for code in ("first", "second")
        for slug in ("confidence", "again", "recommend")
    ]
    for value in block.bulk_to_python(asked):
        block.render(value)  # works the figures out, and keeps them
    with django_assert_num_queries(1):
        html = "".join(block.render(value) for value in block.bulk_to_python(asked))
    assert html.count("<figure") == 4


def test_withdrawn_consent_leaves_the_next_edition():
    form = answered_capture(code="risk", people=20)
    assert "20 people agreed to publication." in capture("risk")
    kept = Response.objects.values_list("pk", flat=True)[:8]
    Response.objects.filter(pk__in=list(kept)).update(consent_open=False)
    make.published(form)
    assert "12 people agreed to publication." in capture("risk")
