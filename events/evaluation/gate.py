"""The gate: the only way from counted answers to figures that somebody may see.

Every audience has a rule. Its ``base`` is the fewest people behind a figure. Its ``step`` is the
fewest people by whom two printings of the same question may differ: whoever keeps both can subtract
them, and must not be left with the answers of one or two. Readers of editions also get no figure
that describes single answers: no histogram of the 101 values, no pairs of a few people.

A question whose answers differ by too few from an earlier printing keeps that printing's figures.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from events.evaluation.codebook import Codebook, CodebookQuestion
from events.evaluation.result_types import BeforeAfterResult, Group, QuestionResult, SliderResult
from events.evaluation.results import question_result, slider_group
from events.evaluation.tally import Cell, Tally
from events.feedback.models import Question
from gpx_site.i18n.bilingual import LANGUAGES

#: The kinds of cells of single answers.
SINGLE = frozenset({"value", "option", "in_base", "status"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What one audience may see; ``base`` and ``step`` count people."""

    base: int
    step: int = 1
    printed: bool = False


#: Staff who may read the comments see every answer; other staff see no figure of few people.
READERS = Rule(base=1)
STAFF = Rule(base=5)
ROOM = Rule(base=5, step=3, printed=True)
PUBLIC = Rule(base=10, step=5, printed=True)


class Reason(models.TextChoices):
    """Why a question is withheld."""

    WORDS = "words", _("What people wrote in their own words is not published.")
    FEW = "few", _("Too few people have answered it.")
    CLOSE = (
        "close",
        _("Too few people’s answers differ from those of an earlier edition."),
    )


@dataclass(frozen=True, slots=True)
class Printing:
    """A question as an earlier edition printed it: its cells, and its figures by language."""

    edition: int
    step: int
    cells: frozenset[Cell]
    figures: Mapping[str, QuestionResult]


@dataclass(frozen=True, slots=True)
class Release:
    """What an edition may print of one question, or the reason why it prints no figure of it.

    ``kept_from`` is the number of the earlier edition whose figures it keeps, if it does.
    """

    question: CodebookQuestion
    figures: Mapping[str, QuestionResult]
    cells: frozenset[Cell] = frozenset()
    reason: Reason | None = None
    kept_from: int | None = None


def figures(codebook: Codebook, tally: Tally, rule: Rule) -> list[QuestionResult]:
    """Return the figures of every question that ``rule`` lets out, in the active language."""
    return [_figures(codebook, question, tally, rule) for question in codebook.questions]


def release(
    codebook: Codebook,
    cells: Iterable[Cell],
    rule: Rule,
    printed: Mapping[str, Sequence[Printing]],
) -> list[Release]:
    """Return what an edition may print of each question.

    ``printed`` are the earlier printings of each question for any audience, the newest first.
    """
    cells = list(cells)
    return [
        _release(codebook, question, cells, rule, printed.get(question.slug, ()))
        for question in codebook.questions
    ]


def _release(
    codebook: Codebook,
    question: CodebookQuestion,
    cells: list[Cell],
    rule: Rule,
    printed: Sequence[Printing],
) -> Release:
    tally = Tally(cells)
    found: dict[str, QuestionResult] = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = _figures(codebook, question, tally, rule)
    if question.kind == Question.Kind.TEXT:
        return Release(question, found, reason=Reason.WORDS)
    if found["en"]["withheld"]:
        return Release(question, found, reason=Reason.FEW)
    own = _answers_to(question, cells)
    if all(_apart(each, own, rule) for each in printed):
        shown = {
            language: _without_close_parts(each, own, printed, rule)
            for language, each in found.items()
        }
        return Release(question, shown, own)
    for earlier in printed:
        # An answer that was taken back since is not printed again.
        kept = earlier.figures["en"]
        fits = _fit(codebook, kept, Tally(earlier.cells), rule) == kept and not kept["withheld"]
        if fits and not _taken_back(earlier, own):
            return Release(question, earlier.figures, earlier.cells, kept_from=earlier.edition)
    withheld = {language: _withheld(each) for language, each in found.items()}
    return Release(question, withheld, reason=Reason.CLOSE)


# The base -----------------------------------------------------------------------------------------


def _figures(
    codebook: Codebook, question: CodebookQuestion, tally: Tally, rule: Rule
) -> QuestionResult:
    """Return one question's figures; withhold what describes fewer people than the base."""
    found = question_result(codebook, question, tally, base=rule.base, public=rule.printed)
    return _fit(codebook, found, tally, rule)


