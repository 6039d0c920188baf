"""One question's result from cells: each wave by its own base, methods by their names."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from events.evaluation import services
from events.evaluation.charts import chart_of
from events.evaluation.results import question_result
from events.evaluation.tally import Tally
from events.feedback.models import FeedbackForm
from events.feedback.services import Given
from gpx_site.charts import captions
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db


def result(matrix=(), before_only=(), after_only=(), base=1, public=False, **fields):
    """The result of a statement: (before, after, people) in pairs, (point, people) alone."""
    form = make.feedback_form()
    make.question(form, "say", **fields)
    waves = {"before": {}, "after": {}}
    for before, after, n in matrix:
        waves["before"][before] = waves["before"].get(before, 0) + n
        waves["after"][after] = waves["after"].get(after, 0) + n
    for wave, alone in (("before", before_only), ("after", after_only)):
        for point, n in alone:
            waves[wave][point] = waves[wave].get(point, 0) + n
    cells = [("say", "", "pair", str(b), str(a), n) for b, a, n in matrix]
    for wave, counts in waves.items():
        cells += [("say", "", "value", str(point), wave, n) for point, n in counts.items()]
        cells.append(("say", "", "status", "answered", wave, sum(counts.values())))
    found = FeedbackForm.objects.with_questions().get(pk=form.pk)
    (question,) = found.questions.all()
    with override("en"):
        return question_result(found, question, Tally(cells), base=base, public=public)


def report(found, language="en"):
    with override(language):
        context = {"question": found, "chart": chart_of(found)}
        return render_to_string("evaluation/question_result.html", context)


@pytest.mark.parametrize(("base", "public"), [(1, False), (5, False), (10, True)])
def test_a_statement_that_nobody_answered_before_is_shown_with_its_after_base(base, public):
    found = result(after_only=[(2, 4), (4, 26)], base=base, public=public)
    assert (found["withheld"], found["n"], found["before"]) == (False, 30, None)
    assert (found["after"]["n"], found["after"]["agree"]["display"]) == (30, "87%")
    assert found["shift"] == {"agree": None, "disagree": None}
    assert found["paired"] is found["n_pairs"] is found["n_after_only"] is None
    with override("en"):
        finding = captions.before_after_finding(chart_of(found))
    assert finding == "After the event, 87% of 30 people agreed."


def test_a_wave_with_few_answers_is_withheld_alone():
    found = result([(2, 4, 3)], after_only=[(4, 27)], base=5)
    assert (found["n"], found["before"], found["after"]["n"]) == (30, None, 30)
    assert found["paired"] is found["n_pairs"] is found["n_before_only"] is None
    assert found["shift"]["agree"] is None
    assert list(found["statuses"]) == ["after"]


@pytest.mark.parametrize(("base", "n"), [(1, 0), (5, None)])
def test_without_a_wave_to_show_the_statement_is_withheld(base, n):
    found = result(base=base)
    assert (found["withheld"], found["n"]) == (True, n)


def test_the_shift_of_pairs_has_the_interval_of_pairs():
    found = result([(2, 4, 15), (4, 2, 1), (4, 4, 6), (2, 2, 2)])
    change = chart_of(found).change
    assert (change.pairs, change.points) == (24, "+58.3")
    assert [round(100 * end, 1) for end in (change.low, change.high)] == [30.6, 75.0]
    page = report(found)
    assert "Shift of the same 24 people, in percentage points" in page
    assert "+58.3, 30.6 to 75.0" in page
    assert "Change of the same 24 people: +58.3 percentage points" in page
    assert "different people" not in page


def test_the_shift_of_different_people_says_so():
    found = result(before_only=[(2, 17), (4, 7)], after_only=[(2, 3), (4, 21)])
    change = chart_of(found).change
    assert (change.pairs, change.points) == (None, "+58.3")
    assert [round(100 * end, 1) for end in (change.low, change.high)] == [31.1, 74.8]
    page = report(found)
    assert "as if different people had answered each time" in page
    assert "+58.3, 31.1 to 74.8" in page
    assert "same 24 people" not in page


@pytest.mark.parametrize(("alone", "pairs"), [(8, 8), (9, None)])
def test_a_few_pairs_do_not_speak_for_all(alone, pairs):
    found = result([(2, 4, 8)], before_only=[(2, alone)], after_only=[(4, alone)])
    assert chart_of(found).change.pairs == pairs
    page = report(found)
    assert ("as if different people" in page) == (pairs is None)
    assert ("Change of the same 8 people" in page) == (pairs == 8)
    assert "The same people, before and after" in page


def test_pairs_that_may_not_be_disclosed_are_compared_as_different_people():
    found = result([(2, 4, 20)], before_only=[(2, 1)], base=10, public=True)
    assert (found["paired"], chart_of(found).change.pairs) == (None, None)


def test_a_change_whose_interval_holds_nothing_is_not_clear():
    found = result([(2, 4, 2), (4, 2, 1), (2, 2, 7)])
    chart = chart_of(found)
    for language, words in (("en", "no clear change"), ("cy", "dim newid clir")):
        with override(language):
            assert words in captions.before_after_finding(chart)


def test_a_fall_of_agreement_that_is_wished_for_is_an_improvement():
    found = result([(5, 2, 18), (4, 4, 6)], desired_direction=-1)
    assert found["paired"]["improved"] == 18
    with override("en"):
        finding = captions.before_after_finding(chart_of(found))
    assert finding == "Disagree rose from 0% to 75% of 24 people."


@pytest.mark.parametrize(
    ("n", "method", "english", "welsh"),
    [
        (200, "exact", "signed-rank test, exact: p", "Wilcoxon, union: p"),
        (201, "normal", "signed-rank test, normal approximation: p", "brasamcan normal: p"),
    ],
)
def test_wilcoxon_is_printed_with_the_method_used(n, method, english, welsh):
    found = result([(2, 4, n - 50), (4, 3, 50), (3, 3, 10)])
    assert found["paired"]["wilcoxon"]["method"] == method
    assert english in report(found)
    assert welsh in report(found, "cy")


def test_the_table_says_that_before_is_remembered():
    found = result([(2, 4, 6)])
    assert "Before (remembered)</th>" in report(found)
    assert "Cyn (o’r cof)</th>" in report(found, "cy")


def test_nobody_changed():
    found = result([(4, 4, 6)])
    assert found["paired"]["wilcoxon"]["effect"] is None
    assert "rank-biserial" not in report(found)


def several(*answers):
    """The result of a question of several options, of which "dont-know" is not in the base."""
    form = make.feedback_form()
    make.question(form, "why", "multi_choice", ["work", "friends", "dont-know"])
    for chosen in answers:
        make.submit(form, [Given(question="why", options=chosen)] if chosen else [])
    services.rebuild_tally(form_id=form.pk)
    (found,) = services.evaluate(form=form, language="en")["questions"]
    return found


def test_whoever_chose_only_what_does_not_count_leaves_the_base():
    found = several(
        ("work",), ("work", "friends"), ("friends", "dont-know"), ("dont-know",), ("dont-know",), ()
    )
    assert (found["n"], found["base"]) == (5, 3)
    counts = {option["slug"]: option["count"] for option in found["options"]}
    assert counts == {"work": 2, "friends": 2, "dont-know": 3}
    shares = {option["slug"]: option["share"] for option in found["options"]}
    assert (shares["work"]["base"], shares["work"]["display"]) == (3, "67%")
    assert shares["dont-know"] is None
    assert "The shares are of the 3 people who chose any of these answers." in report(found)


def test_if_all_chose_only_what_does_not_count_there_is_no_share():
    found = several(*[("dont-know",)] * 4)
    assert (found["n"], found["base"]) == (4, 0)
    page = report(found)
    assert "Nobody has chosen any of these answers." in page
    assert "4, not in the base" in page


def test_an_option_that_has_come_into_the_base_since_the_count_breaks_nothing():
    form = make.feedback_form()
    question = make.question(form, "why", "multi_choice", ["work", "dont-know"])
    for chosen in ("work", "dont-know", "dont-know"):
        make.submit(form, [Given(question="why", options=(chosen,))])
    services.rebuild_tally(form_id=form.pk)
    question.options.update(counts_in_base=True)
    (found,) = services.evaluate(form=form, language="en")["questions"]
    assert [option["share"]["display"] for option in found["options"]] == ["50%", "100%"]
