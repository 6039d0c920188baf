"""Answers from a file: taken whole or refused whole."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from events.feedback.importing import ImportRefused, Problem, import_file
from events.feedback.models import Answer, Response
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db

HEAD = "response,language,consent,no-say:before,no-say:after,again,why,recommend,comments\n"
GOOD = HEAD + "1,cy,yes,4,2,yes,motivation|trigger,10,Da iawn\n2,en,no,,,,,n/a,\n"


@pytest.fixture
def form():
    return make.full_form(code="paper")


def run(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding=encoding)
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_responses", "paper", str(path), stdout=out, stderr=err)
    except CommandError as error:
        return str(error), err.getvalue().splitlines()
    return out.getvalue().strip(), []


def test_every_row_is_stored(form, tmp_path):
    assert run(tmp_path, GOOD) == ("2 responses added, 0 were there already.", [])
    first, second = Response.objects.order_by("-consent_open")
    assert (first.language, first.consent_open, first.source) == ("cy", True, "import")
    assert set(
        first.answers.filter(option__isnull=False).values_list("option__slug", flat=True)
    ) == {"yes", "motivation", "trigger"}
    assert first.answers.get(question__slug="comments").text == "Da iawn"
    assert second.answers.get(question__slug="recommend").status == "not_applicable"
    assert second.answers.filter(status="answered").count() == 0


def test_the_same_file_again_adds_nothing(form, tmp_path):
    run(tmp_path, GOOD)
    before = set(Answer.objects.values_list("pk", flat=True))
    assert run(tmp_path, GOOD)[0] == "0 responses added, 2 were there already."
    assert set(Answer.objects.values_list("pk", flat=True)) == before


def test_a_file_that_was_saved_by_a_spreadsheet_has_a_byte_order_mark(form, tmp_path):
    assert run(tmp_path, GOOD, "utf-8-sig")[0] == "2 responses added, 0 were there already."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (GOOD + "3,en,no,6,,,,,\n", "line 4, no-say:before: Write a whole number from 1 to 5."),
        (GOOD + "3,en,no,x,,,,,\n", "line 4, no-say:before: Write a whole number from 1 to 5."),
        (GOOD + "3,en,no,,,maybe,,,\n", "line 4, again: Use these options: yes, no, dont-know."),
        (GOOD + "3,fr,no,,,,,,\n", "line 4, language: Write “en” or “cy”."),
        (GOOD + "3,en,perhaps,,,,,,\n", "line 4, consent: Write “yes” or “no”."),
        (GOOD + ",en,no,,,,,,\n", "line 4, response: Give the row a number or a name."),
        (GOOD + "2,en,no,,,,,,\n", "line 4, response: This row is in the file twice."),
        (GOOD + "3,en,yes,,,,,,\n", "line 4, -: This row has no answer."),
        (GOOD + "3,en\n", "line 4, -: The row has more or fewer cells than the first line."),
        (GOOD.replace("again", "gain"), "line 1, gain: The form has no such question."),
        (GOOD.replace("language", "comments"), "line 1, language: This column is missing."),
        ("", "line 1, response: This column is missing."),
    ],
)
def test_a_bad_row_refuses_the_whole_file(form, tmp_path, text, problem):
    outcome, problems = run(tmp_path, text)
    assert outcome == "Nothing was imported."
    assert problem in problems
    assert Response.objects.count() == 0


def test_a_row_without_an_answer_is_refused_in_welsh(form):
    with override("cy"), pytest.raises(ImportRefused) as refused:
        import_file(form=form, content=(GOOD + "3,cy,yes,,,,,,\n").encode())
    assert refused.value.problems == [Problem(4, "", "Nid oes ateb yn y rhes hon.")]


def test_a_row_that_was_imported_with_other_answers_is_refused(form, tmp_path):
    run(tmp_path, GOOD)
    outcome, problems = run(tmp_path, GOOD.replace("yes,4,2", "yes,4,3"))
    assert outcome == "Nothing was imported."
    assert problems == ["line 2, response: This row was imported before with other answers."]
    assert Response.objects.count() == 2


def test_a_file_that_is_not_utf_8_or_not_there_is_refused_by_name(form, tmp_path):
    assert "is not UTF-8" in run(tmp_path, GOOD.replace("iawn", "âr"), "latin-1")[0]
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_responses", "paper", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="no feedback form"):
        call_command("import_responses", "unknown", str(tmp_path / "none.csv"))
