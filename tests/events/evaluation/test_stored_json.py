"""The JSON that others read: its keys, their order and every figure, as stored beside this file.

Floats are compared to ten significant digits, as their last ones depend on the processor.
"""

import json
import uuid
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from events.evaluation import services
from events.evaluation.models import PublishedEdition
from events.feedback.models import FeedbackForm
from events.feedback.services import Given
from tests import factories
from tests.events.evaluation.reference import SLIDERS, STATEMENT_A, STATEMENT_B
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db

STORED = Path(__file__).parent / "stored_json"


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel("2026-03-02T12:00:00+00:00", tick=False):
        yield


def number(text: str) -> float:
    return float(f"{float(text):.10g}")


def compare(name: str, content: str, indent: int | None = 1) -> None:
    """Compare, in the order of the keys, with what is stored."""
    found = json.dumps(json.loads(content, parse_float=number), ensure_ascii=False, indent=indent)
    assert found + "\n" == (STORED / f"{name}.json").read_text()


@pytest.fixture
def event():
    return factories.event(slug="evaluated", title_en="Evaluated", title_cy="Wedi gwerthuso")


@pytest.fixture
def survey(event) -> FeedbackForm:
    """Every kind of question but the slider: paired, once, skipped, withheld."""
    form = make.full_form(code="survey", event=event, title_en="Survey", title_cy="Arolwg")
    make.question(form, "useful", "statement")
    make.question(form, "rare")
    pairs = zip(make.people(STATEMENT_A.matrix), make.people(STATEMENT_B.matrix), strict=True)
    for n, (no_say, confidence) in enumerate(pairs):
        answers = [
            *make.both("no-say", *no_say),
            *make.both("confidence", *confidence)[n % 8 == 0 :],
            Given(question="again", options=(("yes", "no", "dont-know")[n % 3],)),
            Given(question="why", options=("motivation", "trigger")[n % 2 :]),
            Given(question="recommend", value=n % 11),
            Given(question="useful", moment="", value=1 + n % 5),
        ]
        if n < 3:
            answers += [*make.both("rare", 2, 4), Given(question="comments", text=f"Sylw {n}")]
        make.submit(form, answers, language="cy" if n % 3 == 0 else "en")
    held = make.past_session(form, capacity=None)
    for outcome in ("attended", "attended", "no_show"):
        make.attendee(held, outcome)
    services.bring_up_to_date(form_id=form.pk)
    make.published(form)
    return form


@pytest.fixture
def capture(event) -> FeedbackForm:
    """37 people's markers under two framings, all of whom consent to publication."""
    form = make.capture(code="markers", event=event, title_en="Markers", title_cy="Marciau")
    people: dict[int, list[Given]] = {}
    for person, framework, scenario, value in SLIDERS:
        given = Given(question="reporting", condition=f"f{framework}-s{scenario}", value=value)
        people.setdefault(person, []).append(given)
    for person, answers in people.items():
        key = uuid.UUID(int=person).hex
        make.submit(form, answers, source="live", participant_key=key, consent_open=True)
    services.bring_up_to_date(form_id=form.pk)
    make.published(form)
    return form


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.usefixtures("survey", "capture")
def test_the_published_metrics(client, language):
    found = client.get("/api/events/evaluated/evaluation/", {"lang": language})
    compare(f"event-{language}", found.content.decode())


@pytest.mark.usefixtures("capture")
def test_the_screen_of_the_room(client):
    compare("capture", client.get("/api/captures/markers/results/").content.decode())


@pytest.mark.usefixtures("survey", "capture")
def test_the_staff_report(capsys):
    call_command("evaluation", "evaluated", "--json")
    compare("report", capsys.readouterr().out)


@pytest.mark.usefixtures("survey", "capture")
def test_the_stored_editions():
    columns = ("form__code", "audience", "number", "responses", "cells")
    rows = PublishedEdition.objects.order_by("form__code", "audience", "number")
    compare("editions", json.dumps(list(rows.values(*columns))), indent=None)