def _fit(codebook: Codebook, found: QuestionResult, tally: Tally, rule: Rule) -> QuestionResult:
    if rule.base == 1 or found["withheld"]:
        return found
    if found["kind"] == "slider":
        found = _with_groups_of_enough(codebook, found, tally, rule)
    if found["kind"] == "statement_before_after" and (found["n_pairs"] or 0) < rule.base:
        found = _without_pairs(found)
    return found if min(_bases(found)) >= rule.base else _withheld(found)


def _with_groups_of_enough(
    codebook: Codebook, found: SliderResult, tally: Tally, rule: Rule
) -> SliderResult:
    """Withhold the framings that fewer people than the base answered, however many the answers."""
    framings: dict[str, list[str]] = defaultdict(list)
    for condition in codebook.conditions:
        framings[condition.framing].append(condition.slug)
    answered = tally.answered_by_segment(found["slug"])
    groups: list[Group] = []
    for group in found["groups"]:
        # One person answers once under each condition.
        people = max((answered[each] for each in framings.get(group["slug"], [""])), default=0)
        hidden = slider_group(group["slug"], group["label"], [], base=rule.base, public=True)
        groups.append(group if people >= rule.base else hidden)
    kept: SliderResult = {**found, "groups": groups}
    if any(group["withheld"] for group in groups):
        kept.pop("independent", None)
        kept.pop("same_people", None)
    same = kept.get("same_people")
    if same and same["n"] < rule.base:
        kept["same_people"] = None
    return kept


def _bases(found: QuestionResult) -> list[int]:
    """Return the bases that a result prints; 0 where it prints no figure."""
    if found["withheld"]:
        return [0]
    match found["kind"]:
        case "choice" | "multi_choice":
            return [found["n"], found["base"]]
        case "statement_before_after":
            return [wave["n"] for wave in (found["before"], found["after"]) if wave]
        case "slider":
            return [group["n"] for group in found["groups"] if group["n"] is not None] or [0]
        case _:
            return [found["n"]]


def _withheld(found: QuestionResult) -> QuestionResult:
    return {
        "slug": found["slug"],
        "kind": found["kind"],
        "text": found["text"],
        "n": None,
        "withheld": True,
    }


# The step -----------------------------------------------------------------------------------------


def _answers_to(question: CodebookQuestion, cells: Iterable[Cell]) -> frozenset[Cell]:
    """Return the cells that tell what people answered to a question, or whether they did."""
    return frozenset(
        cell
        for cell in cells
        if cell.question == question.slug
        and cell.kind in {*SINGLE, "pair"}
        and (cell.kind != "status" or cell.a == "answered")
    )


def _apart(
    earlier: Printing, own: frozenset[Cell], rule: Rule, kinds: Collection[str] = SINGLE
) -> bool:
    """Whether nobody or at least a step of people came, and likewise went, since a printing."""
    step = min(earlier.step, rule.step)
    return all(
        number == 0 or number >= step
        for table in _changes(earlier.cells, own, kinds)
        for number in ((+table).total(), (-table).total())
    )


def _taken_back(earlier: Printing, own: frozenset[Cell]) -> bool:
    """Whether an answer that was printed is not counted any more."""
    return any((-table).total() for table in _changes(earlier.cells, own, SINGLE))


def _changes(
    before: frozenset[Cell], after: frozenset[Cell], kinds: Collection[str]
) -> Iterable[Counter[tuple[str, str]]]:
    """Return how the counts changed in each table to which one person adds at most one answer."""
    tables: dict[tuple[str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for sign, cells in ((1, after), (-1, before)):
        for cell in cells:
            if cell.kind in kinds:
                moment = "" if cell.kind == "pair" else cell.b
                tables[cell.kind, cell.segment, moment][cell.a, cell.b] += sign * cell.n
    return tables.values()


def _without_close_parts(
    found: QuestionResult, own: frozenset[Cell], printed: Sequence[Printing], rule: Rule
) -> QuestionResult:
    """Leave out the figures about the same people that differ by too few from a printing."""
    if found["withheld"]:
        return found
    if found["kind"] == "statement_before_after" and found["paired"]:
        with_pairs = [each for each in printed if each.figures["en"].get("paired")]
        if not all(_apart(each, own, rule, {"pair"}) for each in with_pairs):
            return _without_pairs(found)
    if found["kind"] == "slider" and (same := found.get("same_people")):
        for each in printed:
            earlier = cast(SliderResult, each.figures["en"]).get("same_people")
            step = min(each.step, rule.step)
            if earlier and earlier != same and abs(earlier["n"] - same["n"]) < step:
                return {**found, "same_people": None}
    return found


def _without_pairs(found: BeforeAfterResult) -> BeforeAfterResult:
    return {
        **found,
        "n_pairs": None,
        "n_before_only": None,
        "n_after_only": None,
        "paired": None,
    }
